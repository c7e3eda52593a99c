"""Something happened in the demo: a counselor is away tomorrow, and nobody decided yet.

The proposals are found as on the page, so each can be accepted there.
"""

from datetime import datetime, time, timedelta

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import Program
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.repairing.proposing import proposals
from daybridge.schedule.services.repairs import new_step

DAYS_AHEAD = 7


def call_in_sick(clinic: Clinic, draw: Draw) -> None:
    """Whoever leads the next session after today is away that day."""
    program = Program.objects.get(pk=clinic.program_id)
    midnight = datetime.combine(clinic.today + timedelta(days=1), time(), program.zone)
    ahead = Session.objects.in_program(program).held().between(
        midnight, midnight + timedelta(days=DAYS_AHEAD)
    )  # fmt: skip
    first = ahead.filter(group__isnull=False).order_by("starts_at", "pk").first()
    if first is None:
        return
    day = datetime.combine(program.day_of(first.starts_at), time(), program.zone)
    made_at = clinic.now - timedelta(minutes=draw.between(5, 50))
    repair = Repair(
        id=draw.id(made_at), created_at=made_at, program=program,
        what=Repair.What.LEADER, staff_id=first.leader_id, starts_at=day,
        ends_at=day + timedelta(days=1),
        made_by_id=clinic.with_role("front_desk")[0].id,
    )  # fmt: skip
    steps = [new_step(repair, found) for found in proposals(repair, at=clinic.now)]
    for step in steps:
        step.pk, step.created_at = draw.id(made_at), made_at
    Repair.objects.bulk_create([repair])
    RepairStep.objects.bulk_create(steps)
    clinic.bulk.written += 1 + len(steps)
