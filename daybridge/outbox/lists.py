"""The lists of messages: what is to be called, what waits, what became of the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.viewer import Viewer
from daybridge.outbox.models import Message
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_contacts

State = Message.State
ROWS = 25  # of a page
LINK = re.compile(r"https?://\S+")
THEIR_LINK = "[their link]"


@dataclass(frozen=True, slots=True)
class Part:
    """One list: which messages stand on it, and what it says when there are none."""

    key: str
    label: str
    states: tuple[str, ...]
    is_ahead: bool  # the next first; else the latest first
    empty: str


PARTS = (
    Part("call", "To call", (State.TO_CALL,), True,
         "Nobody waits for a call. What no machine may bring stands here."),
    Part("waiting", "Waiting", (State.WAITING, State.SENDING), True,
         "Nothing waits. What is to be sent later stands here until then."),
    Part("sent", "Sent", (State.SENT,), False, "Nothing was sent yet."),
    Part("called", "Called", (State.CALLED,), False, "Nobody was called yet."),
    Part("failed", "Failed", (State.FAILED,), False,
         "Nothing failed. What can reach nobody stands here, with the reason."),
    Part("not", "Not sent", (State.TAKEN_BACK, State.LAPSED, State.UNWANTED), False,
         "What was taken back, came too late or was not wanted stands here."),
)  # fmt: skip
BY_KEY = {part.key: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: its tone, its icon and its word."""

    tone: str
    icon: str
    word: str


LOOKS = {
    state: Look(tone, icon, str(state.label))
    for state, tone, icon in (
        (State.WAITING, "quiet", "timer"),
        (State.SENDING, "action", "send"),
        (State.SENT, "settled", "check"),
        (State.TO_CALL, "needs", "phone"),
        (State.CALLED, "settled", "phone"),
        (State.TAKEN_BACK, "quiet", "undo-2"),
        (State.LAPSED, "quiet", "timer"),
        (State.UNWANTED, "quiet", "circle-slash"),
        (State.FAILED, "danger", "triangle-alert"),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """One message, as a viewer reads it."""

    id: UUID
    patient: Patient
    subject: str
    text: str
    state: str
    look: Look
    at: datetime  # when it left or is tried next
    channel: str  # as people say it
    address: str  # empty for whom it is not to be read
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the message after which the next one starts."""

    lines: list[Line]
    after: UUID | None


def messages_in(
    viewer: Viewer, part: Part, *, people: Sequence[Patient] | None = None,
    after: UUID | None = None,
) -> Page:  # fmt: skip
    """A page of a list, of the patients this viewer may read of: two queries.

    With `people`, only what is to them, as a search by name found them.
    """
    if people is not None and not people:
        return Page([], None)
    rows = Message.objects.visible_to(viewer).filter(state__in=part.states)
    if people is not None:
        rows = rows.filter(patient__in=[patient.pk for patient in people])
    return _page(viewer, rows, is_ahead=part.is_ahead, after=after)


def messages_to(viewer: Viewer, patient: Patient, *, after: UUID | None = None) -> Page:
    """What a patient was told, the latest first."""
    rows = Message.objects.visible_to(viewer).filter(patient=patient)
    return _page(viewer, rows, is_ahead=False, after=after)


def to_call(viewer: Viewer) -> int:
    """How many calls wait for this viewer."""
    waiting: int = (
        Message.objects.visible_to(viewer).filter(state=State.TO_CALL).count()
    )
    return waiting


def line_of(viewer: Viewer, message: Message) -> Line:
    """A message as this viewer reads it; by its link one could answer for them."""
    assert message.patient is not None
    return Line(
        id=message.pk,
        patient=as_read_by(viewer, message.patient),
        subject=message.subject,
        text=LINK.sub(THEIR_LINK, message.text),
        state=message.state,
        look=LOOKS[State(message.state)],
        at=message.settled_at or message.next_at,
        channel=str(message.get_channel_display()),
        address=message.address if reads_contacts(viewer) else "",
        reason=message.reason,
    )


def _page(viewer: Viewer, rows: Any, *, is_ahead: bool, after: UUID | None) -> Page:
    found = rows.filter(_beyond(viewer, after, is_ahead)).select_related("patient")
    order = ("next_at", "id") if is_ahead else ("-next_at", "-id")
    shown = list(found.order_by(*order)[: ROWS + 1])
    lines = [line_of(viewer, message) for message in shown[:ROWS]]
    return Page(lines, lines[-1].id if len(shown) > ROWS else None)


def _beyond(viewer: Viewer, after: UUID | None, is_ahead: bool) -> Q:
    """The condition that a message comes after the last one of the page before."""
    rows = Message.objects.in_program(viewer.program_id)
    last = rows.filter(pk=after).values_list("next_at", "pk").first() if after else None
    if last is None:
        return Q()
    side = "gt" if is_ahead else "lt"
    return Q(**{f"next_at__{side}": last[0]}) | Q(
        **{"next_at": last[0], f"pk__{side}": last[1]}
    )
