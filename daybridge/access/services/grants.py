"""Open a matter to a kind of reader under a consent, and close it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.matrix import ActorKind, Matter
from daybridge.access.models import Grant
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record


@service
def open_grant(
    *,
    patient: Any,
    reader: ActorKind,
    opens: Matter,
    basis_id: UUID,
    expires_at: datetime | None = None,
    at: datetime,
    by: Viewer,
) -> Grant:
    """Open a matter from now on. Asking twice gives the grant that is there."""
    about = {"basis_id": basis_id, "reader": reader.value, "opens": opens.value}
    there: Grant | None = (
        Grant.objects.in_program(by.program_id).filter(ended_at=None, **about).first()
    )
    if there is not None:
        return there
    grant: Grant = Grant.objects.create(
        program_id=by.program_id,
        patient=patient,
        starts_at=at,
        expires_at=expires_at,
        **about,
    )
    _record("access.grant_opened", grant, at=at, by=by)
    return grant


@service
def end_grants(*, basis_id: UUID, at: datetime, by: Viewer) -> int:
    """Close everything that a basis opened, from this moment on; say how many."""
    rows = list(
        Grant.objects.in_program(by.program_id)
        .select_for_update()
        .filter(basis_id=basis_id, ended_at=None)
    )
    for grant in rows:
        grant.ended_at = max(at, grant.starts_at)
        grant.save(update_fields=["ended_at"])
        _record("access.grant_ended", grant, at=at, by=by)
    return len(rows)


def _record(action: str, grant: Grant, *, at: datetime, by: Viewer) -> None:
    record(
        action,
        by=by.actor,
        target=grant,
        at=at,
        detail={"reader": grant.reader, "opens": grant.opens},
    )
