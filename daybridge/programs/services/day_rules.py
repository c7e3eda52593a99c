"""When a day of attendance counts: dated rules, several of which may hold at once."""

from datetime import date, datetime, timedelta

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.programs.errors import RuleDayTaken
from daybridge.programs.models import DayRule
from daybridge.programs.services.holding import hold, hold_program
from daybridge.programs.values import DayRuleValues

ONE_DAY = timedelta(days=1)
IN_VERSIONS = (*DayRuleValues.names(), "starts_on", "ends_on")


@service
def set_day_rule(
    *, values: DayRuleValues, starts_on: date, at: datetime, by: Viewer,
    replaces: DayRule | None = None,
) -> DayRule:  # fmt: skip
    """Let a rule hold from a day on; the one it replaces holds until the day before.

    Raises RuleDayTaken when it would rewrite a day that is over.
    """
    hold_program(by.program_id)
    today = by.program.day_of(at)
    any_before = DayRule.objects.in_program(by.program_id).exists()
    if any_before and starts_on < today:
        raise RuleDayTaken("This day is over, and the past keeps its rules.")
    ends_on = None
    if replaces is not None:
        old = hold(replaces)
        if old.ends_on is not None and old.ends_on < starts_on:
            raise RuleDayTaken("The rule it replaces has ended before this day.")
        ends_on = old.ends_on
        _give_way(old, starts_on, at, by)
    rule = DayRule(program_id=by.program_id, starts_on=starts_on, ends_on=ends_on)
    values.put_on(rule)
    rule.save(force_insert=True)
    _keep("programs.day_rule_set", rule, at, by)
    return rule


@service
def end_day_rule(
    *, rule: DayRule, last_day: date | None, at: datetime, by: Viewer
) -> DayRule:
    """Let a rule hold until a day (inclusive); with None it goes on without an end.

    Raises RuleDayTaken when a day that is over would lose or gain it.
    """
    row = hold(rule)
    yesterday = by.program.day_of(at) - ONE_DAY
    if last_day is not None and last_day < max(yesterday, row.starts_on):
        raise RuleDayTaken("Choose yesterday or a later day: the past keeps its rules.")
    if row.ends_on is not None and row.ends_on < yesterday:
        raise RuleDayTaken("This rule has ended. Let a new one begin instead.")
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])
    _keep("programs.day_rule_ended", row, at, by)
    return row


@service
def withdraw_day_rule(*, rule: DayRule, at: datetime, by: Viewer) -> None:
    """Take back a rule that has not begun; one of its name that it replaced goes on."""
    hold_program(by.program_id)
    row = hold(rule)
    if row.starts_on <= by.program.day_of(at):
        raise RuleDayTaken("This rule has begun. Let it end on a day instead.")
    replaced = DayRule.objects.in_program(by.program_id).filter(
        name=row.name, ends_on=row.starts_on - ONE_DAY
    )
    for before in replaced.order_by("-starts_on")[:1]:
        before.ends_on = row.ends_on
        before.save(update_fields=["ends_on"])
        _keep("programs.day_rule_ended", before, at, by)
    _keep("programs.day_rule_withdrawn", row, at, by)
    row.delete()


def _give_way(old: DayRule, day: date, at: datetime, by: Viewer) -> None:
    """End a rule on the day before; one that would then never hold goes."""
    if old.starts_on >= day:
        _keep("programs.day_rule_withdrawn", old, at, by)
        old.delete()
        return
    old.ends_on = day - ONE_DAY
    old.save(update_fields=["ends_on"])
    _keep("programs.day_rule_ended", old, at, by)


def _keep(action: str, rule: DayRule, at: datetime, by: Viewer) -> None:
    detail = {"rule": rule.name, "starts_on": rule.starts_on.isoformat()}
    record(action, by=by.actor, target=rule, at=at, detail=detail)
    remember([rule], fields=IN_VERSIONS, by=by.actor, at=at)
