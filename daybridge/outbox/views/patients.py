"""One patient: what they were told, and how they want to be told."""

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.outbox import lists, services
from daybridge.outbox.errors import OutboxError
from daybridge.outbox.forms import LEADS, WishForm
from daybridge.outbox.models import Preference
from daybridge.outbox.queries import language_of, wish_of
from daybridge.people.models import Patient
from daybridge.people.queries import amendable, as_read_by, reads_identity
from daybridge.people.times import patients_readable
from daybridge.ui.sending import key_or_none, sent


@requires(Permission.ROSTER_READ)
@require_safe
def of(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """What this person was told, and how they want to be told."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(patients_readable(viewer), pk=patient_id)
    record_read(viewer, patient, "messages")
    after = key_or_none(request.GET.get("after", ""))
    wish = wish_of(patient)
    minutes = int(wish.lead.total_seconds() // 60) if wish.lead else 0
    context = {
        "patient": as_read_by(viewer, patient),
        "identity": reads_identity(viewer),
        "opening": opening_for(viewer, patient.pk),
        "page": lists.messages_to(viewer, patient, after=after),
        "way": Preference.Way(wish.way).label,
        "lead": dict(LEADS).get(minutes, f"{minutes // 60} hours before"),
        "was_asked": wish.said is not None,
        "language": language_of(patient),
        "may_change": amendable(viewer).filter(pk=patient.pk).exists(),
    }
    return render(request, "outbox/of.html", context)


@requires(Permission.PATIENT_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def how(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Ask how somebody wants to be told, and keep it."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(amendable(viewer), pk=patient_id)
    form = WishForm.of(sent(request), wish_of(patient))
    if form.is_valid() and _kept(request, patient, form):
        toasts.success(request, f"Kept. {patient.called} is told that way from now on.")
        return redirect("outbox:of", patient.pk)
    context = {
        "patient": patient, "form": form, "identity": reads_identity(viewer),
        "language": language_of(patient),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "outbox/how.html", context, status=status)


def _kept(request: StaffRequest, patient: Patient, form: WishForm) -> bool:
    try:
        services.say_how(
            patient=patient, way=form.cleaned_data["way"], lead=form.lead_kept,
            said=form.cleaned_data["said"], at=request.viewer.at, by=request.viewer,
        )  # fmt: skip
    except OutboxError as refusal:
        form.refuse(refusal)
        return False
    return True
