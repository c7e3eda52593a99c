"""What surrounds sign-in: the lock, the helper pages, the session's state."""

from typing import Any

from allauth.account.views import reauthenticate
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybridge.access.gate import public, signed_in
from daybridge.access.second_factor import SHOWROOM_SESSION
from daybridge.ui.sending import address_of_ours


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, *args: Any
) -> HttpResponse:
    """Say to wait; the same words whether or not the account exists."""
    return render(request, "account/locked_out.html", status=429)


@require_safe
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who can make a link to a new password; nothing is asked here."""
    return render(request, "account/forgotten.html")


@public
@require_safe
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Tell a page of ours whether its reader is signed in; lengthens nothing."""
    viewer = getattr(request, "viewer", None)
    return JsonResponse(
        {
            "signed_in": viewer is not None,
            "csrf_token": get_token(request),
            "staff_name": viewer.name if viewer else "",
            "staff_id": str(viewer.staff_id) if viewer else "",
        }
    )


@signed_in
@require_safe
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead staff who have only a password to their second step."""
    after = address_of_ours(request, request.GET.get("next", "/"))
    return render(request, "access/second_factor.html", {"next": after})


@signed_in
def again(request: HttpRequest) -> HttpResponse:
    """Ask once more who it is; a visitor of the showroom has no password to give."""
    if request.session.get(SHOWROOM_SESSION):
        after = urlencode({"next": request.GET.get("next", "/")})
        return redirect(f"{reverse('demo:again')}?{after}")
    answer: HttpResponse = reauthenticate(request)
    return answer
