"""Counseling notes: written and read by their author, put forward to a supervisor."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Matter
from daybridge.access.permissions import Permission
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.notes.errors import NoteRefusal
from daybridge.notes.forms import CounselingNoteForm
from daybridge.notes.models import CounselingNote, CounselingNoteQuerySet
from daybridge.notes.services.counseling import (
    ChangedMeanwhile,
    change_counseling_note,
    delete_counseling_note,
    log_reading,
    put_note_forward,
    supervisors_for,
    write_counseling_note,
)
from daybridge.people.models import Patient


@requires(Permission.COUNSELING_NOTE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def notes(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """My own counseling notes about one patient, and a form for one more."""
    viewer = request.viewer
    charts = Patient.objects.visible_to(viewer, Matter.COUNSELING_NOTES)
    patient: Patient = visible_or_refused(charts, pk=patient_id)
    form = CounselingNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = write_counseling_note(
            patient=patient, text=form.cleaned_data["text"], by=viewer, at=viewer.at
        )
        messages.success(request, "Kept apart from the record.")
        return redirect("notes:counseling_note", note.pk)
    mine = _visible(request).filter(author_id=viewer.staff_id, patient=patient)
    record(
        "notes.counseling_notes_listed",
        by=viewer.actor,
        patient_id=patient.pk,
        at=viewer.at,
    )
    context = {"patient": patient, "form": form, "notes": list(mine[:200])}
    status = 422 if request.method == "POST" else 200
    return render(request, "notes/counseling_notes.html", context, status=status)


@requires(Permission.CHART_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def note(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """One counseling note: its author changes it, the supervisor reads it."""
    found = _note(request, note_id)
    is_mine = found.author_id == request.viewer.staff_id
    if request.method == "POST":
        if not is_mine:
            raise Refused
        return _change(request, found)
    log_reading(note=found, by=request.viewer, at=request.viewer.at)
    form = CounselingNoteForm(initial={"text": found.text})
    return _page(request, found, form)


@requires(Permission.COUNSELING_NOTE_CREATE)
@require_POST
@once
def put_forward(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Put my note forward to a supervisor, or take it back."""
    found = _own_note(request, note_id)
    chosen = request.POST.get("supervisor", "")
    try:
        to = UUID(chosen) if chosen else None
        put_note_forward(note=found, to=to, by=request.viewer, at=request.viewer.at)
    except (NoteRefusal, ValueError):
        messages.error(request, "Choose a supervisor of this program.")
    else:
        messages.success(request, "Put forward." if to else "Yours alone again.")
    return redirect("notes:counseling_note", found.pk)


@requires(Permission.COUNSELING_NOTE_CREATE)
@require_POST
@once
def delete(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Into my bin."""
    found = _own_note(request, note_id)
    delete_counseling_note(note=found, by=request.viewer, at=request.viewer.at)
    messages.success(request, "In your bin for 30 days.")
    return redirect("notes:counseling_notes", found.patient_id)


@requires(Permission.CHART_READ)
@require_safe
def for_supervision(request: StaffRequest) -> HttpResponse:
    """Counseling notes that colleagues put forward to me; the texts open one by one."""
    rows = (
        _visible(request)
        .filter(put_forward_to_id=request.viewer.staff_id)
        .select_related("author")
    )
    context = {"notes": list(rows[:200])}
    return render(request, "notes/for_supervision.html", context)


def _change(request: StaffRequest, found: CounselingNote) -> HttpResponse:
    form = CounselingNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    typed = request.POST.get("version", "")
    try:
        change_counseling_note(
            note=found,
            text=form.cleaned_data["text"],
            base_version=int(typed) if typed.isdecimal() else 0,
            by=request.viewer,
            at=request.viewer.at,
        )
    except ChangedMeanwhile as refusal:
        form.add_error("text", refusal.sentence)
        return _page(request, found, form, status=409, other=found.text)
    messages.success(request, "Saved.")
    return redirect("notes:counseling_note", found.pk)


def _page(
    request: StaffRequest,
    found: CounselingNote,
    form: CounselingNoteForm,
    *,
    status: int = 200,
    other: str = "",
) -> HttpResponse:
    is_mine = found.author_id == request.viewer.staff_id
    context = {
        "note": found,
        "form": form,
        "other": other,
        "is_mine": is_mine,
        "supervisors": supervisors_for(request.viewer) if is_mine else [],
    }
    return render(request, "notes/counseling_note.html", context, status=status)


def _visible(request: StaffRequest) -> CounselingNoteQuerySet:
    visible: CounselingNoteQuerySet = CounselingNote.objects.visible_to(request.viewer)
    return visible.filter(deleted_at=None).order_by("-created_at")


def _note(request: StaffRequest, note_id: UUID) -> CounselingNote:
    rows = _visible(request).select_related("patient", "author", "put_forward_to")
    found: CounselingNote = visible_or_refused(rows, pk=note_id)
    return found


def _own_note(request: StaffRequest, note_id: UUID) -> CounselingNote:
    found = _note(request, note_id)
    if found.author_id != request.viewer.staff_id:
        raise Refused
    return found
