"""Drafts of a week in the demo: next quarter as it could be, twice.

One keeps what there is, one begins anew as a careful coordinator would; the engine is
asked on the page.
"""

from datetime import timedelta
from typing import Any

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import Modality, Program, Track
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.standing import kept
from daybridge.rules.week_fit.plan import Plan
from daybridge.rules.week_fit.writing import plan_document
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.models import Draft
from daybridge.schedule.values import DraftValues, ExtraGroups

MOST_PEOPLE = 150  # a larger clinic is drafted by hand: it would take minutes
AHEAD = timedelta(days=30)


def draft_weeks(clinic: Clinic, draw: Draw) -> None:
    """One with the groups there are, and one with three more."""
    program = Program.objects.get(pk=clinic.program_id)
    track = Track.objects.in_program(program).order_by("-name", "pk")[0]
    more = ExtraGroups(3, track, Modality.GROUP.value, 180, 10)
    day = clinic.today + AHEAD
    for values, found in (
        (DraftValues("Next quarter", day), kept),
        (DraftValues("Next quarter, with three new groups", day, extra=more), greedy),
    ):
        asked = problem(program, values, at=clinic.now)
        if len(asked.clients) <= MOST_PEOPLE:
            _keep(clinic, draw, values, asked, plan_of(found(asked)))
    clinic.bulk.flush()


def _keep(
    clinic: Clinic, draw: Draw, values: DraftValues, asked: Instance, plan: Plan
) -> None:
    document: Any = plan_document(plan)
    made_at = clinic.now - timedelta(days=1, minutes=draw.between(5, 50))
    clinic.bulk.add(
        Draft, id=draw.id(made_at), created_at=made_at, program_id=clinic.program_id,
        name=values.name, starts_on=values.starts_on,
        extra_groups=values.extra.names() if values.extra else {},
        instance=instance_document(asked), plan=document, levels=document["levels"],
        state=Draft.State.STOPPED.value, made_by_id=clinic.with_role("director")[0].id,
        asked_at=made_at, heard_at=made_at, stop_asked_at=made_at,
    )  # fmt: skip
