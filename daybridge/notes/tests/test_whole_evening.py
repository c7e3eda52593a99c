"""An evening saved at once: few statements, all or nothing, a trace of each place."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import TeamMembership
from daybridge.access.service import loading
from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent, Version
from daybridge.audit.verifying import verify
from daybridge.audit.versions import versions_of
from daybridge.notes.cards import CARD_FIELDS, SUMMARY_FIELDS, written_marks
from daybridge.notes.models import Note, Summary
from tests.cast import admit, join_team, tonight

pytestmark = pytest.mark.django_db
WORDS = {
    "goal": "Get home",
    "participation": "active",
    "sentence": "Named a trigger on the walk home.",
}


@pytest.fixture(autouse=True)
def during_the_group():
    with time_machine.travel(tonight() + timedelta(minutes=20)):
        yield


@pytest.fixture
def url(clinic):
    return reverse("notes:save", args=[clinic.session.pk])


@pytest.fixture
def more_patients(clinic, ruth):
    """`more_patients(12)`: as many again have a place tonight."""

    def add(count):
        for number in range(count):
            patient = admit(clinic, f"Guest{number}", "Extra", 100 + number)
            join_team(clinic, ruth, patient)
            Attendance.objects.create(
                program=clinic.program, session=clinic.session, patient=patient,
                starts_at=clinic.session.starts_at,
            )  # fmt: skip

    return add


def places_of(clinic):
    places = Attendance.objects.in_program(clinic.program).order_by("pk")
    return list(places.select_related("patient"))


def notes_of(clinic):
    return {n.patient_id: n for n in Note.objects.in_program(clinic.program)}


def whole_page(clinic, words="", minute=0):
    """The form of the page as it stands, with other words and times."""
    notes, body = notes_of(clinic), {}
    start = clinic.session.starts_at.astimezone(clinic.program.zone)
    for place in places_of(clinic):
        key, note = place.patient_id, notes.get(place.patient_id)
        body[f"base-{key}"] = written_marks(note, CARD_FIELDS)
        texts = WORDS | {"sentence": WORDS["sentence"] + words}
        body |= {f"card-{key}-{name}": text for name, text in texts.items()}
        body[f"mark-{place.pk}"] = "attended"
        body[f"place-version-{place.pk}"] = str(place.version)
        body[f"arrived-{place.pk}"] = f"{start:%H}:{minute:02}"
    summary = Summary.objects.in_program(clinic.program).first()
    body["base-summary"] = written_marks(summary, SUMMARY_FIELDS)
    return body | {"card-summary-text": f"Refusal practice.{words}"}


def long_ago():
    """Everything was last written an hour ago."""
    earlier = timezone.now() - timedelta(hours=1)
    with loading(because="time passes in this test"):
        for model in (Note, Summary):
            rows = model.objects.across_programs(because="there is one program")
            rows.update(edited_at=earlier)


def stored(clinic):
    """Everything that a save writes, as it stands."""
    return [
        sorted(rows.values_list(), key=str)
        for rows in (
            Attendance.objects.in_program(clinic.program),
            Note.objects.in_program(clinic.program),
            Summary.objects.in_program(clinic.program),
            Version.objects.all(),
            AuditEvent.objects.exclude(action__startswith="access."),
        )
    ]


@pytest.mark.parametrize("extra", [0, 12])
@pytest.mark.parametrize("begun", [0, 5, 12])
def test_an_evening_takes_twelve_statements_however_much_of_it_was_begun(
    extra, begun, clinic, sign_in, ruth, url, fill_card, more_patients,
    django_assert_max_num_queries,
):  # fmt: skip
    """At worst: new cards beside old ones, whose texts and summary are kept as well."""
    more_patients(extra)
    client = sign_in(ruth)
    if begun:
        client.post(
            url, {"base-summary": "text:e3b0c44298fc", "card-summary-text": "A"}
        )
    for patient in clinic.patients[:begun]:
        fill_card(patient, ruth)
    long_ago()
    body = whole_page(clinic, " More.", minute=31)

    with django_assert_max_num_queries(14):  # two of them frame the transaction
        assert client.post(url, body).status_code == 302

    assert all(place.mark == "attended" for place in places_of(clinic))
    sentences = {note.sentence for note in notes_of(clinic).values()}
    assert sentences == {WORDS["sentence"] + " More."}
    assert len(notes_of(clinic)) == 12 + extra


def test_each_place_leaves_a_version_and_an_audit_row_and_the_chain_holds(
    clinic, sign_in, ruth, url
):
    sign_in(ruth).post(url, whole_page(clinic, minute=35))

    for place in places_of(clinic):
        [version] = versions_of(place)
        assert version.values["mark"] == "attended"
        assert version.values["minutes"] == place.minutes == 175
        assert version.actor_name == "Ruth Abelson"
        act = AuditEvent.objects.get(target_id=place.pk)
        assert (act.action, act.staff_id) == ("attendance.saved", ruth.pk)
        assert act.patient_id == place.patient_id
        assert act.target_type == "attendance.Attendance"
        assert act.detail == {"session": str(clinic.session.pk), "version": 2}
    assert verify().holds


def test_former_words_of_every_card_and_of_the_summary_can_be_read_again(
    clinic, sign_in, ruth, url
):
    client = sign_in(ruth)
    client.post(url, whole_page(clinic))
    long_ago()
    client.post(url, whole_page(clinic, " More."))

    for note in notes_of(clinic).values():
        [version] = versions_of(note)
        assert version.values == dict.fromkeys(CARD_FIELDS, "") | WORDS
        assert (note.version, note.edited_by_id) == (2, ruth.pk)
    summary = Summary.objects.in_program(clinic.program).get()
    [version] = versions_of(summary)
    assert version.values == {"text": "Refusal practice.", "next_step": ""}
    assert (summary.version, summary.text) == (2, "Refusal practice. More.")


def test_the_same_page_sent_twice_changes_nothing_the_second_time(
    clinic, sign_in, ruth, url
):
    client, body = sign_in(ruth), whole_page(clinic)
    client.post(url, body)
    once = stored(clinic)

    assert client.post(url, body).status_code == 302
    assert stored(clinic) == once


@pytest.mark.parametrize(
    "breaks",
    [
        "daybridge.notes.services.drafts._store",
        "daybridge.notes.services.evening.take_summary",
        "daybridge.audit.versions.insert",
        "daybridge.audit.recording.insert",
        "daybridge.bulk._run",
    ],
)
def test_whatever_breaks_on_the_way_leaves_nothing_behind(
    breaks, clinic, sign_in, ruth, url, monkeypatch
):
    client = sign_in(ruth)
    client.post(url, whole_page(clinic))
    long_ago()
    before, body = stored(clinic), whole_page(clinic, " More.", minute=50)

    def broken(*_args, **_more):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(breaks, broken)
    with pytest.raises(DatabaseError):
        client.post(url, body)

    assert stored(clinic) == before


def test_a_twelfth_place_that_changed_meanwhile_holds_all_back(
    clinic, sign_in, ruth, url
):
    client, body = sign_in(ruth), whole_page(clinic)
    last = places_of(clinic)[-1]
    body[f"place-version-{last.pk}"] = "99"
    before = stored(clinic)

    response = client.post(url, body)

    assert response.status_code == 422
    assert last.patient.display_name in response.content.decode()
    assert stored(clinic) == before


def test_a_twelfth_patient_of_somebody_else_holds_all_back(clinic, sign_in, ruth, url):
    body, before = whole_page(clinic), stored(clinic)
    TeamMembership.objects.in_program(clinic.program).filter(
        patient=clinic.patients[-1], staff=ruth
    )._raw_delete("default")

    assert sign_in(ruth).post(url, body).status_code == 404
    assert stored(clinic) == before


def test_a_clash_is_told_with_the_name_of_the_other_and_the_rest_is_stored(
    clinic, sign_in, ruth, ben, url
):
    client, body = sign_in(ruth), whole_page(clinic)
    dana = clinic.patients[0]
    client.post(url, body)
    with loading(because="Ben wrote meanwhile"):
        Note.objects.in_program(clinic.program).filter(patient=dana).update(
            sentence="Was quiet.", edited_by=ben
        )
    body |= {
        name: f"{text} More."
        for name, text in body.items()
        if name.endswith("-sentence")
    } | {f"place-version-{place.pk}": str(place.version) for place in places_of(clinic)}
    for patient in clinic.patients[1:]:
        note = notes_of(clinic)[patient.pk]
        body[f"base-{patient.pk}"] = written_marks(note, CARD_FIELDS)
    body[f"base-{dana.pk}"] = written_marks(None, CARD_FIELDS)

    response = client.post(url, body)

    assert response.status_code == 409
    html = response.content.decode()
    assert "Was quiet." in html
    assert "Ben Castillo" in html
    notes = notes_of(clinic)
    assert notes.pop(dana.pk).sentence == "Was quiet."
    assert {note.sentence for note in notes.values()} == {WORDS["sentence"] + " More."}
