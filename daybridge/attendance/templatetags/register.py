"""The rows of the register, written by a function: docs/adr/0013."""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.utils.safestring import SafeString

from daybridge.attendance.queries.register import RegisterRow
from daybridge.ui.leaves import person, state
from daybridge.ui.templatetags.ui import clock

register = template.Library()


@register.simple_tag
def register_rows(rows: Iterable[RegisterRow]) -> SafeString:
    """A row for each person: who, where they are now, when they came and left."""
    return SafeString("".join(_row(row) for row in rows))


def _row(row: RegisterRow) -> str:
    name = person(name=row.name, size="small", slot=escape(row.pronouns))
    return (
        f'<tr><th scope="row">{name}</th><td data-label="Now">{_now(row)}</td>'
        f'<td data-label="Came">{clock(row.arrived_at)}</td>'
        f'<td data-label="Left">{clock(row.left_at)}</td></tr>'
    )


def _now(row: RegisterRow) -> str:
    if row.is_here:
        return _state("Here", tone="settled")
    if row.left_at:
        return _state("Left", icon="log-out")
    if row.arrived_at:
        return _state("Telehealth", icon="video", tone="settled")
    if row.is_expected:
        return _state("Expected", icon="circle-dashed")
    return _state("Not here", icon="circle-slash", tone="quiet")


@cache
def _state(word: str, *, icon: str = "", tone: str = "") -> str:
    return state(tone=tone, icon=icon, slot=word)
