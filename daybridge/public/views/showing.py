"""How a public page is answered: in the reader's language, kept by nobody."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from daybridge.programs.models import Program
from daybridge.public.answering import answering
from daybridge.public.help_lines import HELP
from daybridge.public.places import context_of


def show(
    request: HttpRequest, program: Program, page: str,
    context: Mapping[str, Any] | None = None, *, status: int = 200, template: str = "",
) -> HttpResponse:  # fmt: skip
    """One page of a program; what was typed on it is kept by no cache."""
    response = render(
        request,
        template or f"public/{page}.html",
        {
            **context_of(program, page),
            "help": HELP,
            "answering": answering(program, timezone.now()),
            **(context or {}),
        },
        status=status,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
