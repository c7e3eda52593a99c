"""Drafts of a week in the demo: next quarter as it could be, three times.

One keeps what there is, one is made from it by hand, and one begins anew as a careful
coordinator would, and was published and taken back. The engine is asked on the page.
"""

from datetime import timedelta
from typing import Any

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import Modality, Program, Track
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.own_rooms import with_rooms_settled
from daybridge.rules.week_fit.model.standing import kept
from daybridge.rules.week_fit.plan import Plan
from daybridge.rules.week_fit.writing import plan_document
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule.drafting.by_hand import close
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.drafting.publishing import group_key
from daybridge.schedule.models import Draft, Publication
from daybridge.schedule.values import DraftValues, ExtraGroups

WHAT_IT_DID = (
    "closed", "cancelled", "ended", "given", "begun", "people", "leaders",
)  # fmt: skip
MOST_PEOPLE = 150  # a larger clinic is drafted by hand: it would take minutes
WITH_MORE = "Next quarter, with three new groups"
AHEAD = timedelta(days=30)


def draft_weeks(clinic: Clinic, draw: Draw) -> None:
    """One with the groups there are, and one with three more."""
    program = Program.objects.get(pk=clinic.program_id)
    drafts = []
    track = Track.objects.in_program(program).order_by("-name", "pk")[0]
    more = ExtraGroups(3, track, Modality.GROUP.value, 180, 10)
    day = clinic.today + AHEAD
    asked_of = (("Next quarter", None, kept), (WITH_MORE, more, greedy))
    for name, extra, found in asked_of:
        values = DraftValues(name, day, extra=extra, keeps_part_of_day=True)
        asked = problem(program, values, at=clinic.now)
        if len(asked.clients) <= MOST_PEOPLE:
            plan = with_rooms_settled(asked, plan_of(found(asked)))
            drafts.append(_keep(clinic, draw, values, asked, plan))
    clinic.bulk.flush()
    for draft in Draft.objects.in_program(program).filter(pk__in=drafts[:1]):
        _change_by_hand(clinic, draw, draft)
    for draft_id in drafts[1:]:
        _publish_and_take_back(clinic, draw, draft_id, day)
    clinic.bulk.flush()


def _keep(
    clinic: Clinic, draw: Draw, values: DraftValues, asked: Instance, plan: Plan
) -> Any:
    document: Any = plan_document(plan)
    made_at = clinic.now - timedelta(days=1, minutes=draw.between(5, 50))
    key = draw.id(made_at)
    clinic.bulk.add(
        Draft, id=key, created_at=made_at, program_id=clinic.program_id,
        name=values.name, starts_on=values.starts_on,
        extra_groups=values.extra.names() if values.extra else {},
        instance=instance_document(asked), plan=document, levels=document["levels"],
        state=Draft.State.STOPPED.value, made_by_id=_director(clinic),
        asked_at=made_at, heard_at=made_at, stop_asked_at=made_at,
    )  # fmt: skip
    return key


def _change_by_hand(clinic: Clinic, draw: Draw, draft: Draft) -> None:
    """The group with the fewest people does not run."""
    found = Found(draft)
    held = [each for each in found.week.offerings.values() if each.arrangement]
    smallest = min(held, key=lambda each: (len(each.clients), each.id))
    changed = close(found, group_key(smallest.id))
    document: Any = plan_document(changed.plan)
    made_at = clinic.now - timedelta(minutes=draw.between(100, 200))
    clinic.bulk.add(
        Draft, id=draw.id(made_at), created_at=made_at, program_id=clinic.program_id,
        name=f"{draft.name}, by hand", starts_on=draft.starts_on,
        extra_groups=changed.extra_groups, made_from_id=draft.pk,
        instance=instance_document(changed.instance), plan=document,
        levels=document["levels"], state=Draft.State.NEW.value,
        made_by_id=_director(clinic), asked_at=None, heard_at=None, stop_asked_at=None,
    )  # fmt: skip


def _publish_and_take_back(clinic: Clinic, draw: Draw, draft_id: Any, day: Any) -> None:
    """The director thought better of it within the hour."""
    at = clinic.now - timedelta(hours=3)
    nothing: dict[str, list[str]] = {name: [] for name in WHAT_IT_DID}
    clinic.bulk.add(
        Publication, id=draw.id(at), created_at=at, program_id=clinic.program_id,
        draft_id=draft_id, starts_on=day, did=nothing, published_at=at,
        published_by_id=_director(clinic), taken_back_at=at + timedelta(minutes=40),
        taken_back_by_id=_director(clinic),
    )  # fmt: skip


def _director(clinic: Clinic) -> Any:
    return clinic.with_role("director")[0].id
