"""Days on which something happened, on the Wednesday of next week."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from daybridge.access.service import loading
from daybridge.attendance.models import Attendance
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Credential
from daybridge.schedule import services
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.values import RepairValues
from tests.cast import ZONE, keep, today

WEDNESDAY = 2


def wednesday(hour: int = 17, minute: int = 30, *, days: int = 0) -> datetime:
    """A moment of the Wednesday of next week, or some days from it."""
    day = today() + timedelta(days=7 - today().weekday() + WEDNESDAY + days)
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def hold(
    clinic: Any, title: str, starts_at: datetime, *patients: Any, **more: Any
) -> Session:
    """A session of three hours with these people on its roster."""
    session: Session = Session.objects.create(
        **{
            "program": clinic.program, "title": title, "track": clinic.track,
            "modality": "group", "leader": clinic.staff["ruth"],
            "room": clinic.room, "capacity": 12, "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3), **more,
        }
    )  # fmt: skip
    keep(
        Attendance(
            program=clinic.program, session=session, patient=patient,
            starts_at=starts_at,
        )
        for patient in patients
    )  # fmt: skip
    return session


def happened(clinic: Any, what: str, row: Any, **more: Any) -> RepairValues:
    """Somebody is away, or something closed, all of that Wednesday."""
    name = {"leader": "staff", "room": "room"}.get(what, "site")
    values: dict[str, Any] = {
        "starts_at": wednesday(0, 0), "ends_at": wednesday(0, 0, days=1),
        name: row, **more,
    }  # fmt: skip
    return RepairValues(what, **values)


def repaired(clinic: Any, what: str, row: Any, **more: Any) -> Repair:
    """What Grace says happened, with the first proposals."""
    return services.make_repair(
        values=happened(clinic, what, row, **more), at=timezone.now(),
        by=grace(clinic),
    )  # fmt: skip


def only_credential(staff: Any, kind: str | None, expires_on: Any = None) -> None:
    """The one credential that is on file of somebody; None: nothing is."""
    with loading(because="the suite's cast is no act of a room"):
        staff.credentials.all().delete()
        if kind is not None:
            Credential.objects.create(
                program=staff.program, staff=staff, kind=kind, number="1",
                jurisdiction="PA", expires_on=expires_on,
            )  # fmt: skip


def grace(clinic: Any) -> Any:
    return viewer_of(clinic.staff["grace"], at=timezone.now(), writes=True)


def step_of(repair: Repair, session: Session) -> RepairStep:
    found: RepairStep = repair.steps.select_related(
        "session", "leader", "room", "repair"
    ).get(session=session)
    return found


def accept(clinic: Any, repair: Repair, *steps: RepairStep) -> int:
    """Grace accepts some steps as they are, or all."""
    seen = {step.pk: step.version for step in steps or repair.steps.open()}
    return services.accept_steps(
        repair=repair, seen=seen, at=timezone.now(), by=grace(clinic)
    )


def take_back(clinic: Any, repair: Repair, *steps: RepairStep) -> int:
    """Grace lets some sessions be as they were, or all that were accepted."""
    done = repair.steps.filter(state=RepairStep.State.ACCEPTED)
    seen = {step.pk: step.version for step in steps or done}
    return services.take_back_steps(
        repair=repair, seen=seen, at=timezone.now(), by=grace(clinic)
    )
