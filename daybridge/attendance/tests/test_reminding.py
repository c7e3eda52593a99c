"""Whom the worker reminds, when, in which words, and that nobody hears twice."""

from datetime import datetime, time, timedelta
from urllib.parse import quote

import pytest

from daybridge.attendance import services
from daybridge.attendance.expectations import move_expectations
from daybridge.attendance.models import Reminder
from daybridge.attendance.reminding.planning import remind, remind_everybody
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    by_desk,
    by_system,
    link_in,
    messages_to,
    open_link,
    reminded,
    reminders_of,
    unknown_link,
)
from daybridge.outbox.models import Message, Preference
from daybridge.schedule import services as schedule
from tests.cast import ZONE

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def session(clinic, monday):
    return a_session(clinic, monday)


@pytest.fixture
def place(session, dana):
    return a_place(session, dana)


@pytest.fixture
def sunday(monday):
    """24 hours before: Sunday at half past five."""
    return datetime.combine(monday - timedelta(days=1), time(17, 30), ZONE)


def move(session, by, *, hours):
    """Later or earlier, as the schedule moves it and attendance follows."""
    session.starts_at += timedelta(hours=hours)
    session.ends_at += timedelta(hours=hours)
    session.save()
    move_expectations(sessions=[session], at=by.at, by=by)


def wish(patient, way, lead_minutes):
    Preference.objects.create(
        program=patient.program, patient=patient, way=way, lead_minutes=lead_minutes
    )


def test_a_day_ahead_is_told_once_when_its_time_comes(clinic, dana, place, sunday):
    before = sunday - timedelta(minutes=16)

    assert reminded(clinic, before) == 0
    assert reminded(clinic, sunday - timedelta(minutes=10)) == 1
    assert reminded(clinic, sunday) == reminded(clinic, sunday) == 0
    [message] = messages_to(dana)
    assert message.due_at == sunday
    assert message.ends_at == place.starts_at


def test_a_reminder_says_day_and_time_and_nothing_of_what_for(
    clinic, dana, place, sunday
):
    reminded(clinic, sunday)

    [message] = messages_to(dana)
    [reminder] = reminders_of(dana)
    assert f"{place.starts_at.astimezone(ZONE):%A}, " in message.text
    assert "5:30 pm" in message.text
    assert len(message.text) < 160
    told = f"{message.subject} {message.text}".lower()
    for word in (
        clinic.program.name, clinic.site.name, place.session.title, "Dana",
        "Whitfield", "treatment", "group", "session",
    ):  # fmt: skip
        assert word.lower() not in told
    assert link_in(message).strip("/")[2:] not in reminder.token_digest


def test_who_reads_spanish_is_reminded_in_spanish(clinic, dana, place, sunday):
    dana.language = "es"
    dana.save()

    reminded(clinic, sunday)

    [message] = messages_to(dana)
    assert message.text.startswith("Su cita: lunes ")
    assert "Responda en http" in message.text


def test_three_sessions_of_a_day_are_one_message(clinic, dana, place, monday, sunday):
    a_place(a_session(clinic, monday, time(14)), dana)
    a_place(a_session(clinic, monday, time(21)), dana)

    reminded(clinic, sunday)

    [message] = messages_to(dana)
    [reminder] = reminders_of(dana)
    assert "2:00 pm" in message.text
    assert reminder.expires_at.astimezone(ZONE).hour == 0


def test_a_second_session_that_day_is_not_told_while_the_first_runs(
    clinic, dana, place, monday, sunday
):
    a_place(a_session(clinic, monday, time(14)), dana)
    reminded(clinic, sunday)

    assert reminded(clinic, datetime.combine(monday, time(15), ZONE)) == 0
    assert len(messages_to(dana)) == 1


@pytest.mark.parametrize("way", ["none", "text"])
def test_who_does_not_want_it_is_not_reminded(clinic, dana, place, sunday, way):
    wish(dana, way, lead_minutes=0)

    assert reminded(clinic, sunday) == 0
    assert messages_to(dana) == []


