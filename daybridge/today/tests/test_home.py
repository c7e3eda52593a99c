"""Each person opens on what needs them, and on nothing that is not theirs to see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.models import ChartOpening, Notice
from daybridge.attendance.models import Attendance
from daybridge.attendance.services import mark_no_show, record_arrival
from daybridge.audit.models import AuditEvent
from daybridge.notes.models import Note
from daybridge.people.models import Credential
from daybridge.schedule.models import Session
from daybridge.today import gathering
from daybridge.today.views import greeting
from tests.cast import today

EVERYONE = (
    "ruth", "ben", "sylvia", "faye", "nora", "theo", "omar", "grace", "ivan",
)  # fmt: skip


@pytest.fixture
def page_of(clinic, sign_in):
    """`page_of("ruth")`: what Ruth opens on."""

    def read(who):
        return sign_in(clinic.staff[who]).get("/").content.decode()

    return read


@pytest.fixture
def owed(clinic, dana, ruth):
    """A session four days ago that Dana attended and nobody wrote about."""
    at = clinic.session.starts_at - timedelta(days=4)
    session = Session.objects.create(
        program=clinic.program, title="Four days ago", track=clinic.track,
        modality="skills", starts_at=at, ends_at=at + timedelta(hours=3), leader=ruth,
    )  # fmt: skip
    Attendance.objects.create(
        program=clinic.program, session=session, patient=dana, starts_at=at,
        mark="attended", arrived_at=at, minutes=180,
    )  # fmt: skip
    return session


def test_a_stranger_is_led_to_the_sign_in(client, db):
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_has_a_today(clinic, page_of, who):
    assert clinic.staff[who].called in page_of(who)


def test_a_counselor_sees_tonights_group_and_what_is_owed(page_of, owed):
    page = page_of("ruth")

    assert "Evening skills" in page
    assert "12 expected" in page
    assert "Oldest: 4 days" in page
    assert "Four days ago" in page


@pytest.mark.parametrize("who", ["ben", "nora", "theo", "faye", "omar", "grace"])
def test_nobody_else_is_asked_for_my_notes(page_of, owed, who):
    assert "Four days ago" not in page_of(who)


def test_a_missed_session_asks_for_a_call(clinic, viewer, page_of, dana, ruth):
    place = clinic.session.attendances.get(patient=dana)
    mark_no_show(attendance=place, at=timezone.now(), by=viewer(ruth))

    assert "Dana Whitfield" in page_of("ruth")
    assert "Missed Evening skills" in page_of("ruth")
    assert "Dana" not in page_of("ben")
    assert "Whitfield" not in page_of("theo")


def test_the_desk_sees_who_is_expected_and_who_is_here(
    begun, clinic, viewer, page_of, dana, ruth
):
    record_arrival(
        attendance=begun.attendances.get(patient=dana), at=timezone.now(),
        by=viewer(ruth),
    )  # fmt: skip

    page = page_of("faye")

    assert "Still expected: 11" in page
    assert "Here: 1" in page


@pytest.mark.parametrize("who", ["omar", "ivan"])
def test_who_needs_no_names_sees_none(clinic, viewer, page_of, dana, ruth, who):
    mark_no_show(
        attendance=clinic.session.attendances.get(patient=dana), at=timezone.now(),
        by=viewer(ruth),
    )  # fmt: skip

    page = page_of(who)

    assert not any(patient.legal_last_name in page for patient in clinic.patients)


def test_vera_sees_only_her_own_program(clinic, elsewhere, vera, sign_in, owed):
    page = sign_in(vera).get("/").content.decode()

    assert "Whitfield" not in page
    assert "Four days ago" not in page
    assert str(clinic.session.pk) not in page
    assert str(elsewhere.session.pk) in page


def test_a_license_that_runs_out_is_shown_to_its_holder_and_the_director(
    clinic, page_of, ruth
):
    license = Credential.objects.in_program(clinic.program).get(staff=ruth)
    license.expires_on = today() + timedelta(days=20)
    license.save()

    assert "LCSW expires in" in page_of("ruth")
    assert "Ruth Abelson" in page_of("grace")
    assert "LCSW expires in" not in page_of("ben")


def test_a_license_leads_to_its_holders_page_for_whoever_may_open_it(
    clinic, page_of, ruth, sign_in
):
    """The holder, the director, and the supervisor of that unit; nobody else."""
    license = Credential.objects.in_program(clinic.program).get(staff=ruth)
    license.expires_on = today() + timedelta(days=20)
    license.save()
    link = f"/staff/{ruth.pk}/#credentials"

    assert link not in page_of("sylvia")
    ruth.supervisor = clinic.staff["sylvia"]
    ruth.save()

    for name in ("ruth", "grace", "sylvia"):
        assert link in page_of(name)
        client = sign_in(clinic.staff[name])
        assert 'id="credentials"' in client.get(f"/staff/{ruth.pk}/").text


def test_a_license_of_another_state_still_asks_to_be_renewed(clinic, page_of, ruth):
    Credential.objects.create(
        program=clinic.program, staff=ruth, kind="LCSW", jurisdiction="NJ",
        expires_on=today() + timedelta(days=5),
    )  # fmt: skip

    assert "LCSW expires in" in page_of("ruth")


def test_a_renewed_license_asks_nothing(clinic, page_of, ruth):
    license = Credential.objects.in_program(clinic.program).get(staff=ruth)
    Credential.objects.create(
        program=clinic.program, staff=ruth, kind=license.kind,
        jurisdiction=license.jurisdiction,
        expires_on=today() - timedelta(days=1),
    )  # fmt: skip

    assert "expired" not in page_of("ruth")


def test_an_emergency_waits_for_the_supervisor_and_not_for_who_opened_it(
    clinic, page_of, dana, ben
):
    now = timezone.now()
    ChartOpening.objects.create(
        program=clinic.program, patient=dana, staff=ben, kind="emergency",
        reason="danger", explanation="x" * 30, opened_at=now,
        expires_at=now + timedelta(minutes=60),
    )  # fmt: skip

    assert "Opened in an emergency" in page_of("sylvia")
    assert "Opened in an emergency" in page_of("grace")
    assert "Opened in an emergency" not in page_of("ben")


def test_a_notice_stays_until_it_is_put_away(clinic, page_of, ruth):
    Notice.objects.create(
        program=clinic.program, staff=ruth, kind="x", text="A service day waits <b>"
    )

    assert "A service day waits &lt;b&gt;" in page_of("ruth")
    assert "A service day waits" not in page_of("ben")


def test_names_on_the_page_are_kept_in_the_audit(clinic, page_of):
    page_of("faye")
    page_of("ivan")

    [event] = AuditEvent.objects.filter(action="list.read")
    assert event.staff_id == clinic.staff["faye"].pk


def test_a_part_that_fails_leaves_the_rest(clinic, page_of, monkeypatch):
    def broken(viewer):
        raise KeyError("Dana Whitfield")

    parts = tuple(
        gathering.Part(part.name, broken, part.is_for, part.beside)
        if part.name == "writing"
        else part
        for part in gathering.PARTS
    )
    monkeypatch.setattr(gathering, "PARTS", parts)

    page = page_of("ruth")

    assert "cannot be shown right now" in page
    assert "Evening skills" in page
    assert "KeyError" not in page


@pytest.mark.parametrize("who", EVERYONE)
def test_a_full_day_costs_at_most_twelve_statements(
    clinic, viewer, sign_in, owed, ruth, who, django_assert_max_num_queries
):
    for patient in clinic.patients[:6]:
        mark_no_show(
            attendance=clinic.session.attendances.get(patient=patient),
            at=timezone.now(), by=viewer(ruth),
        )  # fmt: skip
        Note.objects.create(
            program=clinic.program, kind="individual", patient=patient, author=ruth,
            happened_at=timezone.now() - timedelta(days=1), minutes=30,
        )  # fmt: skip
    browser = sign_in(clinic.staff[who])

    with django_assert_max_num_queries(12):
        browser.get("/")


@pytest.mark.parametrize("part", ["/today/doses/", "/today/held/"])
@pytest.mark.parametrize("who", EVERYONE)
def test_the_parts_that_follow_are_for_those_who_may(
    clinic, sign_in, who, part, django_assert_max_num_queries
):
    may = {
        "/today/doses/": {"ruth", "ben", "sylvia", "nora", "theo", "omar", "grace"},
        "/today/held/": {"sylvia", "omar", "grace"},
    }[part]

    browser = sign_in(clinic.staff[who])
    with django_assert_max_num_queries(12):
        answer = browser.get(part)

    assert answer.status_code == (200 if who in may else 404)
    assert who != "omar" or part == "/today/held/" or b"Whitfield" not in answer.content


def test_a_week_that_is_short_is_shown_to_the_team(clinic, sign_in, dana, ruth, ben):
    mine = sign_in(ruth).get("/today/doses/").content.decode()

    assert "Dana Whitfield" in mine
    assert "Whitfield" not in sign_in(ben).get("/today/doses/").content.decode()


@pytest.mark.parametrize(
    ("hour", "word"), [(11, "morning"), (12, "afternoon"), (16, "afternoon"),
                       (17, "evening"), (0, "morning")],
)  # fmt: skip
def test_the_greeting_knows_the_hour(hour, word):
    assert greeting(hour) == f"Good {word}"
