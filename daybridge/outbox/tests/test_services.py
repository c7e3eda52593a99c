"""Calls of the desk, what people want, and the end of treatment."""

from datetime import timedelta

import pytest

from daybridge.intake import services as intake
from daybridge.intake.values import Leaving
from daybridge.outbox import routing, services
from daybridge.outbox.errors import (
    AlreadySettled,
    NoMessageHere,
    NotReachable,
    OutboxError,
    StaleWish,
)
from daybridge.outbox.models import Message
from daybridge.outbox.queries import USUAL_LEAD, wish_of
from daybridge.outbox.services import Outcome

HOUR = timedelta(hours=1)


@pytest.fixture
def to_call(tell, deliver):
    """A message that waits for a call: there is no gateway."""
    message = tell()
    deliver()
    message.refresh_from_db()
    return message


@pytest.fixture
def note(to_call, by):
    def noting(outcome, **more):
        return services.note_call(
            message=to_call, outcome=outcome, at=by.at, by=by, **more
        )

    return noting


def test_who_is_reached_knows(note, dana):
    row = note(Outcome.REACHED)

    assert (row.state, row.address) == ("called", dana.phone)
    assert row.settled_at is not None


def test_a_call_nobody_took_is_on_the_list_again_later(note, by):
    row = note(Outcome.NO_ANSWER)

    assert (row.state, row.next_at) == ("to_call", by.at + 2 * HOUR)


def test_a_time_to_try_again_lies_ahead(note, by):
    with pytest.raises(OutboxError) as refusal:
        note(Outcome.LATER, again_at=by.at)

    assert refusal.value.field == "again_at"
    assert note(Outcome.LATER, again_at=by.at + HOUR).next_at == by.at + HOUR


def test_no_message_is_left_where_none_is_allowed(note, dana):
    dana.may_leave_message = False
    dana.save()

    with pytest.raises(NoMessageHere):
        note(Outcome.LEFT_MESSAGE)


def test_a_number_that_is_not_theirs_is_not_called_again(note):
    row = note(Outcome.WRONG_NUMBER)

    assert (row.state, row.reason) == ("failed", "This number is not theirs.")


def test_of_two_who_call_the_second_is_told(note):
    note(Outcome.REACHED)

    with pytest.raises(AlreadySettled, match="called"):
        note(Outcome.REACHED)


def test_what_waits_for_a_call_can_try_its_own_way_again(to_call, by, deliver, texts):
    services.send_again(message=to_call, at=by.at, by=by)
    deliver()

    to_call.refresh_from_db()
    assert (to_call.state, to_call.channel, to_call.attempts) == ("sent", "text", 1)
    with pytest.raises(AlreadySettled):
        services.send_again(message=to_call, at=by.at, by=by)


# How they want to be told.


@pytest.fixture
def say(dana, by):
    def saying(way, lead=HOUR, said=None):
        return services.say_how(
            patient=dana, way=way, lead=lead, said=said, at=by.at, by=by
        )

    return saying


@pytest.mark.parametrize(
    ("phone", "message", "email", "way"),
    [
        ("(215) 555-0144", True, "", "text"),
        ("(215) 555-0144", False, "", "call"),
        ("(215) 555-0144", False, "d@example.org", "email"),
        ("", False, "", "call"),
    ],
)
def test_whom_nobody_asked_is_told_as_their_contact_data_allow(
    dana, phone, message, email, way
):
    dana.phone, dana.may_leave_message, dana.email = phone, message, email

    assert (wish_of(dana).way, wish_of(dana).lead) == (way, USUAL_LEAD)


def test_what_they_say_last_holds(say, dana):
    first = say("email")
    last = say("call", lead=None, said=first.pk)

    assert wish_of(dana).way == "call"
    assert wish_of(dana).lead is None
    assert wish_of(dana).said == last.pk


def test_of_two_who_write_it_down_the_second_looks_again(say, dana):
    say("email")

    with pytest.raises(StaleWish):
        say("call")
    assert wish_of(dana).way == "email"


@pytest.mark.parametrize(
    ("way", "change"),
    [("text", {"may_leave_message": False}), ("email", {"email": ""})],
)
def test_a_way_that_leads_nowhere_is_refused(say, dana, way, change):
    for name, value in change.items():
        setattr(dana, name, value)
    dana.save()

    with pytest.raises(NotReachable):
        say(way)


# The end of treatment.


@pytest.fixture
def discharge(dana, ruth, viewer, clinic, by):
    def discharging():
        later = viewer(ruth, at=by.at + timedelta(seconds=1))
        return intake.discharge(
            episode=dana.episodes.get(), leaving=Leaving(later.today, "1"),
            at=later.at, by=later,
        )  # fmt: skip

    return discharging


def test_nothing_leaves_after_a_discharge(tell, discharge, deliver, texts, by):
    message = tell(due=by.at + HOUR)

    followed = discharge()
    deliver(120)
    message.refresh_from_db()
    assert (message.state, texts()) == ("taken_back", [])
    assert "1 message will not be sent any more." in followed.sentences


def test_a_discharge_taken_back_lets_it_leave_again(
    tell, discharge, deliver, texts, by, viewer, ruth, dana
):
    message = tell(due=by.at + HOUR)
    discharge()
    later = viewer(ruth, at=by.at + timedelta(seconds=2))
    intake.take_back_discharge(episode=dana.episodes.get(), at=later.at, by=later)

    deliver(120)
    message.refresh_from_db()
    assert (message.state, len(texts())) == ("sent", 1)


def test_what_somebody_took_back_stays_taken_back(
    tell, discharge, by, viewer, ruth, dana, clinic
):
    tell(key="a", due=by.at + HOUR)
    services.take_back(keys=["a"], at=by.at, by=by)
    discharge()
    later = viewer(ruth, at=by.at + timedelta(seconds=2))
    intake.take_back_discharge(episode=dana.episodes.get(), at=later.at, by=later)

    [state] = Message.objects.in_program(clinic.program).values_list("state", flat=True)
    assert state == "taken_back"


def test_a_call_names_the_reason_it_did_not_leave_by_itself(to_call):
    assert to_call.reason == routing.NO_TEXTS
