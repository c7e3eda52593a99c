"""Remember the reader's theme; show every component on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from daybridge.ui.examples import living_context

THEMES = ("light", "dark")  # anything else means: follow the system
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back to the page it was chosen on."""
    response = HttpResponseRedirect(_page_to_return_to(request))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=ONE_YEAR_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _page_to_return_to(request: HttpRequest) -> str:
    """Give the page the form was on, if it is one of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts=None, require_https=request.is_secure()
    )
    return asked if ours else "/"


@require_safe
def living_page(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, with the markup that makes it."""
    return render(request, "ui/living_page.html", living_context())
