"""Remember the reader's theme; show every component on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from daybridge.ui.examples import living_context
from daybridge.ui.sending import address_of_ours

THEMES = ("light", "dark")  # anything else means: follow the system
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back to the page it was chosen on."""
    response = HttpResponseRedirect(
        address_of_ours(request, request.POST.get("next", ""))
    )
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


@require_safe
def living_page(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, with the markup that makes it."""
    return render(request, "ui/living_page.html", living_context())
