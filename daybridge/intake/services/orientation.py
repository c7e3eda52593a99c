"""The first 30 days: made at admission, ticked as things are done."""

from datetime import date, datetime, timedelta

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.errors import IntakeError
from daybridge.intake.lists import ListItem, first_weeks
from daybridge.intake.models import Episode, OrientationItem, OrientationStep, Stay
from daybridge.intake.values import Admission

LAST_DAY = 30  # days after admission


@service
def owe_first_weeks(
    *, episode: Episode, stay: Stay, admission: Admission, at: datetime, by: Viewer
) -> None:
    """What follows an admission: each thing owed, with the day by which."""
    OrientationStep.objects.bulk_create(
        OrientationStep(
            program_id=episode.program_id,
            patient_id=episode.patient_id,
            episode=episode,
            key=item.key,
            label=item.label,
            due_on=episode.admitted_on + timedelta(days=item.due_days),
        )
        for item in list_on(by.program_id, episode.admitted_on)
    )


@service
def tick_step(
    *, step: OrientationStep, at: datetime, by: Viewer, note: str = ""
) -> bool:
    """Say that something was done; the first who says so stands."""
    rows = OrientationStep.objects.in_program(by.program_id).filter(pk=step.pk)
    changed = rows.filter(done_at=None).update(
        done_at=at, done_by_id=by.person_id, note=note.strip()[:500]
    )
    if changed:
        record("intake.first_weeks_done", by=by.actor, target=step, at=at,
               detail={"step": step.key})  # fmt: skip
    return bool(changed)


@service
def untick_step(*, step: OrientationStep, at: datetime, by: Viewer) -> bool:
    """Say that it was not done after all; the audit keeps who said what when."""
    rows = OrientationStep.objects.in_program(by.program_id).filter(
        pk=step.pk, done_at__isnull=False
    )
    before: OrientationStep | None = rows.first()
    if before is None or before.done_at is None:
        return False
    rows.update(done_at=None, done_by=None, note="")
    record("intake.first_weeks_undone", by=by.actor, target=step, at=at,
           detail={"step": step.key, "done_at": before.done_at.isoformat(),
                   "done_by": str(before.done_by_id)})  # fmt: skip
    return True


@service
def put_on_list(
    *, key: str, label: str, due_days: int, at: datetime, by: Viewer
) -> OrientationItem:
    """Change or add one line of the program's own list, from today on.

    The first change copies the list we ship, so that nothing on it is lost. People who
    are in care already keep the list of their day.
    """
    if not 0 <= due_days <= LAST_DAY:
        raise IntakeError(f"Choose 0 to {LAST_DAY} days.", field="due_days")
    _own_list(by)
    take_off_list(key=key, at=at, by=by)
    row = OrientationItem(
        program_id=by.program_id, key=key[:40], label=label[:120], due_days=due_days,
        starts_on=by.program.day_of(at), written_by_id=by.staff_id,
    )  # fmt: skip
    row.save(force_insert=True)
    record("intake.first_weeks_list_changed", by=by.actor, target=row, at=at,
           detail={"item": row.key})  # fmt: skip
    return row


@service
def take_off_list(*, key: str, at: datetime, by: Viewer) -> bool:
    """Ask for something no longer, from today on."""
    _own_list(by)
    rows = OrientationItem.objects.in_program(by.program_id)
    ended = rows.filter(key=key, ends_on=None).update(ends_on=by.program.day_of(at))
    if ended:
        record("intake.first_weeks_list_changed", by=by.actor, at=at,
               detail={"item": key})  # fmt: skip
    return bool(ended)


def list_on(program_id: object, day: date) -> list[ListItem]:
    """What is owed to somebody admitted on a day: the program's list, else ours."""
    own = OrientationItem.objects.in_program(program_id)
    if not own.exists():
        return list(first_weeks())
    rows = own.in_force(day).order_by("due_days", "label")
    return [ListItem(row.key, row.label, row.due_days) for row in rows]


def _own_list(by: Viewer) -> None:
    """Give the program a list of its own: the one in use until now."""
    if OrientationItem.objects.in_program(by.program_id).exists():
        return
    OrientationItem.objects.bulk_create(
        OrientationItem(
            program_id=by.program_id, key=item.key, label=item.label,
            due_days=item.due_days, starts_on=date(2000, 1, 1),
            written_by_id=by.staff_id,
        )
        for item in first_weeks()
    )  # fmt: skip
