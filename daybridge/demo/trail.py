"""Audit rows of the demo: the acts of its invented staff, signed and sealed."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from daybridge.audit import anchors
from daybridge.audit.anchors import Head
from daybridge.audit.chain import START, chain_of, digest_of
from daybridge.audit.marks import mark_of
from daybridge.audit.models import AuditEvent, AuditSeal, Outcome
from daybridge.demo.bulk import Bulk
from daybridge.demo.draw import Draw
from daybridge.demo.people import Hired


class Trail:
    """The audit of the demo: each act is kept and sealed where it stands."""

    def __init__(self, program_id: UUID, bulk: Bulk, sealed_at: datetime) -> None:
        self._program_id, self._bulk, self._sealed_at = program_id, bulk, sealed_at
        self._head = Head(chain_of(program_id), 0, START)

    def keep(
        self,
        draw: Draw,
        action: str,
        by: Hired | None,
        *,
        target_type: str,
        target_id: UUID,
        patient_id: UUID | None,
        at: datetime,
    ) -> None:
        """Keep one act; `by` is None for the system."""
        row: dict[str, Any] = {
            "id": draw.id(at), "program_id": self._program_id, "at": at,
            "user_id": by.user_id if by else None, "staff_id": by.id if by else None,
            "actor_name": by.name if by else "Daybridge",
            "roles": ",".join(by.roles) if by else "", "action": action,
            "target_type": target_type, "target_id": target_id,
            "patient_id": patient_id, "reason": "", "basis": "",
            "address": "10.0.0.5" if by else "", "outcome": Outcome.ALLOWED.value,
            "detail": {},
        }  # fmt: skip
        mark = mark_of(SimpleNamespace(**row))
        self._bulk.add(AuditEvent, mark=mark, **row)
        self._seal(row["id"], mark)

    def close(self) -> None:
        """Keep the head of the chain outside the database, as sealing always does."""
        if self._head.number:
            anchors.keep([self._head], at=self._sealed_at)

    def _seal(self, event_id: UUID, mark: str) -> None:
        before, number = self._head, self._head.number + 1
        digest = digest_of(
            chain=before.chain, number=number, mark=mark, event_id=event_id,
            at=self._sealed_at, before=before.digest,
        )  # fmt: skip
        self._bulk.add(
            AuditSeal, chain=before.chain, number=number, event_id=event_id,
            digest=digest, sealed_at=self._sealed_at,
        )  # fmt: skip
        self._head = Head(before.chain, number, digest)
