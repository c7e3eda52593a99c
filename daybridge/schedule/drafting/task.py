"""The search of a draft, as a task of the worker: it reports, and hears of a stop.

The solver is loaded here and nowhere in a web process.
"""

from uuid import UUID

from django.utils import timezone
from django_tasks import TaskContext, task

from daybridge.access.viewer import Viewer, system_viewer
from daybridge.programs.models import Program
from daybridge.rules.week_fit.model.own_rooms import with_rooms_settled
from daybridge.rules.week_fit.plan import Plan
from daybridge.schedule import services
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.models import Draft
from daybridge.schedule.tries import died_too_often, tried_since


@task(takes_context=True)
def find_best_week(context: TaskContext, program_id: str, draft_id: str) -> None:
    """Look for the best week of a draft, once; a second call finds nothing to do."""
    program = Program.objects.get(pk=UUID(program_id))
    by, at = system_viewer(program, timezone.now()), timezone.now()
    draft = services.begin_search(
        draft_id=UUID(draft_id), tried_since=tried_since(context), at=at, by=by
    )
    if draft is None:
        return
    plan = None
    try:
        if not died_too_often(context):
            plan = _searched(draft, by)
    finally:
        services.settle_search(draft=draft, plan=plan, at=timezone.now(), by=by)


def _searched(draft: Draft, by: Viewer) -> Plan:
    from daybridge.week_solver.engine import solve

    def watch(plan: Plan) -> bool:
        return services.note_progress(draft=draft, plan=plan, at=timezone.now(), by=by)

    found = Found(draft)
    plan = solve(found.instance, draft.seconds, watch, start=found.plan)
    return with_rooms_settled(found.instance, plan)
