"""Pages for people who come to us speak the reader's language; staff pages are English.

`@in_readers_language` stands between the gate and the view of a public or patient page:

    @public
    @in_readers_language
    @require_safe
    def start(request): ...

The language is the one chosen before (cookie `language`, set at `ui:language`), else
the first that the browser asks for and we speak, else English. There is no middleware,
so a page that does not ask for this pays nothing.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from daybridge.ui.sending import address_of_ours

View = Callable[..., Any]
ENGLISH = "en"
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60
_reading: ContextVar[str] = ContextVar("language_of_this_page", default=ENGLISH)


def language_now() -> str:
    """The language of the page that is being made: en on every staff page."""
    return _reading.get()


def readers_language(request: HttpRequest) -> str:
    """The language to answer a request in: chosen, else asked for, else English."""
    found = translation.get_language_from_request(request)
    return found if found in dict(settings.LANGUAGES) else ENGLISH


def in_readers_language(view: View) -> View:
    """Make a page, and whatever it renders, in its reader's language."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        language = readers_language(request)
        request.reader_language = language  # type: ignore[attr-defined]
        token = _reading.set(language)
        try:
            with translation.override(language):
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
        finally:
            _reading.reset(token)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return speaking


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page it was chosen on."""
    response = HttpResponseRedirect(
        address_of_ours(request, request.POST.get("next", ""))
    )
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
