"""What the worker writes down around each sending, so that a death costs nothing.

A worker takes a message in hand for a lease (`take_in_hand`), sends it outside of any
transaction, and writes how it went (`settle`). If it dies between the two, the lease
ends and another one tries again under the same id. The number of the try is the fence:
whoever comes back late with an old one changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.access.service import service
from daybridge.access.services.notices import notify
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.outbox.kinds import cannot_wait
from daybridge.outbox.models import Message
from daybridge.outbox.routing import WISH, Route, call_route, route_of
from daybridge.outbox.ways import Letter
from daybridge.rules.reminder_times import leaves_at

State, Channel = Message.State, Message.Channel
LEASE = timedelta(minutes=5)  # longer than a round of the worker takes
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 16, 60))
MOST_TRIES = len(WAITS) + 1
LEAVES = frozenset({Channel.TEXT, Channel.EMAIL})
GAVE_UP = "No try got through."
HELD = "It waits for the morning."
SLEPT = "It came in the night, and too late by the morning."


@dataclass(frozen=True, slots=True)
class Errand:
    """A message in hand: what to send, which way, and the number of this try."""

    message_id: UUID
    attempt: int
    channel: str
    letter: Letter


@service
def take_in_hand(
    *, message_id: UUID, at: datetime, by: Viewer, now: datetime | None = None
) -> Errand | None:
    """Take a message for one try; None when it is not there to be taken, or is told.

    What no machine brings is settled here: a call for the desk, a line on a Today. What
    would wake somebody `now`, later in the round than `at`, waits for the morning.
    """
    rows = Message.objects.in_program(by.program_id)
    taken = rows.due(at).filter(pk=message_id)
    if not taken.update(
        state=State.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1
    ):
        return None
    message: Message = rows.select_related("patient__program", "staff").get(
        pk=message_id
    )
    is_first = message.attempts == 1 and not message.reason  # never put off either
    if is_first and message.staff is not None:
        notify(staff=[message.staff], kind=message.kind, text=message.text, at=at,
               link=message.where)  # fmt: skip
    if message.attempts > MOST_TRIES:
        _fall_back(message, GAVE_UP, at=at, by=by)
        return None
    route = route_of(message)
    if route.channel not in LEAVES:
        _keep_here(message, route, at=at, by=by)
        return None
    if message.patient is not None and _sleeps(message, now=now or at, at=at, by=by):
        return None
    return _on_its_way(message, route)


@service
def put_off(*, errand: Errand, reason: str, at: datetime, by: Viewer) -> None:
    """Leave a message for later that was not tried: its way answers nobody now."""
    message = _in_hand(errand, by)
    if message is not None and message.state == State.SENDING:
        _wait_until(message, at + WAITS[0], reason)


@service
def settle_sent(*, errand: Errand, at: datetime, by: Viewer) -> bool:
    """Write down that a try went well, even if somebody took it back meanwhile."""
    message = _in_hand(errand, by)
    if message is None:
        return False
    _close(message, State.SENT, "", at=at, by=by)
    return True


@service
def settle_not_sent(
    *, errand: Errand, reason: str, is_final: bool, at: datetime, by: Viewer
) -> bool:
    """Write down that a try failed: the next one later, or a call when it is final."""
    message = _in_hand(errand, by)
    if message is None or message.state != State.SENDING:
        return False
    if is_final or errand.attempt >= MOST_TRIES:
        _fall_back(message, reason, at=at, by=by)
        return True
    message.state, message.leased_until = State.WAITING, None
    message.next_at = at + WAITS[errand.attempt - 1]
    message.reason = reason
    message.save(update_fields=["state", "leased_until", "next_at", "reason"])
    return True


def _sleeps(message: Message, *, now: datetime, at: datetime, by: Viewer) -> bool:
    """Hold what would wake somebody until the morning, or let go of it for good."""
    leaves = leaves_at(
        now=now, zone=by.program.zone, about=message.ends_at,
        cannot_wait=cannot_wait(message.kind),
    )  # fmt: skip
    if leaves is None:
        _close(message, State.LAPSED, SLEPT, at=at, by=by)
    elif leaves > now:
        _wait_until(message, leaves, HELD)
    return leaves is None or leaves > now


def _wait_until(message: Message, moment: datetime, reason: str) -> None:
    """Give a message back untried: it counts as no try."""
    message.state, message.leased_until = State.WAITING, None
    message.attempts -= 1
    message.next_at, message.reason = moment, reason
    message.save(
        update_fields=["state", "leased_until", "attempts", "next_at", "reason"]
    )


def _on_its_way(message: Message, route: Route) -> Errand:
    message.channel, message.address, message.reason = route.channel, route.address, ""
    message.save(update_fields=["channel", "address", "reason"])
    letter = Letter(str(message.pk), route.address, message.subject, message.text)
    return Errand(message.pk, message.attempts, route.channel, letter)


def _in_hand(errand: Errand, by: Viewer) -> Message | None:
    """The message of a try, unless another try has begun since."""
    rows = Message.objects.in_program(by.program_id).select_related("patient")
    found: Message | None = (
        rows.filter(
            pk=errand.message_id, attempts=errand.attempt,
            state__in=(State.SENDING, State.TAKEN_BACK),
        )
        .select_for_update(of=("self",))
        .first()
    )  # fmt: skip
    return found


def _keep_here(message: Message, route: Route, *, at: datetime, by: Viewer) -> None:
    """Settle what leaves by no machine."""
    message.channel, message.address = route.channel, route.address
    if route.channel == Channel.CALL:
        _hand_to_desk(message, route.reason, at=at, by=by)
    elif route.channel == Channel.TODAY:
        _close(message, State.SENT, "", at=at, by=by)
    else:
        unwanted = message.patient is not None and route.reason == WISH
        _close(message, State.UNWANTED if unwanted else State.FAILED, route.reason,
               at=at, by=by)  # fmt: skip


def _fall_back(message: Message, reason: str, *, at: datetime, by: Viewer) -> None:
    """What did not get through becomes a call, or fails where nobody can be called."""
    route = Route("")
    if message.patient is not None:
        route = call_route(message.patient, reason)
    if route.channel:
        message.channel, message.address = route.channel, route.address
        _hand_to_desk(message, reason, at=at, by=by)
    else:
        _close(message, State.FAILED, reason, at=at, by=by)


def _hand_to_desk(message: Message, reason: str, *, at: datetime, by: Viewer) -> None:
    message.state, message.leased_until = State.TO_CALL, None
    message.next_at, message.reason = at, reason
    _keep(message, "outbox.to_call", at=at, by=by)


def _close(
    message: Message, state: str, reason: str, *, at: datetime, by: Viewer
) -> None:
    message.state, message.leased_until = state, None
    message.settled_at, message.reason = at, reason
    _keep(message, f"outbox.{state}", at=at, by=by)


def _keep(message: Message, action: str, *, at: datetime, by: Viewer) -> None:
    message.version += 1
    message.save(
        update_fields=[
            "state", "leased_until", "next_at", "settled_at", "reason", "channel",
            "address", "version",
        ]
    )  # fmt: skip
    detail: dict[str, Any] = {"kind": message.kind, "channel": message.channel}
    record(action, by=by.actor, target=message, at=at, detail=detail)
