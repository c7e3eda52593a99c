"""All touched sessions looked at together, as a task of the worker.

The solver is loaded here and nowhere in a web process. The proposals that stand are
good without it: whatever happens to this task, they stay.
"""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from django_tasks import TaskContext, task

from daybridge.access.viewer import Viewer, system_viewer
from daybridge.programs.models import Program
from daybridge.rules.week_fit.plan import ANSWERED, LevelName, Plan, Status
from daybridge.schedule import services
from daybridge.schedule.models import Repair
from daybridge.schedule.repairing.facts import dated_facts
from daybridge.schedule.repairing.progress import SoFar
from daybridge.schedule.repairing.proposing import (
    Proposal,
    asked_together,
    mondays,
    together,
)
from daybridge.schedule.repairing.week import broken_week
from daybridge.schedule.tries import died_too_often, tried_since

SECONDS = 10.0  # for all weeks
UNKNOWN = Plan(Status.UNKNOWN)
Watch = Callable[[Plan], bool]


@task(takes_context=True)
def find_smallest_change(context: TaskContext, program_id: str, repair_id: str) -> None:
    """Look for less change than session by session; a second call finds nothing."""
    program = Program.objects.get(pk=UUID(program_id))
    by, at = system_viewer(program, timezone.now()), timezone.now()
    repair = services.begin_repair_search(
        repair_id=UUID(repair_id), tried_since=tried_since(context), at=at, by=by
    )
    if repair is None:
        return
    found: list[Proposal] | None = None
    at_least: int | None = None
    try:
        if not died_too_often(context):
            found, at_least = _searched(repair, by)
    finally:
        services.settle_repair_search(
            repair=repair, found=found, at_least=at_least, at=timezone.now(), by=by
        )


def _searched(repair: Repair, by: Viewer) -> tuple[list[Proposal], int | None]:
    """What is better in each week, and the changes that no repair can save.

    Whoever stops the search gets the best so far; weeks not looked at stay as they are.
    """
    from daybridge.week_solver.engine import solve

    found: list[Proposal] = []
    fewest: list[int | None] = []
    weeks = mondays(repair, by.at)
    for number, monday in enumerate(weeks, start=1):
        week = broken_week(dated_facts(repair, monday, at=by.at))
        asked = asked_together(week).instance
        watch = _watch(repair, SoFar(number, len(weeks), len(asked.clients)), by)
        if not watch(UNKNOWN):
            break
        plan = solve(asked, SECONDS / len(weeks), watch)
        found += together(week, plan)
        fewest.append(fewest_changes(plan))
        watch(plan)
    proved = [each for each in fewest if each is not None]
    return found, sum(proved) if len(proved) == len(weeks) else None


def _watch(repair: Repair, so_far: SoFar, by: Viewer) -> Watch:
    def watch(plan: Plan) -> bool:
        return services.note_repair_progress(
            repair=repair, so_far=so_far.with_best(plan), at=timezone.now(), by=by
        )

    return watch


def fewest_changes(plan: Plan) -> int | None:
    """Proved: no repair that keeps so many whole changes less."""
    if plan.status not in ANSWERED:
        return None
    changes = next(each for each in plan.levels if each.name is LevelName.CHANGES)
    return changes.bound
