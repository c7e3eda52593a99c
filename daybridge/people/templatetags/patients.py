"""The rows of the list of people, written by a function: docs/adr/0013."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from daybridge.people.models import Patient
from daybridge.ui.leaves import person
from daybridge.ui.templatetags.leaves import row_address
from daybridge.ui.templatetags.ui import day

register = template.Library()


@register.simple_tag
def patient_rows(rows: Iterable[Patient], full: bool) -> SafeString:
    """A row for each person; without `full`, nothing but what they go by."""
    return SafeString("".join(_row(row, full=full) for row in rows))


def _row(row: Patient, *, full: bool) -> str:
    name = person(
        name=row.display_name if full else row.called,
        href=row_address("people:patient", row.pk),
        slot=escape(row.pronouns),
    )
    known = (
        f'<td data-label="Number">{escape(row.record_number)}</td>'
        f'<td data-label="Born">{day(row.born_on) or "Not recorded"}</td>'
        if full
        else ""
    )
    return f'<tr><th scope="row">{name}</th>{known}</tr>'
