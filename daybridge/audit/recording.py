"""Write audit rows: `record` for one act, `record_many` for many at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from daybridge.audit.actor import Actor
from daybridge.audit.models import AuditEvent, Outcome
from daybridge.bulk import insert


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
) -> AuditEvent:
    """Describe one act, not yet written. `target` says whose record it is if it can."""
    return AuditEvent(
        program_id=by.program_id or getattr(target, "program_id", None),
        at=at or timezone.now(),
        user_id=by.user_id,
        staff_id=by.staff_id,
        actor_name=by.name[:200],
        roles=",".join(by.roles)[:200],
        action=action,
        target_type=target._meta.label if target is not None else "",
        target_id=target.pk if target is not None else None,
        patient_id=patient_id or getattr(target, "patient_id", None),
        reason=reason,
        basis=by.basis,
        address=by.address,
        outcome=outcome,
        detail=dict(detail or {}),
    )


def record(action: str, *, by: Actor, **about: Any) -> AuditEvent:
    """Write one act in the caller's transaction."""
    written = event(action, by=by, **about)
    record_many([written])
    return written


def record_many(events: Iterable[AuditEvent]) -> None:
    """Write a batch of acts in one statement."""
    written = list(events)
    for each in written:
        each.sign()
    insert(AuditEvent, map(vars, written))
    for each in written:
        each._state.adding = False
