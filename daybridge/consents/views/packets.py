"""Newcomers' forms: who has not finished, one packet, reminders."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.errors import ConsentError
from daybridge.consents.forms import LANGUAGES, ReminderForm
from daybridge.consents.models import Consent
from daybridge.consents.packet_forms import forms_on
from daybridge.consents.packets_waiting import PAGE, progress_of, waiting_packets
from daybridge.consents.reach import creatable
from daybridge.consents.standing import line_of
from daybridge.consents.upkeep import ending_soon
from daybridge.consents.views.acting import (
    of_patient,
    packet_to_act_on,
    patient_to_act_on,
)
from daybridge.people.queries import as_read_by
from daybridge.ui.sending import key_or_none

RECENT = timedelta(days=30)


@requires(Permission.CONSENT_CREATE)
@require_safe
def packets(request: StaffRequest) -> HttpResponse:
    """Whose forms are half-finished, and which consents end soon."""
    viewer = request.viewer
    asked = key_or_none(request.GET.get("after", ""))
    page = waiting_packets(viewer, after=asked)
    day = viewer.today
    rows = (
        ending_soon(viewer.program, viewer.at)
        .filter(patient__in=creatable(viewer))
        .select_related("patient", "template")
        .prefetch_related("recipients", "signatures")
        .order_by("expires_on", "pk")[:PAGE]
    )
    ending = [
        (line_of(row, at=viewer.at, day=day), as_read_by(viewer, row.patient))
        for row in rows
    ]
    record_list_read(viewer, "unfinished forms", shown=len(page.waiting) + len(ending))
    context = {
        "waiting": page.waiting,
        "late": [one for one in page.waiting if one.is_late],
        "ending": ending,
        "is_first": asked is None,
        "after": page.after,
    }
    return render(request, "consents/packets.html", context)


@requires(Permission.CONSENT_CREATE)
@require_safe
def packet(request: StaffRequest, packet_id: UUID) -> HttpResponse:
    """One newcomer's forms, and the ways to have them signed."""
    viewer = request.viewer
    row = packet_to_act_on(viewer, packet_id)
    record_read(viewer, row.patient, "forms of a newcomer")
    day = viewer.today
    forms = (
        Consent.objects.in_program(viewer.program_id)
        .on_file()
        .filter(packet=row)
        .select_related("patient", "template")
        .prefetch_related("recipients", "signatures")
        .order_by("position", "pk")
    )
    required = {one.kind for one in forms_on(viewer.program, day) if one.is_required}
    context = {
        **of_patient(viewer, row.patient),
        "packet": row,
        "progress": progress_of(row),
        "lines": [
            (line_of(one, at=viewer.at, day=day), one.kind in required) for one in forms
        ],
        "reminders": row.reminders.select_related("made_by").order_by("-at")[:20],
        "form": ReminderForm(),
        "language": dict(LANGUAGES)[row.language],
    }
    return render(request, "consents/packet.html", context)


@requires(Permission.CONSENT_CREATE)
@require_POST
@once
def begin(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Prepare a newcomer's forms, in the language they read."""
    viewer = request.viewer
    patient = patient_to_act_on(viewer, patient_id)
    asked = request.POST.get("language", "")
    language = asked if asked in dict(LANGUAGES) else "en"
    try:
        row = services.begin_packet(
            patient=patient, language=language, at=viewer.at, by=viewer
        )
    except ConsentError as refusal:
        messages.error(request, str(refusal))
        return redirect("consents:of", patient.pk)
    return redirect("consents:packet", row.pk)


@requires(Permission.CONSENT_CREATE)
@require_POST
@once
def remind(request: StaffRequest, packet_id: UUID) -> HttpResponse:
    """Write down that somebody was reminded."""
    viewer = request.viewer
    row = packet_to_act_on(viewer, packet_id)
    form = ReminderForm(request.POST)
    if form.is_valid():
        services.remind(packet=row, at=viewer.at, by=viewer, **form.cleaned_data)
        messages.success(request, "The reminder is written down.")
    else:
        messages.error(request, "Say how they were reminded.")
    return redirect("consents:packet", row.pk)


@requires(Permission.CONSENT_CREATE)
@require_POST
@once
def withdraw(request: StaffRequest, packet_id: UUID) -> HttpResponse:
    """Put an unfinished packet away."""
    viewer = request.viewer
    row = packet_to_act_on(viewer, packet_id)
    services.withdraw_packet(packet=row, at=viewer.at, by=viewer)
    messages.success(request, "The unsigned forms are put away. Signed ones stay.")
    return redirect("consents:of", row.patient_id)
