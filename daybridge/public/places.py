"""Which program a public page is about, and how it is named in the address."""

from typing import Any

from django.http import Http404

from daybridge.programs.models import Program
from daybridge.ui.sending import key_or_none

MOST_TO_CHOOSE = 100


def program_at(place: str) -> Program:
    """The program that an address names, by its own word or by its key."""
    program = Program.objects.filter(public_slug=place.lower()).first()
    key = key_or_none(place)
    if program is None and key is not None:
        program = Program.objects.filter(pk=key).first()
    if program is None:
        raise Http404
    return program


def programs_to_choose() -> list[Program]:
    """Every program of this installation, by name."""
    return list(Program.objects.order_by("name")[:MOST_TO_CHOOSE])


def context_of(program: Program, page: str) -> dict[str, Any]:
    """What every page of a program needs: who it is, and where it stands."""
    return {
        "program": program,
        "place": program.public_place,
        "page": page,
        "phone_to_dial": dialed(program.public_phone),
    }


def dialed(phone: str) -> str:
    """A telephone number as a link dials it."""
    kept = "".join(c for c in phone if c.isdigit() or c == "+")
    return kept if any(c.isdigit() for c in kept) else ""
