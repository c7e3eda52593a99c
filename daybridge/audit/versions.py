"""Readable versions: how a clinical row read after each change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from daybridge.audit.actor import Actor
from daybridge.audit.models import Version
from daybridge.bulk import insert
from daybridge.keys import new_id


def remember(
    rows: Iterable[models.Model], *, fields: Sequence[str], by: Actor, at: datetime
) -> None:
    """Keep how `fields` of each row read now, in one statement."""
    insert(Version, [_version(row, fields=fields, by=by, at=at) for row in rows])


def versions_of(row: models.Model) -> models.QuerySet[Version]:
    """The versions of one row, oldest first."""
    return Version.objects.filter(
        program_id=row.program_id,  # type: ignore[attr-defined]
        target_type=row._meta.label,
        target_id=row.pk,
    ).order_by("at", "id")


def before(row: models.Model, *, at: datetime) -> dict[str, Any] | None:
    """How a row read before the change of a moment, if that change may be taken back.

    Such a change remembers its rows twice, before and after. None when it did not, or
    when the row has been changed again since.
    """
    kept = [version.values for version in versions_of(row).filter(at=at)[:2]]
    if len(kept) < 2 or any(_readable(row, key) != kept[1][key] for key in kept[1]):
        return None
    was: dict[str, Any] = kept[0]
    return was


def _version(
    row: models.Model, *, fields: Sequence[str], by: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "program_id": row.program_id,  # type: ignore[attr-defined]
        "target_type": row._meta.label,
        "target_id": row.pk,
        "at": at,
        "staff_id": by.staff_id,
        "actor_name": by.name,
        "values": {name: _readable(row, name) for name in fields},
    }


def _readable(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)
