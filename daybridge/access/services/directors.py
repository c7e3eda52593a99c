"""One decision about staff at a time, by someone who still directs the program."""

from typing import Any

from django.apps import apps

from daybridge.access.roles import Role
from daybridge.access.services.notices import staff_with
from daybridge.access.viewer import Viewer


def take_turn(program_id: Any) -> None:
    """Wait until no one else decides about this program's staff; holds to the end.

    Two directors who take each other's role at once would otherwise leave none. SQLite
    lets one writer in at a time anyway.
    """
    programs = apps.get_model("programs", "Program").objects
    programs.select_for_update(no_key=True).get(pk=program_id)


def held(staff: Any) -> Any:
    """The staff row as it is now, held until the transaction ends."""
    rows = apps.get_model("people", "Staff").objects.in_program(staff.program_id)
    return rows.select_for_update(no_key=True).get(pk=staff.pk)


def directs_now(by: Viewer) -> bool:
    """Whether the viewer is, at this very moment, a director on duty."""
    if by.staff_id is None:
        return False
    rows = apps.get_model("people", "Staff").objects.in_program(by.program_id)
    row = rows.active().filter(pk=by.staff_id).first()
    return row is not None and Role.DIRECTOR in row.role_set


def is_only_director(staff: Any) -> bool:
    directors = staff_with([Role.DIRECTOR], program_id=staff.program_id)
    return [one.pk for one in directors] == [staff.pk]
