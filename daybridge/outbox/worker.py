"""The worker's round: send what is due, one message after the other.

Runs every few seconds; any number of workers may run it at once, and each may die at
any point (see `services/delivering.py`).
"""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer, system_viewer
from daybridge.outbox.models import Message
from daybridge.outbox.services.delivering import (
    Errand,
    settle_not_sent,
    settle_sent,
    take_in_hand,
)
from daybridge.outbox.services.lapsing import lapse
from daybridge.outbox.ways import Never, NotNow, email, texts
from daybridge.programs.models import Program

WAYS = {Message.Channel.EMAIL: email.send, Message.Channel.TEXT: texts.send}
LONGEST_SECONDS = 60.0  # of a round; other work waits for the worker too
MOST = 500  # of one program and round


def deliver_due(*, at: datetime) -> int:
    """Send what is due, what ends first first; say how many were taken in hand."""
    stop_at = time.monotonic() + LONGEST_SECONDS
    taken = 0
    for program in Program.objects.all():
        by = system_viewer(program, at)
        lapse(at=at, by=by)
        for message_id in _due(program, at):
            if time.monotonic() > stop_at:
                return taken
            taken += 1
            deliver(message_id=message_id, at=at, by=by)
    return taken


def deliver(*, message_id: UUID, at: datetime, by: Viewer) -> None:
    """Try to send one message, if nobody else has it in hand."""
    errand = take_in_hand(message_id=message_id, at=at, by=by)
    if errand is not None:
        _send(errand, at=at, by=by)


def _send(errand: Errand, *, at: datetime, by: Viewer) -> None:
    try:
        WAYS[Message.Channel(errand.channel)](errand.letter)
    except (NotNow, Never) as problem:
        settle_not_sent(
            errand=errand, reason=str(problem), is_final=isinstance(problem, Never),
            at=at, by=by,
        )  # fmt: skip
    else:
        settle_sent(errand=errand, at=at, by=by)


def _due(program: Any, at: datetime) -> list[UUID]:
    rows = Message.objects.in_program(program).due(at).order_by("next_at", "id")
    return list(rows.values_list("pk", flat=True)[:MOST])
