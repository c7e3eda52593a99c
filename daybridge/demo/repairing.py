"""Something happened in the demo, and nobody decided yet: two counselors are away.

One calls in sick for tomorrow; another one has said that they are away for three weeks
from the week after next on. The proposals are found as on the page, so each can be
accepted there.

Decided: no absence of the past is shown as repaired. The notes of those evenings are
         signed by whoever was to lead, and a history in which somebody else led would
         be invented.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import Program
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.occurrences import midnights
from daybridge.schedule.repairing.proposing import proposals
from daybridge.schedule.services.repairs import new_step

DAYS_AHEAD = 7  # in which somebody who calls in sick leads something
WEEKS_UNTIL, WEEKS_AWAY = 2, 3  # whole weeks: until a leave begins, and of it


def announce_absences(clinic: Clinic, draw: Draw, longer: Draw) -> None:
    """Somebody is away tomorrow, and somebody else for three weeks."""
    program = Program.objects.get(pk=clinic.program_id)
    sick = _call_in_sick(clinic, program, draw)
    _take_leave(clinic, program, longer, except_staff=sick)


def _call_in_sick(clinic: Clinic, program: Program, draw: Draw) -> UUID | None:
    """Whoever leads the next session after today is away that day."""
    tomorrow = clinic.today + timedelta(days=1)
    first = _of_groups(program, tomorrow, DAYS_AHEAD).first()
    if first is None:
        return None
    made_at = clinic.now - timedelta(minutes=draw.between(5, 50))
    day = program.day_of(first.starts_at)
    _say_away(clinic, program, draw, made_at, (first.leader_id, day, 1))
    key: UUID = first.leader_id
    return key


def _take_leave(
    clinic: Clinic, program: Program, draw: Draw, *, except_staff: UUID | None
) -> None:
    """Whoever leads first in those weeks, but for who is sick, is away in all."""
    monday = clinic.today - timedelta(days=clinic.today.weekday())
    begins, days = monday + timedelta(weeks=WEEKS_UNTIL), WEEKS_AWAY * 7
    led = _of_groups(program, begins, days).exclude(leader_id=except_staff)
    first = led.first()
    if first is None:
        return
    made_at = clinic.now - timedelta(days=draw.between(2, 4))
    _say_away(clinic, program, draw, made_at, (first.leader_id, begins, days))


def _of_groups(program: Program, day: date, days: int) -> Any:
    """The sessions of groups that are held in so many days, the first in front."""
    ahead = (
        Session.objects.in_program(program).held().between(*_span(day, days, program))
    )
    return ahead.filter(group__isnull=False).order_by("starts_at", "pk")


def _say_away(
    clinic: Clinic, program: Program, draw: Draw, made_at: datetime,
    away: tuple[UUID, date, int],
) -> None:  # fmt: skip
    """The front desk writes down who is away from a day on, and for how many."""
    staff_id, day, days = away
    starts_at, ends_at = _span(day, days, program)
    repair = Repair(
        id=draw.id(made_at), created_at=made_at, program=program,
        what=Repair.What.LEADER, staff_id=staff_id, starts_at=starts_at,
        ends_at=ends_at,
        made_by_id=clinic.with_role("front_desk")[0].id,
    )  # fmt: skip
    steps = [new_step(repair, found) for found in proposals(repair, at=clinic.now)]
    for step in steps:
        step.pk, step.created_at = draw.id(made_at), made_at
    Repair.objects.bulk_create([repair])
    RepairStep.objects.bulk_create(steps)
    clinic.bulk.written += 1 + len(steps)


def _span(day: date, days: int, program: Program) -> tuple[datetime, datetime]:
    """So many whole days, from the beginning of one on."""
    return midnights(day, day + timedelta(days=days - 1), program.zone)
