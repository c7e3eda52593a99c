"""My notes: what is unsigned and for how long, and what waits for my co-signature."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_list_read
from daybridge.audit.submissions import once
from daybridge.notes.errors import NoteRefusal
from daybridge.notes.queries.queue import awaiting, queue_of
from daybridge.notes.reading import co_signs, readable_notes
from daybridge.notes.sections import sections_of
from daybridge.notes.services.co_signing import co_sign_notes

AT_ONCE = 20  # notes on one co-signing page: as many as a person reads


@requires(Permission.CHART_READ)
@require_safe
def unsigned(request: StaffRequest) -> HttpResponse:
    """What I still have to write and sign."""
    queue = queue_of(request.viewer)
    if queue.count:
        record_list_read(request.viewer, "unsigned notes", shown=queue.count)
    context = {
        "queue": queue,
        "may_co_sign": co_signs(request.viewer),
        "may_write": permits(Permission.CHART_CREATE, request.viewer),
    }
    return render(request, "notes/unsigned.html", context)


@requires(Permission.CHART_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def co_signatures(request: StaffRequest) -> HttpResponse:
    """Read what the people I supervise signed, then sign under all of it."""
    if not co_signs(request.viewer):
        raise Refused
    if request.method == "POST":
        return _co_sign(request)
    notes = list(
        readable_notes(request.viewer)
        .filter(awaiting(request.viewer))
        .select_related("patient", "session", "author")
        .order_by("signed_at", "pk")[:AT_ONCE]
    )
    if notes:
        record_list_read(request.viewer, "notes to co-sign", shown=len(notes))
    shown = [(note, sections_of(note)) for note in notes]
    return render(request, "notes/co_signatures.html", {"shown": shown})


def _co_sign(request: StaffRequest) -> HttpResponse:
    shown = {
        UUID(name.removeprefix("shown-")): str(digest)
        for name, digest in request.POST.items()
        if name.startswith("shown-")
    }
    only = request.POST.get("only", "")
    if only:
        shown = {number: text for number, text in shown.items() if str(number) == only}
    try:
        signed = co_sign_notes(shown=shown, by=request.viewer, at=request.viewer.at)
    except NoteRefusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("notes:co_signatures")
    count, left = len(signed), len(shown) - len(signed)
    messages.success(request, f"{count} note{'' if count == 1 else 's'} co-signed.")
    if left:
        messages.warning(request, f"{left} changed or was co-signed by someone else.")
    return redirect("notes:unsigned")
