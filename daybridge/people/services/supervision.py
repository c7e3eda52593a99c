"""Say who supervises whom, from when until when; nobody in a circle."""

from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.directors import take_turn
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people.credentials import needs_supervisor, signs_alone
from daybridge.people.errors import SupervisionRefused
from daybridge.people.models import Staff, Supervision


@service
def set_supervisor(
    *, staff: Staff, supervisor: Staff, starts_on: date, by: Viewer, at: datetime
) -> Supervision:
    """Name a supervisor from a day on; whoever was it before ends the day before."""
    take_turn(by.program_id)
    staff.refresh_from_db()
    _assert_may_supervise(supervisor, staff, on=by.program.day_of(at))
    running: Supervision | None = _running(staff).first()
    if running is not None and running.supervisor_id == supervisor.pk:
        return running
    if starts_on > by.program.day_of(at):
        raise SupervisionRefused("Name the supervisor on the day it begins.")
    if running is not None:
        if starts_on < running.starts_on:
            raise SupervisionRefused(
                "The supervisor of now started later. Choose that day or a later one."
            )
        last_day = max(starts_on - timedelta(days=1), running.starts_on)
        _end(running, last_day, by, at, successor=True)
    supervision: Supervision = Supervision.objects.create(
        program_id=by.program_id,
        staff=staff,
        supervisor=supervisor,
        starts_on=starts_on,
        set_by_id=by.staff_id,
    )
    _point(staff, supervisor)
    _record("people.supervisor_set", supervision, by, at)
    return supervision


@service
def end_supervision(*, staff: Staff, ends_on: date, by: Viewer, at: datetime) -> bool:
    """End it without a successor; refused for whoever may not sign alone."""
    take_turn(by.program_id)
    staff.refresh_from_db()
    running: Supervision | None = _running(staff).first()
    if running is None:
        return False
    if needs_supervisor(staff, staff.credentials.all(), on=by.program.day_of(at)):
        raise SupervisionRefused(
            f"What {staff.called} writes needs a supervisor's signature. Name the next "
            "supervisor instead."
        )
    if not running.starts_on <= ends_on <= by.program.day_of(at):
        raise SupervisionRefused("It ends between the day it began and today.")
    _end(running, ends_on, by, at)
    _point(staff, None)
    return True


@service
def end_given(*, staff: Staff, by: Viewer, at: datetime) -> list[Staff]:
    """End what someone gives who supervises no more; gives who is now without."""
    rows = Supervision.objects.in_program(by.program_id).filter(ends_on=None)
    given = list(rows.filter(supervisor=staff).select_related("staff"))
    for running in given:
        _end_today(running, by, at)
    return [running.staff for running in given]


@service
def end_all_of(*, staff: Staff, by: Viewer, at: datetime) -> list[Staff]:
    """End what someone who leaves gave or had; gives who is now without."""
    left_alone: list[Staff] = end_given(staff=staff, by=by, at=at)
    for running in _running(staff).select_related("staff"):
        _end_today(running, by, at)
    staff.supervisor = None
    return left_alone


def _assert_may_supervise(supervisor: Staff, staff: Staff, *, on: date) -> None:
    if supervisor.pk == staff.pk:
        raise SupervisionRefused("Nobody supervises themselves.")
    if supervisor.program_id != staff.program_id or supervisor.deactivated_at:
        raise SupervisionRefused("This person does not work here now.")
    if staff.deactivated_at is not None:
        raise SupervisionRefused(f"{staff.called} does not work here now.")
    if Role.SUPERVISOR not in supervisor.role_set:
        raise SupervisionRefused(f"{supervisor.called} is not a clinical supervisor.")
    if not signs_alone(supervisor.credentials.all(), on=on):
        raise SupervisionRefused(
            f"{supervisor.called} has no current license that signs alone."
        )
    if _leads_back(supervisor, staff):
        raise SupervisionRefused(
            f"{staff.called} supervises {supervisor.called} already, directly or "
            "through others."
        )


def _leads_back(supervisor: Staff, staff: Staff) -> bool:
    """Whether going up from the supervisor one comes to the person supervised."""
    above = dict(
        Staff.objects.in_program(staff.program_id)
        .exclude(supervisor=None)
        .values_list("pk", "supervisor_id")
    )
    seen, step = set(), above.get(supervisor.pk)
    while step is not None and step not in seen:
        if step == staff.pk:
            return True
        seen.add(step)
        step = above.get(step)
    return False


def _running(staff: Staff) -> Any:
    return staff.supervisions.filter(ends_on=None)


def _end_today(running: Supervision, by: Viewer, at: datetime) -> None:
    _end(running, max(by.program.day_of(at), running.starts_on), by, at)
    _point(running.staff, None)


def _end(
    running: Supervision,
    ends_on: date,
    by: Viewer,
    at: datetime,
    *,
    successor: bool = False,
) -> None:
    running.ends_on = ends_on
    running.save(update_fields=["ends_on"])
    if not successor:
        _record("people.supervision_ended", running, by, at)


def _point(staff: Staff, supervisor: Staff | None) -> None:
    """Keep the row of staff saying who supervises now."""
    staff.supervisor = supervisor
    staff.save(update_fields=["supervisor"])


def _record(action: str, supervision: Supervision, by: Viewer, at: datetime) -> None:
    detail = {
        "staff": str(supervision.staff_id),
        "supervisor": str(supervision.supervisor_id),
    }
    record(action, by=by.actor, target=supervision, detail=detail, at=at)
