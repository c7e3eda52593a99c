"""Today's register: who sees whom, what it says, what it costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.attendance import services
from daybridge.attendance.models import Attendance
from daybridge.attendance.queries import register as queries
from daybridge.audit.models import AuditEvent
from daybridge.keys import new_id
from daybridge.schedule.models import Session
from tests.cast import admit

PAGE = "/attendance/register/"


@pytest.fixture
def place(clinic, dana):
    """Dana's place tonight."""
    return Attendance.objects.in_program(clinic.program).get(
        session=clinic.session, patient=dana
    )


@pytest.mark.parametrize("who", ["faye", "ruth", "sylvia", "grace", "nora"])
def test_whoever_runs_the_evening_sees_who_is_expected(clinic, sign_in, place, who):
    page = sign_in(clinic.staff[who]).get(PAGE).content.decode()

    assert "Dana Whitfield" in page
    assert "Expected" in page


def test_a_peer_reads_only_the_name_somebody_goes_by(clinic, sign_in, place):
    page = sign_in(clinic.staff["theo"]).get(PAGE).content.decode()

    assert "Dana" in page
    assert "Whitfield" not in page


def test_two_sessions_of_one_name_are_two_landmarks(clinic, ruth, sign_in):
    tonight, grace = clinic.session, clinic.staff["grace"]
    Session.objects.create(
        program=clinic.program, title=tonight.title, track=tonight.track,
        modality=tonight.modality, starts_at=tonight.starts_at, capacity=1,
        ends_at=tonight.ends_at, leader=grace,
    )  # fmt: skip

    page = sign_in(grace).get(PAGE).content.decode()

    sections = re.findall(r'<section[^>]* aria-labelledby="([^"]+)"', page)
    names = [
        " ".join(re.search(rf'id="{id}">(.*?)</', page)[1] for id in ids.split())
        for ids in sections
    ]
    titles = [name for name in names if tonight.title in name]
    assert len(titles) == 2
    assert titles[0] != titles[1]
    assert any(ruth.display_name in title for title in titles)
    assert any(grace.display_name in title for title in titles)


@pytest.mark.parametrize("who", ["omar", "ivan"])
def test_who_reads_no_roster_finds_no_register(clinic, sign_in, place, who):
    assert sign_in(clinic.staff[who]).get(PAGE).status_code == 404


def test_a_counselor_without_a_patient_there_sees_nobody(clinic, sign_in, place):
    page = sign_in(clinic.staff["ben"]).get(PAGE).content.decode()

    assert "Dana" not in page
    assert "No session today" in page


def test_who_has_arrived_is_in_the_building_until_they_leave(
    clinic, ruth, viewer, sign_in, place
):
    start = clinic.session.starts_at
    services.record_arrival(
        attendance=place, at=start, by=viewer(ruth, at=start), arrived_at=start
    )

    page = sign_in(ruth).get(PAGE).content.decode()
    assert "1 of" in page
    assert "in the building" in page

    place.refresh_from_db()
    services.record_departure(
        attendance=place, at=clinic.session.ends_at,
        by=viewer(ruth, at=clinic.session.ends_at),
    )  # fmt: skip
    assert "0 of" in sign_in(ruth).get(PAGE).content.decode()


def test_the_desk_never_reads_why_somebody_is_not_there(
    clinic, ruth, viewer, sign_in, place
):
    now = timezone.now()
    services.mark_excused(
        attendance=place, reason="Detox bed found", at=now, by=viewer(ruth, at=now)
    )

    page = sign_in(clinic.staff["faye"]).get(PAGE).content.decode()

    assert "Not here" in page
    assert "Detox" not in page
    assert "xcused" not in page


def test_opening_it_is_one_row_of_the_audit(clinic, sign_in, place):
    sign_in(clinic.staff["faye"]).get(PAGE)

    [row] = AuditEvent.objects.filter(action="list.read")
    assert row.detail["what"] == "today's register"
    assert row.detail["shown"] >= 1


def test_it_takes_as_many_statements_for_twelve_as_for_one(
    clinic, sign_in, place, django_assert_max_num_queries
):
    for number in range(11):
        patient = admit(clinic, f"Guest{number}", "Of the Evening", 900 + number)
        Attendance(
            program=clinic.program, session=clinic.session, patient=patient,
            starts_at=clinic.session.starts_at,
        ).save()  # fmt: skip
    desk = sign_in(clinic.staff["faye"])

    with django_assert_max_num_queries(6):
        page = desk.get(PAGE).content.decode()

    assert page.count("Of the Evening") == 11


def test_later_sessions_follow_on_the_next_page(clinic, sign_in, place):
    late = Session.objects.in_program(clinic.program).get(pk=clinic.session.pk)
    for number in range(1, queries.SESSIONS + 1):
        late.pk, late.title = new_id(), f"Late group {number}."
        late.group, late.rule_date = None, None
        late.starts_at += timedelta(minutes=1)
        late.save(force_insert=True)
    desk = sign_in(clinic.staff["faye"])

    page = desk.get(PAGE).content.decode()
    assert "Late group 5." in page
    assert "Late group 6." not in page
    assert "Later sessions" in page
    [address] = [part.split('"')[0] for part in page.split('href="')[1:]
                 if part.startswith("?after=")]  # fmt: skip
    page = desk.get(PAGE + address).content.decode()
    assert "Late group 6." in page
    assert "Late group 5." not in page


def test_a_session_without_a_room_says_where_it_is_held(clinic, sign_in, place):
    evening = clinic.session
    evening.room, evening.telehealth_url = None, "https://video.example/room"
    evening.save()
    desk = sign_in(clinic.staff["faye"])
    assert "· Telehealth ·" in desk.get(PAGE).content.decode()

    evening.telehealth_url = ""
    evening.save()
    assert "· No room yet ·" in desk.get(PAGE).content.decode()


def test_names_and_pronouns_come_out_as_text(clinic, sign_in, place, dana):
    dana.preferred_name = dana.pronouns = '<script>"&'
    dana.save()

    page = sign_in(clinic.staff["faye"]).get(PAGE).content.decode()

    assert "&lt;script&gt;&quot;&amp; Whitfield" in page
    assert '<script>"' not in page
