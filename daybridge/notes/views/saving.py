"""Take what is being written, field by field, and say where each word is now."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.attendance.errors import AttendanceError
from daybridge.notes.cards import CARD_FIELDS, SUMMARY_FIELDS, Clash, mark, marks_of
from daybridge.notes.hints import hints_for_card, hints_for_summary
from daybridge.notes.parsing import (
    UnreadableCard,
    patients_in,
    read_card,
    read_cards,
    read_summary,
)
from daybridge.notes.places import read_places
from daybridge.notes.queries.board import as_typed, board_for, sessions_for
from daybridge.notes.queries.writing import writable_in
from daybridge.notes.services.drafts import SavedCard, save_cards, save_summary
from daybridge.notes.services.evening import save_evening
from daybridge.notes.views.evening import board_context
from daybridge.schedule.models import Session

SIGNED_MEANWHILE = (
    "This note was signed meanwhile. Your words are kept here; add them as an addendum."
)


@requires(Permission.CHART_CREATE)
@require_POST
def card(request: StaffRequest, session_id: UUID, patient_id: UUID) -> HttpResponse:
    """Save one card while it is being written."""
    session = whole_session(
        request, session_to_write(request, session_id, [patient_id])
    )
    try:
        change = read_card(request.POST, patient_id)
    except UnreadableCard as problem:
        return JsonResponse({"error": str(problem)}, status=422)
    at = request.viewer.at
    [saved] = save_cards(session=session, changes=[change], by=request.viewer, at=at)
    answer = _card_answer(saved) | hints_for_card(session, saved.note)
    return JsonResponse(answer, status=409 if saved.clashes or saved.is_closed else 200)


@requires(Permission.CHART_CREATE)
@require_POST
def summary(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Save the shared summary while it is being written."""
    session = whole_session(request, session_to_write(request, session_id))
    try:
        changes = read_summary(request.POST)
    except UnreadableCard as problem:
        return JsonResponse({"error": str(problem)}, status=422)
    at = request.viewer.at
    saved = save_summary(session=session, changes=changes, by=request.viewer, at=at)
    answer = {
        "bases": marks_of(saved.summary, SUMMARY_FIELDS),
        "clashes": _clashes(saved.clashes),
        **hints_for_summary(session, saved.summary),
    }
    return JsonResponse(answer, status=409 if saved.clashes else 200)


@requires(Permission.CHART_CREATE)
@require_POST
def save(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Save the whole page at once, as a browser without scripts does."""
    session = session_to_write(request, session_id, patients_in(request.POST))
    try:
        clashes = save_page(request, session)
    except (UnreadableCard, AttendanceError) as problem:
        messages.error(request, str(problem))
        return _page_again(request, session, {}, status=422)
    if clashes:
        return _page_again(request, session, clashes, status=409)
    messages.success(request, "Saved.")
    return redirect("notes:session", session.pk)


def save_page(request: StaffRequest, session: Session) -> dict[UUID, list[Clash]]:
    """Save every place, card and text in a form, all or none; return what clashed.

    The caller has asked whether the viewer writes about everyone in the form. Clashes
    are by patient, and those of the summary by the session's own id.
    """
    sent = {name: values[-1] for name, values in request.POST.lists()}
    cards = read_cards(sent)
    places = read_places(sent, session)
    if places and not permits(Permission.ROSTER_AMEND, request.viewer):
        raise Refused
    saved = save_evening(
        session=session,
        places=places,
        cards=cards,
        summary=read_summary(sent),
        by=request.viewer,
        at=request.viewer.at,
    )
    clashes = {
        card.patient_id: list(card.clashes) for card in saved.cards if card.clashes
    }
    if saved.summary_clashes:
        clashes[session.pk] = list(saved.summary_clashes)
    return clashes


def session_to_write(
    request: StaffRequest, session_id: UUID, patient_ids: Sequence[UUID] | None = None
) -> Session:
    """The session, if every patient has a place there and is the viewer's to write.

    Without patients: if there is anyone there whom the viewer writes about.
    """
    found = writable_in(session_id, request.viewer)
    if found is None:
        raise Refused(str(session_id))
    if not (found.patient_ids if patient_ids is None else found.covers(patient_ids)):
        raise Refused
    return found.session


def whole_session(request: StaffRequest, session: Session) -> Session:
    """A session that may be written in, with everything its page names."""
    found: Session = visible_or_refused(sessions_for(request.viewer), pk=session.pk)
    return found


def _card_answer(saved: SavedCard) -> dict[str, object]:
    return {
        "version": saved.note.version,
        "bases": marks_of(saved.note, CARD_FIELDS),
        "clashes": _clashes(saved.clashes),
        "closed": SIGNED_MEANWHILE if saved.is_closed else "",
    }


def _clashes(clashes: Sequence[Clash]) -> list[dict[str, str]]:
    return [
        {
            "field": clash.field,
            "mine": clash.mine,
            "theirs": clash.theirs,
            "by": clash.by,
            "base": mark(clash.theirs),
        }
        for clash in clashes
    ]


def _page_again(
    request: StaffRequest,
    session: Session,
    clashes: dict[UUID, list[Clash]],
    *,
    status: int,
) -> HttpResponse:
    """The page with everything typed still in it, and what could not be taken."""
    whole = whole_session(request, session)
    board = as_typed(board_for(whole, request.viewer), request.POST, clashes)
    context = board_context(request, board)
    return render(request, "notes/session.html", context, status=status)
