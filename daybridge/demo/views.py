"""The showroom: sign in as anybody, where everybody is invented."""

import time
from uuid import UUID

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.backends import BACKEND
from daybridge.access.gate import absent, demo_only
from daybridge.access.second_factor import SHOWROOM_SESSION
from daybridge.demo.figures import figures
from daybridge.demo.showroom import door_codes, sessions_today, visitors
from daybridge.people.models import Staff
from daybridge.programs.models import Program
from daybridge.ui.sending import address_of_ours

PROOFS = "account_authentication_methods"  # in the session, as allauth keeps them


@demo_only
@require_safe
def showroom(request: HttpRequest) -> HttpResponse:
    """Who to be, what to try first, and the figures behind the people."""
    program, now = Program.objects.order_by("created_at").first(), timezone.now()
    today = sessions_today(program, now=now) if program else []
    with timezone.override(program.zone if program else None):
        return render(
            request,
            "demo/showroom.html",
            {
                "demo_mode": True,
                "program": program,
                "visitors": visitors(program, today=today) if program else [],
                "tonight": today[-1] if today else None,
                "door_codes": door_codes(program, now=now) if program else [],
                "sources": figures().sources,
            },
        )


# The token is checked only where the showroom exists: anywhere else this address
# answers as if it were not there, with a token or without.
@csrf_exempt
@demo_only
@csrf_protect
@require_POST
def sign_in(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Sign the visitor in as this member of staff, as if with two factors."""
    staff = (
        Staff.objects.across_programs(because="the showroom holds only the demo")
        .active()
        .filter(pk=staff_id, program__made_by_demo=True)
        .exclude(user=None)
        .select_related("user")
        .first()
    )
    if staff is None or staff.user is None:
        raise Http404
    login(request, staff.user, backend=BACKEND)
    request.session[SHOWROOM_SESSION] = True
    return redirect("/")


@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Where staff would sign in once more, a visitor says so by a button."""
    if not request.session.get(SHOWROOM_SESSION):
        return absent(request)
    if request.method != "POST":
        return render(request, "demo/again.html", {"demo_mode": True})
    proof = {"method": "showroom", "at": time.time(), "reauthenticated": True}
    request.session[PROOFS] = [*request.session.get(PROOFS, []), proof]
    return redirect(address_of_ours(request, request.GET.get("next", "/")))
