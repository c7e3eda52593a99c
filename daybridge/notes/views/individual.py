"""Notes about individual sessions: begun, written, read once more, signed."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.notes.cards import CARD_FIELDS, written_marks
from daybridge.notes.errors import NoteRefusal
from daybridge.notes.forms import SessionTimeForm
from daybridge.notes.individual import compose_individual
from daybridge.notes.models import Note
from daybridge.notes.parsing import UnreadableCard, read_card
from daybridge.notes.reading import may_write_for, readable_charts, readable_notes
from daybridge.notes.services.drafts import SavedCard
from daybridge.notes.services.individual import (
    begin_individual,
    save_individual,
    sign_individual,
)
from daybridge.notes.views.chart import chart_context
from daybridge.notes.views.evening import RATINGS, journal_key


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Say when the session was; the draft is there from then on."""
    viewer = request.viewer
    patient = visible_or_refused(readable_charts(viewer), pk=patient_id)
    if not may_write_for(viewer, patient.pk):
        raise Refused
    sent = request.POST if request.method == "POST" else None
    form = SessionTimeForm(
        sent, zone=request.program.zone, at=viewer.at, initial=_an_hour_ago(request)
    )
    if sent is not None and form.is_valid():
        note = begin_individual(
            patient=patient,
            happened_at=form.happened_at,
            minutes=form.cleaned_data["minutes"],
            by=viewer,
            at=viewer.at,
        )
        return redirect("notes:write_individual", note.pk)
    context = chart_context(request, patient) | {"form": form}
    status = 200 if sent is None else 422
    return render(request, "notes/individual_new.html", context, status=status)


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """The card of an individual session; each change is saved as it is typed."""
    note = _own_draft(request, note_id)
    if request.method != "POST":
        record_read(request.viewer, note.patient, "note")
        return _page(request, note)
    return _save(request, note)


@requires(Permission.CHART_SIGN)
@require_safe
def review(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """The note as it will be signed."""
    note = _own_draft(request, note_id)
    program = request.program
    composed = compose_individual(note, style=program.note_format, zone=program.zone)
    context = chart_context(request, note.patient) | {
        "note": note,
        "composed": composed,
    }
    return render(request, "notes/individual_review.html", context)


@requires(Permission.CHART_SIGN)
@require_POST
@once
def sign(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Sign over the digest that was shown."""
    note = visible_or_refused(readable_notes(request.viewer), pk=note_id)
    try:
        sign_individual(
            note=note,
            digest=request.POST.get("digest", ""),
            by=request.viewer,
            at=request.viewer.at,
        )
    except NoteRefusal as refusal:
        messages.error(request, refusal.sentence)
        signed = readable_notes(request.viewer).filter(
            pk=note.pk, signed_at__isnull=False
        )
        page = "notes:note" if signed.exists() else "notes:review_individual"
        return redirect(page, note.pk)
    messages.success(request, "Signed.")
    return redirect("notes:note", note.pk)


def _own_draft(request: StaffRequest, note_id: UUID) -> Note:
    notes = readable_notes(request.viewer).filter(
        kind=Note.Kind.INDIVIDUAL, author_id=request.viewer.staff_id, signed_at=None
    )
    found: Note = visible_or_refused(
        notes.select_related("patient", "author", "edited_by"), pk=note_id
    )
    return found


def _save(request: StaffRequest, note: Note) -> HttpResponse:
    form = _time_form(request, note)
    if not form.is_valid():
        return _page(request, note, form=form, status=422)
    try:
        changes = read_card(request.POST, note.patient_id).fields
        saved = save_individual(
            note=note,
            changes=changes,
            happened_at=form.happened_at,
            minutes=form.cleaned_data["minutes"],
            by=request.viewer,
            at=request.viewer.at,
        )
    except (UnreadableCard, NoteRefusal) as problem:
        form.add_error(None, str(problem))
        return _page(request, note, form=form, status=422)
    return _after_save(request, saved)


def _after_save(request: StaffRequest, saved: SavedCard) -> HttpResponse:
    if request.htmx:
        return render(
            request, "notes/_individual_state.html", _state(request, saved.note, saved)
        )
    if saved.clashes:
        return _page(request, saved.note, saved=saved, status=409)
    if request.POST.get("then") == "review":
        return redirect("notes:review_individual", saved.note.pk)
    messages.success(request, "Saved.")
    return redirect("notes:write_individual", saved.note.pk)


def _page(
    request: StaffRequest,
    note: Note,
    *,
    form: SessionTimeForm | None = None,
    saved: SavedCard | None = None,
    status: int = 200,
) -> HttpResponse:
    if request.htmx and form is not None:
        context = {"note": note, "form": form, "base": _sent_base(request, note)}
        return render(request, "notes/_individual_state.html", context, status=status)
    context = (
        chart_context(request, note.patient)
        | _state(request, note, saved)
        | {
            "form": form or _time_form(request, note, bound=False),
            "values": _values(request, note),
            "ratings": RATINGS,
            "journal_key": journal_key(request.viewer.user_id),
        }
    )
    return render(request, "notes/individual.html", context, status=status)


def _state(
    request: StaffRequest, note: Note, saved: SavedCard | None = None
) -> dict[str, object]:
    """Where the words are now: marks for the next save, gaps, and clashes."""
    program = request.program
    composed = compose_individual(note, style=program.note_format, zone=program.zone)
    return {
        "note": note,
        "base": written_marks(note, CARD_FIELDS),
        "missing": composed.missing,
        "clashes": saved.clashes if saved else (),
        "closed": saved.is_closed if saved else False,
    }


def _values(request: StaffRequest, note: Note) -> dict[str, str]:
    """What each field shows: as typed when a save was refused, else as stored."""
    stored = {name: getattr(note, name) for name in CARD_FIELDS}
    names = {name: f"card-{note.patient_id}-{name}" for name in CARD_FIELDS}
    sent = request.POST
    return stored | {
        name: sent[field] for name, field in names.items() if field in sent
    }


def _sent_base(request: StaffRequest, note: Note) -> str:
    return request.POST.get(f"base-{note.patient_id}", "")


def _time_form(
    request: StaffRequest, note: Note, *, bound: bool = True
) -> SessionTimeForm:
    start = timezone.localtime(note.happened_at, request.program.zone)
    initial = {"on": start.date(), "starts": start.time(), "minutes": note.minutes}
    return SessionTimeForm(
        request.POST if bound else None,
        zone=request.program.zone,
        at=request.viewer.at,
        initial=initial,
    )


def _an_hour_ago(request: StaffRequest) -> dict[str, object]:
    start = request.viewer.at.astimezone(request.program.zone) - timedelta(hours=1)
    start = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    return {"on": start.date(), "starts": start.time(), "minutes": 50}
