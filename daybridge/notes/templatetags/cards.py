"""What card templates need: the choices of a rating, a value by field name."""

from collections.abc import Mapping
from typing import Any

from django import template

from daybridge.notes.parsing import choices_of_field

register = template.Library()


@register.simple_tag
def options_of(field: str) -> list[tuple[int, str, str]]:
    """The answers of a rating as (key to press, stored value, words)."""
    choices = enumerate(choices_of_field(field), 1)
    return [(number, str(key), str(word)) for number, (key, word) in choices]


@register.filter
def field(values: Mapping[str, Any], name: str) -> Any:
    """The value of one field of a card."""
    return values.get(name, "")
