"""Messages of the program: the lists, one message, a call about it, another try."""

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.submissions import once
from daybridge.outbox import lists, services
from daybridge.outbox.errors import OutboxError
from daybridge.outbox.forms import CallForm
from daybridge.outbox.models import Message
from daybridge.outbox.queries import language_of
from daybridge.outbox.ways import email, texts
from daybridge.people.queries import ROWS as MOST_FOUND
from daybridge.people.queries import reads_contacts, reads_identity, search
from daybridge.people.times import patients_changeable
from daybridge.ui.sending import key_or_none

DONE = {
    services.Outcome.REACHED: "Kept: they know.",
    services.Outcome.LEFT_MESSAGE: "Kept: a message was left.",
    services.Outcome.NO_ANSWER: "Kept. They are on the list again in two hours.",
    services.Outcome.LATER: "Kept. They are on the list again then.",
    services.Outcome.WRONG_NUMBER: "Kept. Ask them for their number when they come.",
}


@requires(Permission.ROSTER_READ)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Messages of one kind of state, a page at a time, or those to people of a name."""
    viewer, asked = request.viewer, request.GET.get("q", "").strip()
    people = search(viewer, asked) if asked else None
    part = lists.BY_KEY.get(request.GET.get("show", ""), lists.PARTS[0])
    page = lists.messages_in(
        viewer, part, people=people, after=key_or_none(request.GET.get("after", ""))
    )
    record_list_read(viewer, f"messages: {part.label.lower()}", shown=len(page.lines))
    context = {
        "part": part, "parts": lists.PARTS, "page": page, "q": asked,
        "is_cut": people is not None and len(people) == MOST_FOUND,
        "full": reads_identity(viewer),
        "to_call": None if asked else lists.to_call(viewer),
        "has_email": email.is_ready(),
        "has_texts": texts.is_ready(),
    }  # fmt: skip
    return render(request, "outbox/messages.html", context)


@requires(Permission.ROSTER_READ)
@require_safe
def message(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """One message; where it waits for a call, what to say and how it went."""
    row = _readable(request, message_id)
    record_read(request.viewer, row.patient, "message")
    return _show(request, row, CallForm())


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def call(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Keep how a call about a message went."""
    row = _changeable(request, message_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    try:
        services.note_call(
            message=row, outcome=form.outcome_kept, at=request.viewer.at,
            again_at=form.cleaned_data["again_at"], by=request.viewer,
        )  # fmt: skip
    except OutboxError as refusal:
        form.refuse(refusal)
        row.refresh_from_db()
        return _show(request, row, form)
    toasts.success(request, DONE[form.outcome_kept])
    return redirect("outbox:messages")


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def again(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Let a message try its way once more."""
    row = _changeable(request, message_id)
    try:
        services.send_again(message=row, at=request.viewer.at, by=request.viewer)
    except OutboxError as refusal:
        toasts.error(request, str(refusal))
    else:
        toasts.success(request, "It is sent in a few seconds, if it can be.")
    return redirect("outbox:message", row.pk)


def _readable(request: StaffRequest, message_id: UUID) -> Message:
    rows = Message.objects.visible_to(request.viewer).select_related("patient")
    row: Message = visible_or_refused(rows, pk=message_id)
    return row


def _changeable(request: StaffRequest, message_id: UUID) -> Message:
    """A message to a patient of whom the viewer looks after such things."""
    rows = Message.objects.in_program(request.viewer.program_id).filter(
        patient__in=patients_changeable(request.viewer)
    )
    row: Message = visible_or_refused(rows.select_related("patient"), pk=message_id)
    return row


def _show(request: StaffRequest, row: Message, form: CallForm) -> HttpResponse:
    viewer, patient = request.viewer, row.patient
    assert patient is not None
    may_change = patients_changeable(viewer).filter(pk=patient.pk).exists()
    context = {
        "line": lists.line_of(viewer, row), "form": form,
        "phone": patient.phone if reads_contacts(viewer) else "",
        "may_leave_message": patient.may_leave_message,
        "language": language_of(patient), "due_at": row.due_at, "ends_at": row.ends_at,
        "caller": viewer.name.split(" ")[0],
        "answer_url": row.where if may_change else "",
        "may_call": may_change and row.state == Message.State.TO_CALL,
        "may_try_again": may_change
        and row.state in (Message.State.TO_CALL, Message.State.FAILED),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "outbox/message.html", context, status=status)
