"""My bin: what I deleted in the last 30 days, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read
from daybridge.audit.submissions import once
from daybridge.notes.errors import NoteRefusal, NotYours
from daybridge.notes.queries.binned import bin_of
from daybridge.notes.services.binning import restore as take_back


@requires(Permission.CHART_CREATE)
@require_safe
def my_bin(request: StaffRequest) -> HttpResponse:
    """What I can still take back."""
    rows = bin_of(request.viewer)
    if rows:
        record_list_read(request.viewer, "own bin", shown=len(rows))
    return render(request, "notes/bin.html", {"rows": rows})


@requires(Permission.CHART_CREATE)
@require_POST
@once
def restore(request: StaffRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Take one thing back."""
    at = request.viewer.at
    try:
        restored = take_back(kind=kind, row_id=row_id, by=request.viewer, at=at)
    except NotYours:
        raise Refused from None
    except NoteRefusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("notes:bin")
    if restored.kept_in is not None:
        messages.warning(
            request,
            "Another note stands in its place now, so both are kept: your earlier text "
            "is under “How it read before”.",
        )
        return redirect("notes:note", restored.kept_in.pk)
    messages.success(request, "It is back.")
    return redirect("notes:bin")
