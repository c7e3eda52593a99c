"""What a calendar program reads: times and a word that says nothing.

An unknown, an ended, an endless and a malformed secret are the 404 of everything else.
Nothing is counted about secrets that open nothing: one has 192 bits and is not guessed,
and a limit for each network would shut out the large calendar services, which ask for
many people from few addresses.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from daybridge.access.gate import absent, public
from daybridge.access.identity import address_of
from daybridge.calendars import services
from daybridge.calendars.ics import written
from daybridge.calendars.services import Reading
from daybridge.rates import is_within

CONTENT_TYPE = "text/calendar; charset=utf-8"
HOUR = 60 * 60
PER_HOUR = 120  # of one address; calendars ask from once a day to every five minutes


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """One person's calendar, or 304 when it says what it said before."""
    found = services.find_feed(secret)
    if found is None:
        return absent(request)
    if not is_within(f"calendar:{found.pk}", most=PER_HOUR, seconds=HOUR):
        return _private(_too_often())
    reading = services.read_feed(
        feed=found, at=timezone.now(), address=address_of(request)
    )
    if reading is None:
        return absent(request)
    return _private(_answer(request, reading))


def _answer(request: HttpRequest, reading: Reading) -> HttpResponseBase:
    etag, since = f'"{reading.digest}"', int(reading.changed_at.timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=since)
    response = unchanged or HttpResponse(
        written(reading.calendar, changed_at=reading.changed_at),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": 'inline; filename="calendar.ics"'},
    )
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(since)
    return response


def _too_often() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
