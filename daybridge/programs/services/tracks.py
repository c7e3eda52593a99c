"""Tracks, and what a week on them must hold: dated rules that keep the past."""

from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.programs.errors import RuleDayTaken
from daybridge.programs.models import DoseRule, Track
from daybridge.programs.services.holding import hold_program
from daybridge.programs.services.keeping import add, amend
from daybridge.programs.values import DoseValues, TrackValues

ONE_DAY = timedelta(days=1)
IN_VERSIONS = (*DoseValues.names(), "starts_on", "ends_on")


@service
def open_track(
    *, values: TrackValues, dose: DoseValues, starts_on: date, at: datetime, by: Viewer
) -> Track:
    """Add a track with what its weeks must hold from a day on. Raises NameTaken."""
    row = add(Track(program_id=by.program_id), values, at=at, by=by)
    set_dose(track=row, values=dose, starts_on=starts_on, at=at, by=by)
    return row


@service
def change_track(
    *, track: Track, values: TrackValues, at: datetime, by: Viewer,
    base: str | None = None,
) -> Track:  # fmt: skip
    """Change a track; people on it keep the level of their stay.

    Raises NameTaken, StaleSetting.
    """
    return amend(track, values, base=base, at=at, by=by)


@service
def set_dose(
    *, track: Track, values: DoseValues, starts_on: date, at: datetime, by: Viewer
) -> DoseRule:
    """Let another weekly dose hold from a day on; the days before keep theirs.

    A rule that begins today or later may be replaced. Raises RuleDayTaken for a day
    that is over and had a rule; days before the first rule may still be given one.
    """
    hold_program(by.program_id)
    today = by.program.day_of(at)
    rules = _rules_of(track)
    if rules and rules[0].starts_on <= starts_on < today:
        raise RuleDayTaken("This day is over, and the past keeps its rule.")
    for row in [row for row in rules if row.starts_on == starts_on]:
        rules.remove(row)
        row.delete()
    before = [row for row in rules if row.starts_on < starts_on]
    after = [row for row in rules if row.starts_on > starts_on]
    if before:
        _end(before[-1], starts_on - ONE_DAY)
    rule = DoseRule(
        program_id=by.program_id,
        track=track,
        starts_on=starts_on,
        ends_on=after[0].starts_on - ONE_DAY if after else None,
    )
    values.put_on(rule)
    rule.save(force_insert=True)
    _keep("programs.dose_rule_set", rule, at, by)
    return rule


@service
def withdraw_dose(*, rule: DoseRule, at: datetime, by: Viewer) -> None:
    """Take back a weekly dose that has not begun; the one before it goes on.

    Raises RuleDayTaken once it has begun, or when no other rule would hold.
    """
    hold_program(by.program_id)
    if rule.starts_on <= by.program.day_of(at):
        raise RuleDayTaken("This rule has begun. Let another follow it instead.")
    rules = _rules_of(rule.track)
    place = [row.pk for row in rules].index(rule.pk)
    if place == 0:
        raise RuleDayTaken("This is the first rule of the track. Replace it instead.")
    _end(rules[place - 1], rules[place].ends_on)
    _keep("programs.dose_rule_withdrawn", rules[place], at, by)
    rules[place].delete()


def _rules_of(track: Track) -> list[DoseRule]:
    rules: Any = DoseRule.objects.in_program(track.program_id).filter(track=track)
    return list(rules.order_by("starts_on", "pk"))


def _end(rule: DoseRule, day: date | None) -> None:
    rule.ends_on = day
    rule.save(update_fields=["ends_on"])


def _keep(action: str, rule: DoseRule, at: datetime, by: Viewer) -> None:
    detail = {"track": str(rule.track_id), "starts_on": rule.starts_on.isoformat()}
    record(action, by=by.actor, target=rule, at=at, detail=detail)
    remember([rule], fields=IN_VERSIONS, by=by.actor, at=at)
