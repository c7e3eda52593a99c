"""One screen runs a group: who came, what was done, one card per patient."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.recording import record
from daybridge.notes.likeness import Meter, meters
from daybridge.notes.queries.board import Board, board_for, sessions_for

RATINGS = (
    ("participation", "Participation"),
    ("affect", "Affect"),
    ("response", "Response"),
)


@requires(Permission.ROSTER_READ)
@require_safe
def session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """The session page."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    board = board_for(session, request.viewer)
    record("schedule.session_opened", by=request.viewer.actor, target=session)
    return render(request, "notes/session.html", board_context(request, board))


def board_context(request: StaffRequest, board: Board) -> dict[str, object]:
    """What the session page needs besides its board."""
    return {
        "board": board,
        "session": board.session,
        "journal_key": journal_key(request.viewer.user_id),
        "ratings": RATINGS,
        "likeness": meters_of(board),
        "may_amend_roster": permits(Permission.ROSTER_AMEND, request.viewer),
        "may_amend_schedule": permits(Permission.SCHEDULE_AMEND, request.viewer),
    }


def meters_of(board: Board) -> dict[UUID, Meter]:
    """The likeness meter of each card of a board, by patient."""
    return meters(
        [card.note for card in board.cards if card.note],
        {card.patient.pk: card.previous for card in board.cards if card.previous},
        [card.patient for card in board.cards],
    )


def journal_key(user_id: UUID | None) -> str:
    """The key under which this person's unsaved words are sealed in their browser."""
    return hmac.new(
        settings.JOURNAL_KEY, str(user_id).encode(), hashlib.sha256
    ).hexdigest()
