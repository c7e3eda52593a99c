"""What a form carried that could not be taken, so that its writer has it back.

A page with scripts keeps its words by itself and never comes here.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_SHOWN = ("password", "token")


def words_of(request: HttpRequest) -> list[str]:
    """The texts of a form, each once: whatever has more than one word."""
    texts = [
        text.strip()
        for name in request.POST
        if not any(part in name for part in NEVER_SHOWN)
        for text in request.POST.getlist(name)
    ]
    return list(dict.fromkeys(text for text in texts if len(text.split()) > 1))


def give_back(request: HttpRequest, *, sign_in_url: str = "") -> HttpResponse | None:
    """A page with the words that were sent; None when there were none, or no page."""
    is_page = request.accepts("text/html") and not getattr(request, "htmx", False)
    words = words_of(request) if is_page else []
    if not words:
        return None
    context = {"words": words, "sign_in_url": sign_in_url}
    status = 401 if sign_in_url else 403
    answer = render(request, "access/unsent.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
