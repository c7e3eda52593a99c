"""Follow-ups and the week: who sees what, what it costs, and what it does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.attendance import services
from daybridge.attendance.models import Attendance, FollowUp
from daybridge.keys import new_id
from daybridge.schedule.models import Session
from tests.cast import admit, join_team


@pytest.fixture
def missed(clinic, dana, ruth, viewer):
    """Dana missed tonight; the call is due."""
    place = Attendance.objects.in_program(clinic.program).get(
        session=clinic.session, patient=dana
    )
    now = timezone.now()
    services.mark_no_show(attendance=place, at=now, by=viewer(ruth, at=now))
    dana.phone = "(215) 555-0142"
    dana.save()
    return FollowUp.objects.in_program(clinic.program).get()


def url_of(call):
    return reverse("attendance:follow_up", args=[call.pk])


LIST = "/follow-ups/"
NOBODYS_ID = "01940000-0000-7000-8000-000000000000"  # the same on every core


@pytest.mark.parametrize(
    ("who", "name", "phone"),
    [("ruth", True, True), ("faye", True, True), ("sylvia", True, True),
     ("grace", True, True), ("nora", True, True), ("ben", False, False)],
)  # fmt: skip
def test_who_sees_the_call_and_the_number(clinic, sign_in, missed, who, name, phone):
    page = sign_in(clinic.staff[who]).get(LIST).content.decode()

    assert ("Dana Whitfield" in page) is name
    assert ("555-0142" in page) is phone
    assert ("No message" in page) is phone


def test_a_peer_on_the_team_sees_the_first_name_only(clinic, sign_in, missed):
    page = sign_in(clinic.staff["theo"]).get(LIST).content.decode()

    assert "Dana" in page
    assert "Whitfield" not in page
    assert "555-0142" not in page


@pytest.mark.parametrize("who", ["omar", "ivan"])
def test_who_makes_no_calls_finds_no_list(clinic, sign_in, missed, who):
    assert sign_in(clinic.staff[who]).get(LIST).status_code == 404


def test_the_desk_calls_for_its_own_site_only(clinic, sign_in, missed):
    from daybridge.programs.models import Site

    faye = clinic.staff["faye"]
    faye.site = Site.objects.create(program=clinic.program, name="Norristown")
    faye.save()
    assert "Whitfield" not in sign_in(faye).get(LIST).content.decode()


def test_a_call_of_another_program_is_not_there(
    clinic, elsewhere, sign_in, missed, ruth
):
    theirs = sign_in(elsewhere.staff["vera"])
    assert sign_in(ruth).get(url_of(missed)).status_code == 200
    answer = theirs.get(url_of(missed))
    assert answer.status_code == 404
    absent = theirs.get(reverse("attendance:follow_up", args=[new_id()]))
    assert answer.content == absent.content


def test_a_call_that_reached_them_leaves_the_list(clinic, sign_in, missed, ruth):
    client = sign_in(ruth)
    answer = client.post(
        url_of(missed), {"outcome": "returning", "note": "<b>On the bus</b>"}
    )

    assert answer.status_code == 302
    assert "Dana Whitfield" not in client.get(LIST).content.decode()
    page = client.get(url_of(missed)).content.decode()
    assert "&lt;b&gt;On the bus&lt;/b&gt;" in page
    assert "<b>On the bus" not in page


def test_nobody_reached_comes_back_on_the_day_chosen(clinic, sign_in, missed, ruth):
    client = sign_in(ruth)
    today = timezone.localdate(timezone=clinic.program.zone)

    client.post(
        url_of(missed), {"outcome": "no_answer", "next_try_on": today.isoformat()}
    )

    page = client.get(LIST).content.decode()
    assert "No answer" in page
    assert "1 try" in page


@pytest.mark.parametrize(
    "answers",
    [{}, {"outcome": "nonsense"}, {"outcome": "safety", "note": ""},
     {"outcome": "no_answer", "next_try_on": "2020-01-01"},
     {"outcome": "returning", "next_try_on": "2099-01-01"}],
)  # fmt: skip
def test_a_call_that_cannot_be_kept_says_why(clinic, sign_in, missed, ruth, answers):
    answer = sign_in(ruth).post(url_of(missed), answers)
    assert answer.status_code == 422
    assert b"error-summary" in answer.content


@pytest.mark.parametrize("people", [12, 120])
def test_lists_cost_the_same_for_twelve_and_for_a_hundred_and_twenty(
    clinic, sign_in, ruth, viewer, people, django_assert_max_num_queries
):
    for number in range(13, people + 1):
        patient = admit(clinic, f"Member{number}", "Of Many", number)
        join_team(clinic, ruth, patient)
        Attendance.objects.create(
            program=clinic.program, session=clinic.session, patient=patient,
            starts_at=clinic.session.starts_at,
        )  # fmt: skip
    at = clinic.session.starts_at
    by = viewer(ruth, at=at)
    services.close_session_attendance(
        session=clinic.session, at=at, by=by, rest="no_show"
    )
    FollowUp.objects.in_program(clinic.program).first()
    client = sign_in(ruth)

    with django_assert_max_num_queries(8):
        assert client.get(LIST).status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get("/attendance/week/").status_code == 200


def test_the_week_page_shows_own_patients_only(clinic, sign_in, ruth, ben):
    assert "Dana Whitfield" in sign_in(ruth).get("/attendance/week/").content.decode()
    other = sign_in(ben).get("/attendance/week/").content.decode()
    assert "Dana Whitfield" not in other


@pytest.mark.parametrize("who", ["faye", "ivan"])
def test_the_week_is_part_of_the_chart(clinic, sign_in, who):
    assert sign_in(clinic.staff[who]).get("/attendance/week/").status_code == 404


@pytest.fixture
def ahead(clinic):
    """A session soon, with one seat, in which nobody is expected."""
    start = timezone.now() + timedelta(minutes=1)
    return Session.objects.create(
        program=clinic.program, title="Morning skills", track=clinic.track,
        modality="skills", starts_at=start, ends_at=start + timedelta(minutes=2),
        leader=clinic.staff["ben"], room=clinic.room, capacity=1,
    )  # fmt: skip


def test_one_click_gives_a_make_up_that_knows_what_it_makes_up_for(
    clinic, sign_in, ruth, dana, missed, ahead
):
    client = sign_in(ruth)
    url = reverse("attendance:add_make_up", args=[dana.pk])

    assert client.post(url, {"session": ahead.pk}).status_code == 302

    place = Attendance.objects.in_program(clinic.program).get(session=ahead)
    assert (place.origin, place.makes_up_for_id) == ("make_up", missed.attendance_id)


def test_a_make_up_in_a_full_session_is_refused_in_a_sentence(
    clinic, sign_in, ruth, ahead
):
    client = sign_in(ruth)
    first, second = clinic.patients[:2]
    client.post(
        reverse("attendance:add_make_up", args=[first.pk]), {"session": ahead.pk}
    )

    answer = client.post(
        reverse("attendance:add_make_up", args=[second.pk]), {"session": ahead.pk}
    )

    assert answer.status_code == 422
    assert "No seat is left in Morning skills" in answer.content.decode()


@pytest.mark.parametrize("session", ["", "nonsense", NOBODYS_ID])
def test_a_session_that_is_none_is_not_there(clinic, sign_in, ruth, dana, session):
    url = reverse("attendance:add_make_up", args=[dana.pk])
    assert sign_in(ruth).post(url, {"session": session}).status_code == 404


def test_a_patient_outside_the_team_gets_no_make_up_page(
    clinic, sign_in, ben, dana, elsewhere
):
    url = reverse("attendance:make_up", args=[dana.pk])
    assert sign_in(ben).get(url).status_code == 404
    assert sign_in(elsewhere.staff["vera"]).get(url).status_code == 404


def test_a_hundred_patients_are_read_sixty_at_a_time_and_each_once(
    clinic, sign_in, ruth
):
    for number in range(13, 101):
        patient = admit(clinic, f"Member{number}", "Of Many", number)
        join_team(clinic, ruth, patient)
    client = sign_in(ruth)

    first = client.get("/attendance/week/").context
    second = client.get("/attendance/week/", {"after": first["next"]}).context

    seen = [row.patient.pk for page in (first, second) for row in page["rows"]]
    assert len(first["rows"]) == 60
    assert len(seen) == len(set(seen)) == 100
    assert second["next"] == ""
