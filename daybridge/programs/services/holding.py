"""Holding rows of the program while something about them is decided."""

from typing import Any, TypeVar

from daybridge.access.records import Record
from daybridge.programs.errors import StaleSetting
from daybridge.programs.models import Program
from daybridge.programs.values import Wish

R = TypeVar("R", bound=Record)


def hold_program(program_id: Any) -> Program:
    """The program, kept for one change of its offer at a time.

    Rows that only point to the program are written all the same (no key is locked).
    """
    return Program.objects.select_for_update(no_key=True).get(pk=program_id)


def hold(row: R) -> R:
    """The row as it is now, kept from others' changes."""
    rows: Any = type(row).objects.in_program(row.program_id)
    return rows.select_for_update().get(pk=row.pk)  # type: ignore[no-any-return]


def refuse_stale(row: Any, kind: type[Wish], base: str | None) -> None:
    """Refuse a change that was begun on what someone else has changed since."""
    if base not in (None, kind.of(row).seen):
        raise StaleSetting(
            "Someone else has just changed this. What you see now is how it reads; "
            "what you typed is kept below. Save again to put yours in its place."
        )
