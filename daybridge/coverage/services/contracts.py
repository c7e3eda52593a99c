"""The program's payers, plans, rates and scale: set by day, never rewritten."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.coverage.errors import AlreadyThere, DayOutOfOrder
from daybridge.coverage.models import Payer, Plan, Rate, SlidingFeeScale, Submitter
from daybridge.coverage.services.holding import hold
from daybridge.coverage.values import RateValues, ScaleValues
from daybridge.rules.sliding_fee import what_is_wrong_with


@service
def open_payer(*, at: datetime, by: Viewer, **values: Any) -> Payer:
    """Add a payer. Raises AlreadyThere when its name is taken."""
    payer = Payer(program_id=by.program_id, **values)
    _insert(payer, "A payer of this name is there already.", "name")
    record("coverage.payer_opened", by=by.actor, target=payer, at=at)
    return payer


@service
def change_payer(
    *, payer: Payer, version: int, at: datetime, by: Viewer, **values: Any
) -> Payer:
    """Change a payer, or end or take up again what is offered of it."""
    row = hold(payer, by, version=version)
    _change(row, values, "A payer of this name is there already.", "name")
    record("coverage.payer_changed", by=by.actor, target=row, at=at)
    return row


@service
def open_plan(*, payer: Payer, at: datetime, by: Viewer, **values: Any) -> Plan:
    """Add a plan of a payer."""
    plan = Plan(program_id=by.program_id, payer=payer, **values)
    _insert(plan, "This payer has a plan of this name already.", "name")
    record("coverage.plan_opened", by=by.actor, target=plan, at=at)
    return plan


@service
def change_plan(
    *, plan: Plan, version: int, at: datetime, by: Viewer, **values: Any
) -> Plan:
    """Change how a plan's contract counts."""
    row = hold(plan, by, version=version)
    _change(row, values, "This payer has a plan of this name already.", "name")
    record("coverage.plan_changed", by=by.actor, target=row, at=at)
    return row


@service
def set_rate(*, values: RateValues, at: datetime, by: Viewer) -> Rate:
    """Say what a service costs from a day on; the rate before it ends the day before.

    Raises AlreadyThere when a rate begins on that day or later.
    """
    plan = values.plan
    payer = plan.payer if plan is not None else values.payer
    rows = Rate.objects.in_program(by.program_id).filter(
        payer=payer, plan=plan, service=values.service
    )
    if rows.filter(starts_on__gte=values.starts_on).exists():
        raise AlreadyThere(
            "A rate from this day or a later one is there already. Choose a later day.",
            field="starts_on",
        )
    last = values.starts_on - timedelta(days=1)
    rows.filter(ends_on=None).update(ends_on=last)
    rows.filter(ends_on__gte=values.starts_on).update(ends_on=last)
    rate = Rate(
        program_id=by.program_id, payer=payer, plan=plan, service=values.service,
        code=values.code, cents=values.cents, source=values.source,
        starts_on=values.starts_on, set_by_id=by.staff_id,
    )  # fmt: skip
    _insert(rate, "A rate from this day is there already.", "starts_on")
    record(
        "coverage.rate_set", by=by.actor, target=rate, at=at,
        detail={"service": rate.service, "from": rate.starts_on.isoformat()},
    )  # fmt: skip
    return rate


@service
def end_rate(*, rate: Rate, last_day: date, at: datetime, by: Viewer) -> Rate:
    """Let a rate hold until a day, with nothing in its place."""
    row = hold(rate, by)
    if last_day < row.starts_on:
        raise DayOutOfOrder("A rate ends after it begins.", field="last_day")
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])
    record("coverage.rate_ended", by=by.actor, target=row, at=at)
    return row


@service
def set_scale(*, values: ScaleValues, at: datetime, by: Viewer) -> SlidingFeeScale:
    """Set the sliding fee scale from a day on; the one before holds until then."""
    wrong = what_is_wrong_with(values.tiers)
    if wrong:
        raise DayOutOfOrder(wrong[0], field="tiers")
    scale = SlidingFeeScale(
        program_id=by.program_id, starts_on=values.starts_on,
        tiers=[
            {"up_to_percent": tier.up_to_percent, "share": tier.share}
            for tier in values.tiers
        ],
        nominal_cents=values.nominal_cents, source=values.source,
        set_by_id=by.staff_id,
    )  # fmt: skip
    _insert(scale, "A scale from this day is there already.", "starts_on")
    record("coverage.scale_set", by=by.actor, target=scale, at=at)
    return scale


@service
def set_submitter(
    *, version: int | None, at: datetime, by: Viewer, **values: Any
) -> Submitter:
    """Say who the program is to payers."""
    row: Submitter | None = Submitter.objects.in_program(by.program_id).first()
    if row is None:
        row = Submitter(program_id=by.program_id, **values)
        _insert(row, "Someone else just set this. Look at it first.", "")
    else:
        row = hold(row, by, version=version)
        _change(row, values, "", "")
    record("coverage.submitter_set", by=by.actor, target=row, at=at)
    return row


def _insert(row: Any, sentence: str, field: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere(sentence, field=field) from None


def _change(row: Any, values: dict[str, Any], sentence: str, field: str) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=[*values, "version"])
    except IntegrityError:
        raise AlreadyThere(sentence, field=field) from None
