"""The page at the door, and the pages by which staff set tablets up and revoke them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import absent, public, requires, visible_or_refused
from daybridge.access.identity import address_of
from daybridge.access.permissions import Permission
from daybridge.attendance.models import DoorTablet
from daybridge.attendance.services import door
from daybridge.attendance.services.door import Answer, DoorAnswer
from daybridge.attendance.services.door_by_name import check_in_by_name
from daybridge.people.arrival_codes import DIGITS, PIN_DIGITS
from daybridge.programs.models import Site
from daybridge.ui.sending import sent

COOKIE = "door"
COOKIE_LASTS = timedelta(days=400)
LEAVING_SALT = "door-leaving"
LEAVING_LASTS_SECONDS = 60
SHOWN_SECONDS = 6
ASKED_SECONDS = 20
LEFT_SECONDS = 120
LONGEST_NAME = 100
KEYS = tuple("123456789")


@dataclass(frozen=True, slots=True)
class Way:
    """How someone checks in: by their code, or by their name and their PIN."""

    by_name: bool
    name: str = ""

    @property
    def digits(self) -> int:
        return PIN_DIGITS if self.by_name else DIGITS

    def digits_in(self, text: str) -> str:
        found = "".join(letter for letter in text if letter in "0123456789")
        return found[: self.digits]


class TabletForm(forms.Form):
    name = forms.CharField(
        max_length=80, label="Name of this tablet", help_text="For example: Front door."
    )
    site = forms.ChoiceField()

    def __init__(self, *args: Any, program: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.in_program(program).in_use().order_by("name")
        self.sites = {str(site.pk): site for site in sites}
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, site.name) for key, site in self.sites.items()]


@requires(Permission.DOOR_TABLET_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def tablets(request: HttpRequest) -> HttpResponse:
    """List the tablets; POST turns this very device into one and signs staff out."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = TabletForm(sent(request), program=viewer.program)
    if request.method == "POST" and form.is_valid():
        site = form.sites[form.cleaned_data["site"]]
        _, token = door.make_tablet(
            site=site, name=form.cleaned_data["name"], at=viewer.at, by=viewer
        )
        logout(request)
        response = redirect("attendance:door")
        _keep_token(response, token)
        return response
    rows = (
        DoorTablet.objects.in_program(viewer.program_id)
        .in_use()
        .select_related("site", "made_by")
        .order_by("site__name", "name", "pk")
    )
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "rows": rows}
    return render(request, "attendance/tablets.html", context, status=status)


@requires(Permission.DOOR_TABLET_MANAGE)
@require_POST
def revoke(request: HttpRequest, tablet_id: UUID) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    tablet = visible_or_refused(
        DoorTablet.objects.in_program(viewer.program_id), pk=tablet_id
    )
    door.revoke_tablet(tablet=tablet, at=viewer.at, by=viewer)
    messages.success(request, f"{tablet.name} checks nobody in any more.")
    return redirect("attendance:tablets")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door_page(request: HttpRequest) -> HttpResponse:
    """The keypad. Without the token of a tablet in use there is no such page."""
    tablet = _tablet(request)
    if tablet is None:
        return absent(request)
    way = _way(request)
    typed = way.digits_in(request.POST.get("code", ""))
    if request.method != "POST":
        return _keypad(request, tablet, way, "")
    if "key" in request.POST:
        key = request.POST["key"]
        return _keypad(request, tablet, way, way.digits_in(typed + key))
    if "back" in request.POST:
        return _keypad(request, tablet, way, typed[:-1])
    if not typed or (way.by_name and not way.name):
        return _keypad(request, tablet, way, typed)
    at = timezone.now()
    by = door.door_viewer(tablet, at=at, address=address_of(request))
    if way.by_name:
        shown = check_in_by_name(tablet=tablet, name=way.name, pin=typed, at=at, by=by)
    else:
        shown = door.check_in(tablet=tablet, code=typed, at=at, by=by)
    return _show(request, tablet, shown)


@public
@never_cache
@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """The answer to "Leaving now?", for the minute in which it was asked."""
    tablet = _tablet(request)
    if tablet is None:
        return absent(request)
    try:
        asked = signing.loads(
            request.POST.get("asked", ""),
            salt=LEAVING_SALT,
            max_age=LEAVING_LASTS_SECONDS,
        )
    except signing.BadSignature:
        return redirect("attendance:door")
    if asked["tablet"] != str(tablet.pk) or "yes" not in request.POST:
        return redirect("attendance:door")
    at = timezone.now()
    by = door.door_viewer(tablet, at=at, address=address_of(request))
    ids = [UUID(key) for key in asked["places"]]
    shown = door.leave_early(tablet=tablet, attendance_ids=ids, at=at, by=by)
    return _show(request, tablet, shown)


def _way(request: HttpRequest) -> Way:
    sent = request.POST if request.method == "POST" else request.GET
    name = " ".join(request.POST.get("called", "").replace("\x00", " ").split())
    return Way(by_name=sent.get("by") == "name", name=name[:LONGEST_NAME])


def _keypad(
    request: HttpRequest, tablet: DoorTablet, way: Way, code: str
) -> HttpResponse:
    context = {
        "way": way,
        "code": code,
        "keys": KEYS,
        "name": tablet.program.door_name,
        "demo_mode": tablet.program.made_by_demo,
    }
    response = render(request, "attendance/door.html", context)
    if way.by_name:  # a name left on the screen goes away by itself
        response.headers["Refresh"] = (
            f"{LEFT_SECONDS}; url={reverse('attendance:door')}"
        )
    return response


def _show(request: HttpRequest, tablet: DoorTablet, shown: DoorAnswer) -> HttpResponse:
    """Say it, and go back to the keypad by itself: the next person reads nothing."""
    context: dict[str, Any] = {
        "shown": shown,
        "name": tablet.program.door_name,
        "demo_mode": tablet.program.made_by_demo,
    }
    seconds = SHOWN_SECONDS
    if shown.answer is Answer.LEAVING:
        places = [str(key) for key in shown.attendance_ids]
        context["asked"] = signing.dumps(
            {"tablet": str(tablet.pk), "places": places}, salt=LEAVING_SALT
        )
        seconds = ASKED_SECONDS
    response = render(request, "attendance/door_answer.html", context)
    response.headers["Refresh"] = f"{seconds}; url={reverse('attendance:door')}"
    return response


def _tablet(request: HttpRequest) -> DoorTablet | None:
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    found: DoorTablet | None = (
        DoorTablet.objects.across_programs(because="a tablet finds its own program")
        .in_use()
        .filter(token_digest=door.token_digest(token))
        .select_related("program")
        .first()
    )
    return found


def _keep_token(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_LASTS,
        path=reverse("attendance:door"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