def test_each_is_reminded_with_the_lead_time_they_chose(clinic, dana, place, sunday):
    wish(dana, "text", lead_minutes=120)

    assert reminded(clinic, sunday) == 0
    assert reminded(clinic, place.starts_at - timedelta(hours=2)) == 1


def test_a_moved_session_is_told_anew_and_the_old_time_is_taken_back(
    clinic, dana, place, session, sunday
):
    soon = sunday - timedelta(minutes=10)
    reminded(clinic, soon)
    move(session, by_desk(clinic, soon), hours=1)
    reminded(clinic, sunday + timedelta(hours=1))

    old, new = messages_to(dana)
    assert (old.state, new.state) == (State.TAKEN_BACK, State.WAITING)
    assert "6:30 pm" in new.text
    assert reminders_of(dana).standing().count() == 1


def test_a_session_moved_to_and_fro_is_told_each_time(
    clinic, dana, place, session, sunday
):
    at = sunday
    for hours in (1, -1):
        reminded(clinic, at)
        move(session, by_desk(clinic, at), hours=hours)
        at += timedelta(hours=1, minutes=1)
    reminded(clinic, at)

    assert [one.state for one in messages_to(dana)] == [
        State.TAKEN_BACK, State.TAKEN_BACK, State.WAITING,
    ]  # fmt: skip
    assert "5:30 pm" in messages_to(dana)[-1].text


def test_what_does_not_take_place_is_taken_back_and_its_link_ends(
    clinic, dana, place, session, sunday
):
    by = by_desk(clinic, sunday)
    reminded(clinic, sunday)
    [message] = messages_to(dana)
    schedule.cancel_session(session=session, reason="weather", note="", told=[],
                            at=by.at, by=by)  # fmt: skip

    assert open_link(link_in(message)).status_code == 404  # at once
    reminded(clinic, sunday + timedelta(minutes=1))

    message.refresh_from_db()
    assert message.state == State.TAKEN_BACK
    assert reminders_of(dana).standing().count() == 0


def test_who_is_taken_off_or_excused_hears_nothing_more(clinic, dana, place, sunday):
    reminded(clinic, sunday)
    services.mark_excused(
        attendance=place, reason="Court", at=sunday, by=by_desk(clinic, sunday)
    )
    reminded(clinic, sunday + timedelta(minutes=1))

    assert [one.state for one in messages_to(dana)] == [State.TAKEN_BACK]


@pytest.mark.parametrize(
    "jump",
    [timedelta(hours=2), -timedelta(hours=2), timedelta(days=1), -timedelta(days=1),
     timedelta(days=-365 * 57), timedelta(days=365 * 11)],
)  # fmt: skip
def test_a_clock_that_jumps_reminds_nobody_twice(clinic, dana, place, sunday, jump):
    reminded(clinic, sunday)

    reminded(clinic, sunday + jump)
    reminded(clinic, sunday + timedelta(minutes=2))
    reminded(clinic, sunday + timedelta(hours=3))

    assert len(messages_to(dana)) == 1


def test_a_program_reminds_its_own_people_only(clinic, elsewhere, dana, place, sunday):
    assert remind(at=sunday, by=by_system(elsewhere, sunday)) == 0
    assert remind_everybody(as_of=sunday) == 1
    assert Reminder.objects.in_program(elsewhere.program).count() == 0


def test_many_are_reminded_with_few_questions_before_each_is_written(
    clinic, session, sunday, django_assert_max_num_queries
):
    for patient in clinic.patients:
        a_place(session, patient)
        wish(patient, "none", 60)

    with django_assert_max_num_queries(8):
        assert reminded(clinic, sunday) == 0


@pytest.mark.parametrize("odd", ["x", "0" * 500, "..", "%00", "ñandú", "{{ 7*7 }}"])
def test_a_link_nobody_was_given_is_the_404_of_everything(odd):
    answer = open_link(f"/r/{quote(odd, safe='')}/")

    assert answer.status_code == 404
    assert answer.content == open_link(unknown_link()).content
