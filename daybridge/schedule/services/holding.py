"""Holding rows of the schedule while something about them is decided."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.schedule.errors import StaleSession
from daybridge.schedule.models import Group, Session


def hold_session(session: Session, base_version: int | None = None) -> Session:
    """The session, kept from others' changes; refused when it is not what was seen."""
    rows = Session.objects.in_program(session.program_id)
    _hold(rows, session.pk)
    related = rows.select_related("track", "room", "topic", "leader", "co_leader")
    row: Session = related.get(pk=session.pk)
    if base_version not in (None, row.version):
        raise StaleSession(
            "Someone else has just changed this session. "
            "Look at what is there now and try again."
        )
    return row


def hold_group(group: Group, base_version: int | None = None) -> Group:
    """The group, kept from others' changes; refused when it is not what was seen."""
    rows = Group.objects.in_program(group.program_id)
    _hold(rows, group.pk)
    related = rows.select_related("track", "room", "curriculum")
    row: Group = related.get(pk=group.pk)
    if base_version not in (None, row.version):
        raise StaleSession(
            "Someone else has just changed this group. "
            "Look at what is there now and try again."
        )
    return row


def hold_groups(program_id: Any) -> None:
    """Every group of a program, in the order in which all hold them."""
    rows = Group.objects.in_program(program_id).select_for_update().order_by("pk")
    list(rows.values_list("pk", flat=True))


def hold_leaders_and_rooms(
    program_id: Any, leaders: Collection[Any], rooms: Collection[Any] = ()
) -> None:
    """These, by key, kept from whoever wants the same time, in the order of all."""
    for model, keys in ((Staff, leaders), (Room, rooms)):
        rows: Any = model.objects.in_program(program_id).filter(pk__in=keys)
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _hold(rows: Any, key: UUID) -> None:
    """Keep one row, by itself: joined to a leader who changes as we wait, PostgreSQL
    would not find it any more."""
    list(rows.filter(pk=key).select_for_update().values_list("pk"))
