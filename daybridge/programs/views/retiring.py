"""Retiring a site, room or track, and taking it up again: one tap each way."""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from daybridge.access.http import StaffRequest
from daybridge.programs import services
from daybridge.programs.errors import ProgramError
from daybridge.programs.models import Room, Site, Track

Place = TypeVar("Place", Site, Room, Track)


def retired(request: StaffRequest, row: Place, then: str) -> HttpResponse:
    """Retire it, or say what still depends on it."""
    viewer = request.viewer
    try:
        services.retire(place=row, at=viewer.at, by=viewer)
    except ProgramError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"{row} is retired. You can take it up again further down."
        )
    return redirect(then)


def restored(request: StaffRequest, row: Place, then: str) -> HttpResponse:
    services.take_up_again(place=row, at=request.viewer.at, by=request.viewer)
    messages.success(request, f"{row} is in use again.")
    return redirect(then)
