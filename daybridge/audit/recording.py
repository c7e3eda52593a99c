"""Write audit rows: `record` for one act, `record_many` for many at once.

`record_each` writes one act on many rows, as when a whole roster is saved.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from daybridge.audit.actor import Actor
from daybridge.audit.marks import as_stored, marks_of
from daybridge.audit.models import AuditEvent, Outcome
from daybridge.bulk import insert
from daybridge.keys import new_id

Columns = dict[str, Any]


def event(
    action: str,
    *,
    by: Actor,
    target: models.Model | None = None,
    patient_id: UUID | None = None,
    reason: str = "",
    outcome: Outcome = Outcome.ALLOWED,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Columns:
    """The columns of one act, not yet written. `target` says whose record it is."""
    return {
        "id": new_id(),
        "program_id": by.program_id or getattr(target, "program_id", None),
        "at": at or timezone.now(),
        "user_id": by.user_id,
        "staff_id": by.staff_id,
        "actor_name": by.name[:200],
        "roles": ",".join(by.roles)[:200],
        "action": action,
        "target_type": target._meta.label if target is not None else "",
        "target_id": target.pk if target is not None else None,
        "patient_id": patient_id or getattr(target, "patient_id", None),
        "reason": reason,
        "basis": by.basis,
        "address": by.address,
        "outcome": outcome,
        "detail": as_stored(dict(detail or {})),
    }


def record(action: str, *, by: Actor, **about: Any) -> None:
    """Write one act in the caller's transaction."""
    record_many([event(action, by=by, **about)])


def record_many(events: Iterable[Columns]) -> None:
    """Write a batch of acts in one statement, each with its keyed mark."""
    acts = list(events)
    marked = zip(acts, marks_of(acts), strict=True)
    insert(AuditEvent, [act | {"mark": mark} for act, mark in marked])


def record_each(
    action: str,
    *,
    by: Actor,
    targets: Iterable[models.Model],
    detail: Callable[[Any], Mapping[str, Any]],
    at: datetime,
) -> None:
    """Write one act on many rows, each with its own detail, in one statement."""
    shared = event(action, by=by, at=at)
    record_many(
        shared
        | {
            "id": new_id(),
            "program_id": by.program_id or getattr(target, "program_id", None),
            "target_type": target._meta.label,
            "target_id": target.pk,
            "patient_id": getattr(target, "patient_id", None),
            "detail": as_stored(dict(detail(target))),
        }
        for target in targets
    )
