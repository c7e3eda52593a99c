"""Tell members of staff something on their Today, never naming a patient."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps

from daybridge.access.models import Notice
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.viewer import Viewer


@service
def notify(
    *, staff: Iterable[Any], kind: str, text: str, at: datetime, link: str = ""
) -> list[Notice]:
    """Put one sentence on the Today of each member of staff."""
    return list(
        Notice.objects.bulk_create(
            Notice(
                program_id=person.program_id,
                staff=person,
                kind=kind,
                text=text[:300],
                link=link,
                created_at=at,
            )
            for person in staff
        )
    )


@service
def put_away(*, notice: Notice, by: Viewer, at: datetime) -> None:
    """Take a notice off the Today of the person it was for. The first time stands."""
    mine = Notice.objects.unread_by(by).filter(pk=notice.pk)
    mine.update(read_at=at)


def staff_with(roles: Iterable[Role], *, program_id: Any) -> list[Any]:
    """The active staff of a program who hold one of the roles."""
    wanted = frozenset(roles)
    active = apps.get_model("people", "Staff").objects.in_program(program_id).active()
    return [person for person in active if person.role_set & wanted]
