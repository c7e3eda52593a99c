"""Holding rows of the schedule while something about them is decided."""

from typing import Any
from uuid import UUID

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


def _hold(rows: Any, key: UUID) -> None:
    """Keep one row, by itself: joined to a leader who changes as we wait, PostgreSQL
    would not find it any more."""
    list(rows.filter(pk=key).select_for_update().values_list("pk"))
