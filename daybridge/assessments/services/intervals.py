"""How often a payer or a plan wants a review, from a day on and until a day."""

from dataclasses import dataclass
from datetime import date, datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.models import ReviewInterval
from daybridge.assessments.services.keeping import begin_after
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.coverage.models import Payer, Plan
from daybridge.programs.services.holding import hold_program

FIELDS = ("payer", "plan", "every_days", "source", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class IntervalValues:
    """Whose rule it is, how many days may pass, and where that is written."""

    whose: Payer | Plan
    every_days: int
    source: str


@service
def set_interval(
    *, values: IntervalValues, starts_on: date, at: datetime, by: Viewer
) -> ReviewInterval:
    """Let an interval hold from a day on; the one before it ends the day before.

    Raises RuleDayTaken.
    """
    hold_program(by.program_id)
    plan = values.whose if isinstance(values.whose, Plan) else None
    payer_id = values.whose.pk if plan is None else plan.payer_id
    rows = ReviewInterval.objects.in_program(by.program_id)
    theirs = rows.filter(payer_id=payer_id, plan=plan)
    begin_after(theirs, starts_on, today=by.program.day_of(at))
    row = ReviewInterval(
        program_id=by.program_id, payer_id=payer_id, plan=plan,
        every_days=values.every_days, source=values.source, starts_on=starts_on,
    )  # fmt: skip
    row.save(force_insert=True)
    remember([row], fields=FIELDS, by=by.actor, at=at)
    record("assessments.interval_set", by=by.actor, target=row, at=at,
           detail={"starts_on": starts_on.isoformat()})  # fmt: skip
    return row


@service
def end_interval(*, interval: ReviewInterval, at: datetime, by: Viewer) -> None:
    """Let an interval hold today for the last time; the first end stands."""
    today = by.program.day_of(at)
    rows = ReviewInterval.objects.in_program(by.program_id).in_force(today)
    if rows.filter(pk=interval.pk, ends_on=None).update(ends_on=today):
        interval.ends_on = today
        remember([interval], fields=FIELDS, by=by.actor, at=at)
        record("assessments.interval_ended", by=by.actor, target=interval, at=at)
