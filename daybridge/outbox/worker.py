"""The worker's round: send what is due, one message after the other.

Runs every few seconds; any number of workers may run it at once, and each may die at
any point (see `services/delivering.py`).
"""

from collections import Counter
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.outbox.models import Message
from daybridge.outbox.services.delivering import (
    Errand,
    put_off,
    settle_not_sent,
    settle_sent,
    take_in_hand,
)
from daybridge.outbox.services.lapsing import lapse
from daybridge.outbox.ways import Never, NotNow, email, texts
from daybridge.outbox.within import within
from daybridge.processes import is_ending
from daybridge.programs.rounds import in_every_program

WAYS = {Message.Channel.EMAIL: email.send, Message.Channel.TEXT: texts.send}
LONGEST_SECONDS = 60.0  # of a round; what lapses is looked for between two
SEND_SECONDS = 30.0  # for one message; a way that takes longer is down
TIRED_AFTER = 2  # tries in a row that a way refuses for now: the round leaves it alone
NOBODY = "Others were not taken just now."
MOST = 500  # of one program and round


def deliver_due(*, at: datetime) -> int:
    """Send what is due, what ends first first; say how many were taken in hand.

    The time that the round takes is counted: whoever sleeps by then is not woken.
    """
    began = monotonic()
    tired = Counter[str]()  # refusals in a row, by channel
    taken = 0
    for by in in_every_program(at):
        lapse(at=at, by=by)
        for message_id in _due(by.program, at):
            passed = monotonic() - began
            if is_ending() or passed > LONGEST_SECONDS:
                return taken
            taken += 1
            now = at + timedelta(seconds=passed)
            deliver(message_id=message_id, at=at, by=by, now=now, tired=tired)
    return taken


def deliver(
    *, message_id: UUID, at: datetime, by: Viewer, now: datetime | None = None,
    tired: Counter[str] | None = None,
) -> None:  # fmt: skip
    """Try to send one message, if nobody else has it in hand."""
    tired = Counter() if tired is None else tired
    errand = take_in_hand(message_id=message_id, at=at, by=by, now=now or at)
    if errand is None:
        return
    if tired[errand.channel] >= TIRED_AFTER:
        put_off(errand=errand, reason=NOBODY, at=at, by=by)
        return
    is_taken = _send(errand, at=at, by=by)
    tired[errand.channel] = 0 if is_taken else tired[errand.channel] + 1


def _send(errand: Errand, *, at: datetime, by: Viewer) -> bool:
    """Send one message and write down how it went; False when its way is down."""
    way = WAYS[Message.Channel(errand.channel)]
    try:
        within(SEND_SECONDS, lambda: way(errand.letter))
    except (NotNow, Never) as problem:
        is_final = isinstance(problem, Never)
        settle_not_sent(
            errand=errand, reason=str(problem), is_final=is_final, at=at, by=by
        )
        return is_final
    settle_sent(errand=errand, at=at, by=by)
    return True


def _due(program: Any, at: datetime) -> list[UUID]:
    rows = Message.objects.in_program(program).due(at).order_by("next_at", "id")
    return list(rows.values_list("pk", flat=True)[:MOST])
