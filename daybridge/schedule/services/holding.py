"""Holding rows of the schedule while something about them is decided."""

from typing import Any

from daybridge.schedule.errors import StaleSession
from daybridge.schedule.models import Group, Session


def hold_session(session: Session, base_version: int | None = None) -> Session:
    """The session, kept from others' changes; refused when it is not what was seen."""
    row: Session = (
        Session.objects.in_program(session.program_id)
        .select_related("track", "room", "topic", "leader", "co_leader")
        .select_for_update(of=("self",))
        .get(pk=session.pk)
    )
    if base_version not in (None, row.version):
        raise StaleSession(
            "Someone else has just changed this session. "
            "Look at what is there now and try again."
        )
    return row


def hold_group(group: Group, base_version: int | None = None) -> Group:
    """The group, kept from others' changes; refused when it is not what was seen."""
    row: Group = (
        Group.objects.in_program(group.program_id)
        .select_related("track", "room", "curriculum")
        .select_for_update(of=("self",))
        .get(pk=group.pk)
    )
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
