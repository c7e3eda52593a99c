"""Which audit rows a viewer may read, and how they ask for them.

Source: the AUD column of the access matrix and its `*`: the director reads all of the
program; a supervisor their own unit and never their own acts; IT the security of
accounts without any patient.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.audit.models import AuditEvent
from daybridge.audit.words import SECURITY

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the audit page; empty ones ask nothing."""

    staff_id: UUID | None = None
    patient_id: UUID | None = None
    action: str = ""
    outcome: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    events: list[AuditEvent]
    after: str  # key of the next page, or ""


def events_within(viewer: Viewer) -> QuerySet[AuditEvent]:
    """The audit rows this viewer may read at all."""
    events = AuditEvent.objects.filter(program_id=viewer.program_id)
    if Role.DIRECTOR in viewer.roles:
        return events
    within = Q(pk__in=[])
    if Role.SUPERVISOR in viewer.roles:
        within |= Q(staff_id__in=_unit_of(viewer))
    if Role.ADMINISTRATOR in viewer.roles:
        within |= Q(action__in=SECURITY, patient_id=None)
    return events.filter(within).exclude(staff_id=viewer.staff_id)


def shows_patients(viewer: Viewer) -> bool:
    """Whether the viewer's audit may name patients: IT's may not."""
    return bool(viewer.roles & {Role.DIRECTOR, Role.SUPERVISOR})


def find(viewer: Viewer, asked: Asked) -> QuerySet[AuditEvent]:
    """The rows that were asked for, of those the viewer may read, newest first."""
    if asked.patient_id and not shows_patients(viewer):
        return AuditEvent.objects.none()
    return narrowed(events_within(viewer), viewer, asked)


def narrowed(
    events: QuerySet[AuditEvent], viewer: Viewer, asked: Asked
) -> QuerySet[AuditEvent]:
    """Only the rows that the filters let through, newest first."""
    same = {
        "staff_id": asked.staff_id,
        "patient_id": asked.patient_id,
        "action": asked.action,
        "outcome": asked.outcome,
    }
    events = events.filter(**{name: value for name, value in same.items() if value})
    zone = viewer.program.zone
    if asked.from_on:
        events = events.filter(at__gte=datetime.combine(asked.from_on, time(), zone))
    if asked.to_on:
        end = asked.to_on + timedelta(days=1)
        events = events.filter(at__lt=datetime.combine(end, time(), zone))
    return events.order_by("-at", "-id")


def page_of(events: QuerySet[AuditEvent], after: str, *, size: int = PAGE) -> Page:
    """One page by key: nothing is counted, and later pages cost what the first did."""
    key = _key(after)
    if key:
        at, event_id = key
        events = events.filter(Q(at__lt=at) | Q(at=at, id__lt=event_id))
    rows = list(events[: size + 1])
    if len(rows) <= size:
        return Page(rows, "")
    last = rows[size - 1]
    return Page(rows[:size], f"{last.at.isoformat()}~{last.pk}")


def names_of_patients(viewer: Viewer, events: list[AuditEvent]) -> dict[UUID, str]:
    """The names behind the rows of one page, in one query; none for IT."""
    ids = {event.patient_id for event in events if event.patient_id}
    if not ids or not shows_patients(viewer):
        return {}
    patients = apps.get_model("people", "Patient").objects.visible_to(viewer)
    return {one.pk: one.display_name for one in patients.filter(pk__in=ids)}


def _unit_of(viewer: Viewer) -> Any:
    """The staff whom this supervisor supervises."""
    staff = apps.get_model("people", "Staff").objects.in_program(viewer.program_id)
    return staff.filter(supervisor_id=viewer.staff_id).values("pk")


def _key(after: str) -> tuple[datetime, UUID] | None:
    try:
        at, event_id = after.split("~")
        return datetime.fromisoformat(at), UUID(event_id)
    except ValueError:
        return None
