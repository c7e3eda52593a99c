"""What people answer to a reminder, what follows, and what a link never shows."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from daybridge.attendance import services
from daybridge.attendance.models import Attendance, FollowUp, Mark, ReminderAnswer
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    by_desk,
    link_in,
    messages_to,
    open_link,
    reminded,
    send,
)
from daybridge.schedule.errors import SeatTaken
from tests.cast import ZONE, keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(clinic, monday):
    return a_session(clinic, monday)


@pytest.fixture
def place(session, dana):
    return a_place(session, dana)


@pytest.fixture
def wednesday(clinic, monday):
    """Another evening of the week, with seats."""
    return a_session(clinic, monday + timedelta(days=2))


@pytest.fixture
def link(clinic, dana, place, monday):
    """What stands in the message that Dana got on Sunday."""
    reminded(clinic, datetime.combine(monday - timedelta(days=1), time(17, 30), ZONE))
    return link_in(messages_to(dana)[-1])


def now_of(place):
    return Attendance.objects.in_program(place.program_id).get(pk=place.pk)


def answers_of(place):
    rows = ReminderAnswer.objects.in_program(place.program_id)
    return list(rows.filter(attendance=place).order_by("created_at", "pk"))


def calls(clinic):
    return list(FollowUp.objects.in_program(clinic.program))


def text_of(answer):
    return answer.content.decode()


def fill(session, people, seats):
    """Let all seats of a session but the given number be taken."""
    session.capacity = len(people) + seats
    session.save()
    keep(
        Attendance(
            program=session.program, session=session, patient=patient,
            starts_at=session.starts_at,
        )
        for patient in people
    )  # fmt: skip


def test_the_page_shows_day_and_time_and_nothing_else_that_is_known(dana, place, link):
    page = open_link(link)

    assert page.status_code == 200
    assert "5:30 pm" in text_of(page)
    assert f"{place.starts_at.astimezone(ZONE):%A, %B}" in text_of(page)
    for word in (
        "Dana", "Whitfield", dana.program.name, place.session.title, "Ruth",
        str(dana.pk), str(place.pk), "treatment", "group", "Room",
    ):  # fmt: skip
        assert word not in text_of(page)
    assert page.headers["Cache-Control"].startswith("max-age=0")


def test_opening_a_link_changes_nothing(place, link):
    for _ in range(3):
        open_link(link)
        Client().head(link)

    assert answers_of(place) == []
    assert now_of(place).answer is None


def test_the_page_speaks_spanish_to_who_reads_it(link):
    page = text_of(open_link(link, accept_language="es"))

    assert "¿Puede venir?" in page
    assert "Lunes" in page


def test_coming_is_kept_and_marks_nobody(place, link):
    answer = send(link, act="coming")

    assert answer.url == link
    assert now_of(place).answer.choice == "coming"
    assert now_of(place).mark == Mark.EXPECTED
    assert now_of(place).version == place.version
    assert "You told us that you will be there" in text_of(open_link(link))


def test_late_says_how_late(place, link):
    send(link, act="late", late_minutes="15")

    assert now_of(place).answer.late_minutes == 15
    assert "15 minutes late" in text_of(open_link(link))


def test_the_same_answer_twice_is_one_row(place, link):
    send(link, act="coming")
    send(link, act="coming")
    send(link, act="late", late_minutes="15")
    send(link, act="coming")

    said = [answer.choice for answer in answers_of(place)]
    assert said == ["coming", "late", "coming"]


@pytest.mark.parametrize(
    "said",
    [{}, {"act": "dance"}, {"act": "late", "late_minutes": "7"},
     {"act": "late", "late_minutes": ""}, {"other": "x"}, {"act": ""}],
)  # fmt: skip
def test_what_no_button_sends_is_refused_beside_the_question(place, link, said):
    answer = send(link, **said)

    assert answer.status_code == 422
    assert answers_of(place) == []


def test_who_cannot_come_is_shown_other_times_of_their_week(
    clinic, dana, place, link, wednesday, monday
):
    next_week = a_session(clinic, monday + timedelta(days=7), time(10))

    send(link, act="away")
    page = text_of(open_link(link))

    assert "Wednesday" in page
    assert str(wednesday.pk) in page
    assert str(next_week.pk) not in page
    assert wednesday.title not in page
    assert now_of(place).mark == Mark.EXPECTED
    assert now_of(place).given_up_at is not None
    assert calls(clinic) == []


def test_the_other_time_is_a_make_up_for_what_they_miss(dana, place, link, wednesday):
    send(link, act="away")
    send(link, other=wednesday.pk)

    seat = Attendance.objects.in_program(dana.program).get(session=wednesday)
    assert (seat.origin, seat.makes_up_for_id) == ("make_up", place.pk)
    assert now_of(place).answer.make_up == seat
    assert "You have another time" in text_of(open_link(link))


def test_choosing_again_gives_the_first_choice_back(
    clinic, dana, place, link, wednesday, monday
):
    friday = a_session(clinic, monday + timedelta(days=4))

    for chosen in (wednesday, wednesday, friday):
        send(link, other=chosen.pk)

    seats = Attendance.objects.in_program(dana.program).filter(origin="make_up")
    assert {seat.session_id: seat.removed_at is None for seat in seats} == {
        wednesday.pk: False, friday.pk: True,
    }  # fmt: skip


def test_who_can_come_after_all_gives_the_other_time_back(
    clinic, dana, place, link, wednesday
):
    send(link, other=wednesday.pk)
    send(link, act="coming")

    seat = Attendance.objects.in_program(dana.program).get(session=wednesday)
    assert seat.removed_at is not None
    assert now_of(place).given_up_at is None
    assert now_of(place).answer.choice == "coming"


def test_where_nothing_fits_it_is_said_and_somebody_calls(clinic, place, link):
    send(link, act="away")

    [call] = calls(clinic)
    assert call.reason == FollowUp.Reason.NOTHING_FITS
    assert call.attendance == place
    assert "We will call you to find one" in text_of(open_link(link))


def test_a_call_is_asked_for_once_and_not_needed_when_they_come(
    clinic, place, link, wednesday
):
    send(link, act="call")
    send(link, act="call")

    [call] = calls(clinic)
    assert call.reason == FollowUp.Reason.ASKED
    assert "We will call you" in text_of(open_link(link))

    send(link, act="coming")
    assert calls(clinic) == []


def test_the_call_list_says_why_to_call(clinic, dana, place, link, sign_in):
    send(link, act="away")

    page = text_of(sign_in(clinic.staff["faye"]).get("/follow-ups/"))

    assert "Dana Whitfield" in page
    assert "nothing else fits this week" in page


def test_a_seat_given_up_is_somebody_elses_to_take(clinic, dana, place, link, session):
    others = clinic.patients[1:]
    fill(session, others[:-1], seats=1)
    by = by_desk(clinic, timezone.now())
    with pytest.raises(SeatTaken):
        services.add_to_session(session=session, patient=others[-1], at=by.at, by=by)

    send(link, act="away")
    services.add_to_session(session=session, patient=others[-1], at=by.at, by=by)
    answer = send(link, act="coming")

    assert answer.status_code == 422
    assert "Somebody else has your place" in text_of(answer)
    assert now_of(place).answer.choice == "away"


def test_a_full_evening_is_not_offered_and_not_taken(clinic, place, link, wednesday):
    send(link, act="away")
    fill(wednesday, clinic.patients[1:], seats=0)
    answer = send(link, other=wednesday.pk)

    assert answer.status_code == 422
    assert "Somebody else has just taken this time" in text_of(answer)
    assert "Please call me" in text_of(answer)


@pytest.mark.parametrize(
    "other", [{"modality": "individual"}, {"counts_to_clinical_hours": False}]
)
def test_nobody_takes_a_seat_by_themselves_where_two_meet_alone(
    clinic, place, link, monday, other
):
    alone = a_session(clinic, monday + timedelta(days=2), **other)

    assert str(alone.pk) not in text_of(send(link, other=alone.pk))
    assert not Attendance.objects.in_program(clinic.program).filter(session=alone)


def test_an_hour_alone_is_not_given_up_to_others(clinic, dana, monday):
    alone = a_session(clinic, monday, time(10), modality="individual", capacity=1)
    place = a_place(alone, dana)
    reminded(clinic, datetime.combine(monday - timedelta(days=1), time(10), ZONE))

    send(link_in(messages_to(dana)[-1]), act="away")

    assert now_of(place).answer.choice == "away"
    assert now_of(place).given_up_at is None


def test_once_it_has_begun_no_answer_is_taken(clinic, place, link, session):
    session.starts_at = place.starts_at = timezone.now() - timedelta(minutes=5)
    held_on = session.starts_at.astimezone(ZONE).date()
    session.save()
    place.save()
    reminder = place.patient.reminders.get()
    reminder.held_on, reminder.starts_at = held_on, session.starts_at
    reminder.save()

    page = open_link(link)

    assert "just come in" in text_of(page)
    assert 'name="act"' not in text_of(page)
    assert send(link, act="coming").status_code == 404
    assert answers_of(place) == []


def test_a_link_is_over_with_the_day_and_looks_like_no_link(dana, link):
    reminder = dana.reminders.get()
    reminder.starts_at -= timedelta(days=60)
    reminder.expires_at = timezone.now() - timedelta(minutes=1)
    reminder.save()

    over, never = open_link(link), open_link("/r/nobody-was-given-this/")

    assert over.status_code == never.status_code == 404
    assert over.content == never.content
    assert send(link, act="coming").status_code == 404


def test_somebody_elses_session_cannot_be_taken_through_a_link(
    elsewhere, place, link, wednesday
):
    theirs = elsewhere.session

    assert send(link, other=theirs.pk).status_code == 422
    assert theirs.attendances.filter(patient=place.patient).count() == 0


def test_who_came_after_all_sits_in_their_seat(clinic, place, link, begun, viewer):
    send(link, act="away")
    here = timezone.now()
    Attendance.objects.in_program(clinic.program).filter(pk=place.pk)
    evening = begun.attendances.get(patient=place.patient)
    evening.given_up_at = here
    evening.save()

    services.record_arrival(attendance=evening, at=here, by=by_desk(clinic, here))

    assert now_of(evening).given_up_at is None
    assert now_of(evening).mark == Mark.ATTENDED


def test_a_page_with_offers_costs_the_same_for_one_and_for_many(
    clinic, place, link, wednesday, monday, django_assert_max_num_queries
):
    send(link, act="away")
    for clock in range(8, 16):
        a_session(clinic, monday + timedelta(days=3), time(clock))

    with django_assert_max_num_queries(12):
        page = open_link(link)

    assert text_of(page).count('name="other"') == 8
