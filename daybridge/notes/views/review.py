"""Read every note as it would be signed, then sign all that are complete."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.notes.composing import Composed, compose
from daybridge.notes.errors import NamesInSharedText
from daybridge.notes.likeness import Meter
from daybridge.notes.names import index_of, open_findings, people_of
from daybridge.notes.parsing import patients_in
from daybridge.notes.queries.board import Board, BoardCard, board_for, sessions_for
from daybridge.notes.services.names import accept_word, replace_word
from daybridge.notes.services.signing import Signing, sign_notes
from daybridge.notes.timing import wait_of
from daybridge.notes.views.evening import meters_of
from daybridge.notes.views.saving import save_page, session_to_write
from daybridge.rules.names_in_text import Finding
from daybridge.schedule.models import Session


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One note as it would be signed now."""

    card: BoardCard
    composed: Composed
    meter: Meter | None
    wait: str  # from when on it can be signed; empty: now

    @property
    def can_be_signed(self) -> bool:
        is_complete = self.composed.is_complete and not self.wait
        return is_complete and not self.card.is_signed

    @property
    def stands_in_the_way(self) -> tuple[str, ...]:
        """Sentences; what is missing first, and then what only takes time."""
        return self.composed.missing or (self.wait,)


@requires(Permission.CHART_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """The reading page; a POST saves the words in the form first."""
    if request.method == "POST":
        session = session_to_write(request, session_id, patients_in(request.POST))
        if save_page(request, session):
            messages.error(
                request,
                "Someone else wrote on one of these cards. Put both together first.",
            )
            return redirect("notes:session", session.pk)
        return redirect("notes:review", session.pk)
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    return _reading_page(request, session)


@requires(Permission.CHART_SIGN)
@require_POST
@once
def sign(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Sign every note that was on the screen, each over the text that was shown."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    shown = {
        UUID(name.removeprefix("shown-")): str(digest)
        for name, digest in request.POST.items()
        if name.startswith("shown-")
    }
    only = request.POST.get("only")
    if only:
        shown = {number: text for number, text in shown.items() if str(number) == only}
    try:
        signing = sign_notes(
            session=session, shown=shown, by=request.viewer, at=request.viewer.at
        )
    except NamesInSharedText as refusal:
        messages.error(request, refusal.sentence)
        return redirect("notes:review", session.pk)
    return _after_signing(request, session, signing)


@requires(Permission.CHART_SIGN)
@require_POST
@once
def name(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Settle one name found in the shared text: replace it, or say it is not one."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    settle = replace_word if request.POST.get("settle") == "replace" else accept_word
    settle(
        session=session,
        matched=request.POST.get("matched", "")[:200],
        by=request.viewer,
        at=request.viewer.at,
    )
    return redirect("notes:review", session.pk)


@requires(Permission.CHART_READ)
@require_safe
def printed(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """The session on paper: who came, the minutes, and the notes this viewer reads."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    board = board_for(session, request.viewer)
    record("schedule.session_printed", by=request.viewer.actor, target=session)
    return render(request, "notes/print.html", {"board": board, "session": session})


def _reading_page(request: StaffRequest, session: Session) -> HttpResponse:
    board = board_for(session, request.viewer)
    cards = review_cards(board, request)
    return render(
        request,
        "notes/review.html",
        {
            "session": session,
            "cards": cards,
            "to_sign": [card for card in cards if card.can_be_signed],
            "open": [
                card
                for card in cards
                if not card.can_be_signed and not card.card.is_signed
            ],
            "findings": findings_in(board),
        },
    )


def review_cards(board: Board, request: StaffRequest) -> list[ReviewCard]:
    """The notes this viewer writes, as they would be signed, with their meters."""
    mine = [card for card in board.cards if card.may_write]
    likeness = meters_of(board)
    return [
        ReviewCard(
            card,
            compose(
                attendance=card.attendance,
                note=card.note,
                summary=board.summary,
                session=board.session,
                style=request.program.note_format,
                zone=request.program.zone,
            ),
            likeness.get(card.patient.pk),
            wait_of(card.attendance, board.session, at=request.viewer.at),
        )
        for card in mine
    ]


def findings_in(board: Board) -> list[Finding]:
    """Names in the shared text that still have to be settled."""
    return open_findings(board.summary, index_of(people_of(board.session)))


def _after_signing(
    request: StaffRequest, session: Session, signing: Signing
) -> HttpResponse:
    if signing.signed:
        count = len(signing.signed)
        messages.success(request, f"{count} note{'' if count == 1 else 's'} signed.")
    for refusal in {each.sentence: each for each in signing.refused.values()}.values():
        messages.error(request, refusal.sentence)
    if signing.refused:
        return redirect("notes:review", session.pk)
    return redirect("notes:session", session.pk)
