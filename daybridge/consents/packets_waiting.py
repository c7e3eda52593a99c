"""Unfinished packets as staff see them: how far, how long, who was reminded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from daybridge.access.viewer import Viewer
from daybridge.consents.models import Packet
from daybridge.consents.reach import creatable

REMIND_AFTER = timedelta(hours=24)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One unfinished packet."""

    id: UUID
    patient_id: UUID
    name: str
    phone: str
    may_leave_message: bool
    begun_at: datetime
    signed: int
    forms: int
    reminded_at: datetime | None
    link_until: datetime | None
    opened_at: datetime | None
    is_late: bool

    @property
    def told(self) -> str:
        return f"{self.signed} of {self.forms} signed"


@dataclass(frozen=True, slots=True)
class Page:
    """Some packets, and the one after which the next page starts."""

    waiting: list[Waiting]
    after: UUID | None


def waiting_packets(viewer: Viewer, *, after: UUID | None = None) -> Page:
    """The unfinished packets this viewer may work on, the longest waiting first."""
    rows = (
        _counted(Packet.objects.in_program(viewer.program_id).open())
        .filter(patient__in=creatable(viewer))
        .select_related("patient")
        .order_by("created_at", "pk")
    )
    last = rows.filter(pk=after).first() if after else None
    if last is not None:
        began = Q(created_at=last.created_at)
        rows = rows.filter(
            Q(created_at__gt=last.created_at) | began & Q(pk__gt=last.pk)
        )
    found = [_waiting(row, viewer.at) for row in rows[: PAGE + 1]]
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def progress_of(packet: Packet | None) -> Waiting | None:
    """One packet, if there is one."""
    if packet is None:
        return None
    rows = _counted(Packet.objects.in_program(packet.program_id))
    row = rows.select_related("patient").get(pk=packet.pk)
    return _waiting(row, None)


def _counted(rows: Any) -> Any:
    kept = Q(consents__withdrawn_at=None)
    usable = Q(links__used_at=None, links__withdrawn_at=None)
    return rows.annotate(
        forms=Count("consents", filter=kept, distinct=True),
        signed=Count(
            "consents",
            filter=kept & Q(consents__signed_at__isnull=False),
            distinct=True,
        ),
        reminded_at=Max("reminders__at"),
        link_until=Max("links__expires_at", filter=usable),
        opened_at=Max("links__opened_at"),
    )


def _waiting(row: Any, at: datetime | None) -> Waiting:
    last = row.reminded_at or row.created_at
    return Waiting(
        id=row.pk,
        patient_id=row.patient_id,
        name=row.patient.display_name,
        phone=row.patient.phone,
        may_leave_message=row.patient.may_leave_message,
        begun_at=row.created_at,
        signed=row.signed,
        forms=row.forms,
        reminded_at=row.reminded_at,
        link_until=row.link_until if at is None or _is_after(row, at) else None,
        opened_at=row.opened_at,
        is_late=at is not None and at - last > REMIND_AFTER,
    )


def _is_after(row: Any, at: datetime) -> bool:
    return row.link_until is not None and row.link_until > at
