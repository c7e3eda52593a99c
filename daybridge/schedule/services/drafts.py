"""Make a draft of a week, ask for the best one, hear of it, and stop the search."""

from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import Plan, Status
from daybridge.rules.week_fit.writing import plan_document
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule.drafting.by_hand import Changed
from daybridge.schedule.models import Draft
from daybridge.schedule.models.drafts import LONGEST_NAME
from daybridge.schedule.values import DraftValues

State = Draft.State
BY_HAND = ", by hand"


@service
def make_draft(
    *, values: DraftValues, asked: Instance, at: datetime, by: Viewer
) -> Draft:
    """Keep a question about the week, as the clinic is known at this moment."""
    extra = values.extra
    draft: Draft = Draft.objects.create(
        program_id=by.program_id,
        name=values.name,
        starts_on=values.starts_on,
        extra_groups=extra.names() if extra else {},
        instance=instance_document(asked),
        made_by_id=by.staff_key,
    )
    record("schedule.draft_made", by=by.actor, target=draft, at=at)
    return draft


@service
def change_draft(*, draft: Draft, changed: Changed, at: datetime, by: Viewer) -> Draft:
    """Keep a draft that was made from another one by hand; the other one stays."""
    document = plan_document(changed.plan)
    copy: Draft = Draft.objects.create(
        program_id=by.program_id,
        name=_by_hand(draft),
        starts_on=draft.starts_on,
        extra_groups=changed.extra_groups,
        instance=instance_document(changed.instance),
        plan=document,
        levels=document["levels"],
        made_from=draft,
        made_by_id=by.staff_key,
    )
    record("schedule.draft_changed", by=by.actor, target=copy, at=at)
    return copy


def _by_hand(draft: Draft) -> str:
    if draft.made_from_id is not None:
        return draft.name
    return f"{draft.name[: LONGEST_NAME - len(BY_HAND)]}{BY_HAND}"


@service
def ask_for_week(*, draft: Draft, seconds: int, at: datetime, by: Viewer) -> bool:
    """Put the search into the queue; False when it was asked for already.

    A week that was made by hand is where it begins.
    """
    from daybridge.schedule.drafting.task import find_best_week

    asked = Draft.objects.in_program(by.program_id).filter(
        pk=draft.pk, state__in=(State.NEW, State.FAILED)
    ).update(
        state=State.RUNNING, seconds=seconds, asked_at=at, heard_at=None,
        stop_asked_at=None,
    )  # fmt: skip
    if asked:
        record("schedule.draft_asked", by=by.actor, target=draft, at=at)
        find_best_week.enqueue(str(draft.program_id), str(draft.pk))
    return bool(asked)


@service
def stop_search(*, draft: Draft, at: datetime, by: Viewer) -> None:
    """Ask the search to end with the best it has; it hears of it within a second."""
    running = Draft.objects.in_program(by.program_id).filter(
        pk=draft.pk, state=State.RUNNING, stop_asked_at=None
    )
    if running.update(stop_asked_at=at):
        record("schedule.draft_stopped", by=by.actor, target=draft, at=at)


@service
def begin_search(
    *,
    draft_id: UUID,
    at: datetime,
    by: Viewer,
    tried_since: datetime | None = None,
) -> Draft | None:
    """Take a search in hand; of two workers, one gets it."""
    drafts = Draft.objects.in_program(by.program_id).filter(pk=draft_id)
    waiting = drafts.to_begin(at, tried_since)
    if not waiting.update(heard_at=at):
        return None
    found: Draft = drafts.get()
    return found


@service
def note_progress(*, draft: Draft, plan: Plan, at: datetime, by: Viewer) -> bool:
    """Show the best so far; False when somebody asked to stop."""
    running = Draft.objects.in_program(by.program_id).filter(
        pk=draft.pk, state=State.RUNNING
    )
    running.update(heard_at=at, levels=plan_document(plan)["levels"])
    return bool(running.filter(stop_asked_at=None).exists())


@service
def settle_search(
    *, draft: Draft, plan: Plan | None, at: datetime, by: Viewer
) -> None:  # fmt: skip
    """Keep what was found; without a plan it failed, and may be asked once more."""
    drafts = Draft.objects.in_program(by.program_id).filter(pk=draft.pk)
    answer: dict[str, Any] = {"state": State.FAILED}
    if plan is not None:
        document = plan_document(plan)
        answer = {"state": State.FAILED, "plan": document, "levels": document["levels"]}
        if plan.status in (Status.OPTIMAL, Status.FEASIBLE):
            was_stopped = drafts.exclude(stop_asked_at=None).exists()
            answer["state"] = State.STOPPED if was_stopped else State.DONE
    drafts.update(heard_at=at, **answer)
    record("schedule.draft_settled", by=by.actor, target=draft, at=at)
