"""One note: read, printed, added to, co-signed, put in the bin."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.audit.versions import versions_of
from daybridge.notes.cards import CARD_FIELDS
from daybridge.notes.errors import NoteRefusal
from daybridge.notes.forms import AddendumForm
from daybridge.notes.models import Note
from daybridge.notes.reading import may_add_to, may_co_sign, readable_notes
from daybridge.notes.sections import sections_of
from daybridge.notes.services.binning import BIN_DAYS, delete_draft
from daybridge.notes.services.signing import add_addendum, co_sign
from daybridge.notes.views.chart import chart_context

WORDS = {
    "participation": "Participation",
    "affect": "Affect",
    "response": "Response",
    "risk": "Risk",
    "goal": "Goal",
    "sentence": "Observation",
    "quote": "In their words",
    "next_step": "Next step",
    "risk_note": "About the risk",
}
NAMED = ("patient", "author", "session", "signed_by", "edited_by")


@requires(Permission.CHART_READ)
@require_safe
def note(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """The note as it was signed, or the draft as it stands."""
    found = note_for(request, note_id)
    record_read(request.viewer, found.patient, "note")
    return note_page(request, found, AddendumForm())


@requires(Permission.CHART_READ)
@require_safe
def printed(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """The note on paper."""
    found = note_for(request, note_id)
    record_read(request.viewer, found.patient, "printed note")
    context = note_context(request, found) | {"is_print": True}
    return render(request, "notes/note_print.html", context)


@requires(Permission.CHART_READ)
@require_POST
@once
def addendum(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Add a correction under a signed note."""
    found = note_for(request, note_id)
    if not may_add_to(request.viewer, found):
        raise Refused
    form = AddendumForm(request.POST)
    if not form.is_valid():
        return note_page(request, found, form, status=422)
    try:
        add_addendum(
            note=found,
            text=form.cleaned_data["text"],
            by=request.viewer,
            at=request.viewer.at,
        )
    except NoteRefusal as refusal:
        form.add_error("text", refusal.sentence)
        return note_page(request, found, form, status=422)
    messages.success(request, "Addendum signed.")
    return redirect("notes:note", found.pk)


@requires(Permission.CHART_SIGN)
@require_POST
@once
def co_signature(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Put a supervisor's signature under the text that was shown."""
    found = note_for(request, note_id)
    if not may_co_sign(request.viewer, found) and found.co_signed_at is None:
        raise Refused
    try:
        co_sign(
            note=found,
            digest=request.POST.get("digest", ""),
            by=request.viewer,
            at=request.viewer.at,
        )
    except NoteRefusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Co-signed.")
    return redirect("notes:note", found.pk)


@requires(Permission.CHART_CREATE)
@require_POST
@once
def delete(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Put an own open draft in the bin."""
    found = note_for(request, note_id)
    if found.author_id != request.viewer.staff_id:
        raise Refused
    try:
        delete_draft(note=found, by=request.viewer, at=request.viewer.at)
    except NoteRefusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("notes:note", found.pk)
    messages.success(
        request, f"In your bin. You can take it back for {BIN_DAYS.days} days."
    )
    return redirect("notes:unsigned")


def note_for(request: StaffRequest, note_id: UUID) -> Note:
    """The note, if this viewer may read its words."""
    notes = readable_notes(request.viewer).select_related(*NAMED)
    found: Note = visible_or_refused(notes, pk=note_id)
    return found


def note_page(
    request: StaffRequest, found: Note, form: AddendumForm, *, status: int = 200
) -> HttpResponse:
    context = note_context(request, found) | {"form": form}
    return render(request, "notes/note.html", context, status=status)


def note_context(request: StaffRequest, found: Note) -> dict[str, object]:
    """What the page of a note needs."""
    viewer = request.viewer
    is_open = found.signed_at is None
    is_mine = found.author_id == viewer.staff_id
    return chart_context(request, found.patient) | {
        "note": found,
        "sections": sections_of(found),
        "addenda": [] if is_open else list(found.addenda.order_by("signed_at", "pk")),
        "versions": list(versions_of(found).reverse()[:50]) if is_open else [],
        "fields": [(name, WORDS[name]) for name in CARD_FIELDS],
        "may_co_sign": may_co_sign(viewer, found),
        "may_delete": is_open and is_mine,
        "may_add": may_add_to(viewer, found),
        "ends_at": found.happened_at + timedelta(minutes=found.minutes),
        "is_mine": is_mine,
    }
