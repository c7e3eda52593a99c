"""The page behind a reminder, on a person's own phone.

Opening it changes nothing: programs that look through messages open links by
themselves. A link that is unknown, over, or of a day that has changed is the 404 of
everything else.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import absent, public
from daybridge.access.identity import address_of
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import EachHasItsTime, LinkEnded, SeatGivenAway
from daybridge.attendance.models import Reminder
from daybridge.attendance.reminding import answering, forms
from daybridge.attendance.reminding.links import find_reminder, link_viewer
from daybridge.attendance.reminding.page import page_of
from daybridge.schedule.errors import ScheduleError, SeatTaken
from daybridge.ui.languages import in_readers_language
from daybridge.ui.sending import sent


@public
@in_readers_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """See the day, and say whether one comes; it can be said anew until it begins."""
    at = timezone.now()
    reminder = find_reminder(token, at=at)
    if reminder is None:
        return absent(request)
    by = link_viewer(reminder, at=at, address=address_of(request))
    form = forms.AnswerForm(sent(request))
    problem = ""
    if form.is_bound and form.is_valid():
        try:
            _take(reminder, form.cleaned_data, at, by)
        except LinkEnded:
            return absent(request)
        except (SeatGivenAway, EachHasItsTime, ScheduleError) as refusal:
            problem = _sentence(refusal)
        else:
            return redirect("attendance:answer", token)
    page = page_of(reminder, at=at, by=by)
    if page is None:
        return absent(request)
    context = {"page": page, "form": form, "problem": problem}
    status = 422 if form.is_bound else 200
    return render(request, "attendance/answer.html", context, status=status)


def _take(reminder: Reminder, said: dict[str, Any], at: datetime, by: Viewer) -> None:
    who: dict[str, Any] = {"reminder": reminder, "at": at, "by": by}
    if said["back"]:
        answering.give_back(session_id=said["back"], **who)
    elif said["other"]:
        answering.take_make_up(session_id=said["other"], **who)
    elif said["act"] == forms.CALL:
        answering.ask_for_call(**who)
    elif said["act"] == forms.AWAY:
        answering.say_away(**who)
    else:
        late = said["late_minutes"] if said["act"] == forms.LATE else None
        answering.say_coming(late_minutes=late, **who)


def _sentence(refusal: Exception) -> str:
    """What a person reads, in their language, when a seat is gone."""
    if isinstance(refusal, SeatTaken):
        return _("Somebody else has just taken this time. Please choose another one.")
    if isinstance(refusal, SeatGivenAway):
        return _(
            "Somebody else has your place by now. Please choose another time, or "
            "ask us to call you."
        )
    if isinstance(refusal, EachHasItsTime):
        return _("You have another time for everything. Give one back first.")
    return _("This time is not there any more. Please choose another one.")
