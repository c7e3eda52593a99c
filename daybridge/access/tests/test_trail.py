"""The audit page shows each role its part, page by page, and exports harmlessly."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.services import open_chart
from daybridge.access.tables import harmless
from daybridge.access.trail import Asked, find, page_of
from daybridge.audit.actor import Actor
from daybridge.audit.models import AuditEvent
from daybridge.audit.reading import record_read
from daybridge.audit.recording import event, record, record_many
from daybridge.audit.words import SECURITY, SENTENCES, sentence


@pytest.fixture
def busy(clinic, dana, viewer):
    """Rows of Ruth, Ben and Sylvia; Sylvia supervises Ruth."""
    clinic.staff["ruth"].supervisor = clinic.staff["sylvia"]
    clinic.staff["ruth"].save()
    for name in ("ruth", "ben", "sylvia"):
        who = viewer(clinic.staff[name])
        record_read(who, dana)
        record("access.signed_in", by=who.actor)
    return clinic


def who_is_seen(clinic, viewer, name: str) -> set[tuple[str, bool]]:
    found = find(viewer(clinic.staff[name]), Asked())
    return {(one.actor_name, one.patient_id is not None) for one in found}


def test_the_director_sees_everyone(busy, viewer):
    names = {name for name, _ in who_is_seen(busy, viewer, "grace")}
    assert names == {"Ruth Abelson", "Ben Castillo", "Sylvia Marchetti"}


def test_a_supervisor_sees_her_unit_and_never_herself(busy, viewer):
    names = {name for name, _ in who_is_seen(busy, viewer, "sylvia")}
    assert names == {"Ruth Abelson"}


def test_it_sees_the_security_of_accounts_and_no_patient(busy, viewer, sign_in, dana):
    seen = who_is_seen(busy, viewer, "ivan")
    assert seen
    assert not any(has_patient for _, has_patient in seen)
    found = find(viewer(busy.staff["ivan"]), Asked(patient_id=dana.pk))
    assert not found.exists()

    page = sign_in(busy.staff["ivan"]).get("/audit/").content.decode()
    for patient in busy.patients:
        assert patient.legal_last_name not in page


def test_nobody_sees_another_programs_rows(busy, elsewhere, viewer):
    who = viewer(elsewhere.staff["vera"])
    assert not find(who, Asked()).exclude(staff_id=who.staff_id).exists()


def test_filters_narrow_by_person_patient_action_outcome_and_day(busy, dana, viewer):
    who = viewer(busy.staff["grace"])
    ruth = busy.staff["ruth"].pk
    today = timezone.now().astimezone(who.program.zone).date()

    assert find(who, Asked(staff_id=ruth)).count() == 2
    assert find(who, Asked(patient_id=dana.pk)).count() == 3
    assert find(who, Asked(action="access.signed_in")).count() == 3
    assert find(who, Asked(outcome="refused")).count() == 0
    assert find(who, Asked(from_on=today, to_on=today)).count() == 6
    assert find(who, Asked(to_on=today - timedelta(days=1))).count() == 0


def test_pages_by_key_show_each_row_once(busy, viewer):
    who = viewer(busy.staff["grace"])
    moment = timezone.now()
    record_many(event("chart.read", by=who.actor, at=moment) for _ in range(120))
    rows, after = [], ""
    while True:
        page = page_of(find(who, Asked()), after)
        rows += page.events
        after = page.after
        if not after:
            break
    assert len(rows) == len({one.pk for one in rows}) == 126


def test_a_page_counts_nothing_and_needs_few_queries(
    busy, viewer, sign_in, django_assert_max_num_queries
):
    who = viewer(busy.staff["grace"])
    record_many(event("chart.read", by=who.actor) for _ in range(300))
    client = sign_in(busy.staff["grace"])
    with django_assert_max_num_queries(8) as asked:
        assert client.get("/audit/").status_code == 200
    assert not any("COUNT(" in one["sql"] for one in asked.captured_queries)


@pytest.mark.parametrize("key", ["x", "2026~y", "'; DROP TABLE", "a~b~c"])
def test_a_broken_key_shows_the_first_page(busy, sign_in, key):
    answer = sign_in(busy.staff["grace"]).get("/audit/", {"after": key, "start": "x"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1"]
)
def test_a_spreadsheet_runs_nothing(cell):
    assert harmless(cell).startswith("'")


def test_plain_cells_stay_as_they_are():
    assert harmless("Ruth Abelson, 5 = five") == "Ruth Abelson, 5 = five"


def test_the_export_holds_the_rows_and_is_itself_one(busy, sign_in):
    grace = busy.staff["grace"]
    evil = Actor(busy.program.pk, None, None, "=cmd|' /C calc'!A0", (), "")
    record("chart.read", by=evil, reason="@evil")

    answer = sign_in(grace).get("/audit/file/")
    text = b"".join(answer.streaming_content).decode()

    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "When (UTC)"
    assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row)
    assert AuditEvent.objects.filter(action="audit.exported").count() == 1


def test_a_persons_report_names_everyone_and_the_emergency(busy, dana, viewer, sign_in):
    ben = viewer(busy.staff["ben"])
    open_chart(
        patient=dana, kind="emergency", reason="danger",
        explanation="He wrote that he will not come.", by=ben, at=ben.at,
    )  # fmt: skip
    record_read(viewer(busy.staff["ben"]), dana)

    page = sign_in(busy.staff["sylvia"]).get(f"/patients/{dana.pk}/access-report/")

    words = page.content.decode()
    for name in ("Ruth Abelson", "Ben Castillo", "Sylvia Marchetti", "In an emergency"):
        assert name in words


def test_a_report_for_other_days_is_empty_and_says_so(busy, dana, sign_in):
    url = f"/patients/{dana.pk}/access-report/?start=2020-01-01&end=2020-02-01"
    page = sign_in(busy.staff["grace"]).get(url)
    assert "Nobody opened this record" in page.content.decode()


def test_every_action_of_security_has_its_sentence():
    assert SENTENCES.keys() >= SECURITY


def test_a_sentence_survives_any_detail():
    for action in SENTENCES:
        assert sentence(AuditEvent(action=action))
        assert sentence(AuditEvent(action=action, detail=["odd"]))
    assert sentence(AuditEvent(action="room.did_it")) == "room: did it"
