"""After a missed evening: a message the same day, where another time is left."""

from datetime import datetime, time, timedelta

import pytest

from daybridge.attendance import services
from daybridge.attendance.models import Reminder
from daybridge.attendance.reminding.missed import offer_make_ups
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    by_desk,
    by_system,
    link_in,
    messages_to,
    open_link,
    send,
)
from daybridge.outbox.models import Message, Preference
from tests.cast import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(monday):
    """Twenty to seven: the leader has written down who is here."""
    return datetime.combine(monday, time(18, 40), ZONE)


@pytest.fixture
def missed(clinic, place, evening):
    by = by_desk(clinic, evening)
    services.mark_no_show(attendance=place, at=evening, by=by)
    return place


def offered(clinic, at):
    return offer_make_ups(at=at, by=by_system(clinic, at))


def test_who_missed_hears_the_same_evening_of_another_time(
    clinic, dana, missed, wednesday, evening
):
    assert offered(clinic, evening) == 1
    assert offered(clinic, evening + timedelta(minutes=1)) == 0

    [message] = messages_to(dana)
    assert message.due_at == evening + timedelta(minutes=15)
    assert message.text.startswith("We missed you on Monday")
    assert "Evening skills" not in message.text


def test_the_link_gives_the_other_time_and_nothing_to_confirm(
    clinic, dana, missed, wednesday, evening
):
    offered(clinic, evening)
    link = link_in(messages_to(dana)[0])
    page = open_link(link).content.decode()

    assert "Wednesday" in page
    assert "I will be there" not in page
    send(link, other=wednesday.pk)
    assert wednesday.attendances.get(patient=dana).makes_up_for == missed


def test_nobody_can_confirm_what_they_missed(clinic, dana, missed, wednesday, evening):
    offered(clinic, evening)

    answer = send(link_in(messages_to(dana)[0]), act="coming")

    assert answer.status_code == 404
    missed.refresh_from_db()
    assert (missed.mark, missed.answer) == ("no_show", None)


def test_where_nothing_is_left_to_offer_only_the_desk_calls(
    clinic, dana, missed, evening
):
    assert offered(clinic, evening) == 0
    assert missed.follow_up.reason == "missed"
    assert messages_to(dana) == []


def test_a_slip_is_taken_back_before_it_leaves(
    clinic, dana, missed, wednesday, evening
):
    offered(clinic, evening)
    at = evening + timedelta(minutes=5)
    services.mark_expected(attendance=missed, at=at, by=by_desk(clinic, at))
    offered(clinic, at + timedelta(minutes=1))

    [message] = messages_to(dana)
    assert message.state == Message.State.TAKEN_BACK
    assert open_link(link_in(message)).status_code == 404


def test_who_told_us_or_wants_no_messages_is_left_alone(
    clinic, dana, missed, wednesday, evening
):
    missed.given_up_at = evening
    missed.save()
    assert offered(clinic, evening) == 0

    missed.given_up_at = None
    missed.save()
    Preference.objects.create(
        program=clinic.program, patient=dana, way="none", lead_minutes=0
    )
    assert offered(clinic, evening) == 0


def test_two_sessions_missed_on_a_day_are_one_message(
    clinic, dana, missed, wednesday, monday, evening
):
    noon = a_place(a_session(clinic, monday, time(12)), dana)
    services.mark_no_show(attendance=noon, at=evening, by=by_desk(clinic, evening))

    assert offered(clinic, evening) == 1
    assert Reminder.objects.in_program(clinic.program).count() == 1
