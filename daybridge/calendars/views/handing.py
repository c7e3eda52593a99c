"""What patients' and staff's own pages of calendars share: the list, and handing over.

An address is shown in the answer to the form that made it and kept nowhere. So these
forms are not repeated by `@once`, which would keep the page.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from daybridge.access.http import StaffRequest
from daybridge.calendars.models import CalendarFeed
from daybridge.calendars.services.feeds import Made
from daybridge.calendars.words import appointment, spoken
from daybridge.consents.qr import as_picture


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one person: those that answer, and the last that ended."""

    open: list[CalendarFeed]
    ended: list[CalendarFeed]


def addresses_of(feeds: Any) -> Addresses:
    """Newest first; of those that ended, the last ten."""
    rows = feeds.select_related("made_by").order_by("-created_at", "pk")
    ended = rows.exclude(ended_at=None).order_by("-ended_at", "pk")
    return Addresses(list(rows.filter(ended_at=None)), list(ended[:10]))


def show_once(
    request: StaffRequest, made: Made, *, back_url: str, language: str, **more: Any
) -> HttpResponse:
    """The address, as a picture for a phone and to copy, with how to subscribe."""
    address = request.build_absolute_uri(reverse("calendars:feed", args=[made.secret]))
    subscribing = "webcal:" + address.partition(":")[2]
    language = spoken(language)
    context = {
        "address": address,
        "subscribing": subscribing,
        "picture": as_picture(subscribing),
        "words": appointment(request.viewer.program, language),
        "device": made.feed.device,
        "back_url": back_url,
        "language": language,
        **more,
    }
    return render(request, "calendars/made.html", context)
