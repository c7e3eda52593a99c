"""Reads of the offer: what a week on a track must hold, and when the doors are shut."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.programs.models import Closure, DoseRule, Track
from daybridge.rules.dose_rules import Population, WeeklyDoseRule, dose_rule_for


def dose_rules_on(program: Any, day: date) -> dict[UUID, WeeklyDoseRule]:
    """The weekly dose rule of each track, as it stands on a day."""
    rows = (
        DoseRule.objects.in_program(program)
        .in_force(day)
        .select_related("track")
        .order_by("starts_on")
    )
    return {row.track_id: _rule(row) for row in rows}


def _rule(row: DoseRule) -> WeeklyDoseRule:
    return WeeklyDoseRule(
        level=row.track.level_of_care,
        population=population_of(row.track),
        min_minutes_per_week=row.min_week_minutes,
        max_minutes_per_week=row.max_week_minutes,
        min_days_per_week=row.min_days,
        max_days_per_week=row.max_days,
        min_minutes_per_day=row.min_day_minutes,
        max_minutes_per_day=row.max_day_minutes,
        valid_from=row.starts_on,
        valid_to=row.ends_on,
        source=row.source,
    )


def dose_rule_of(track: Track, day: date) -> WeeklyDoseRule | None:
    """The rule that holds for a track on a day: its own, else the published one."""
    own = track.dose_rules.in_force(day).select_related("track").first()
    if own is not None:
        return _rule(own)
    return dose_rule_for(
        level=track.level_of_care, population=population_of(track), on=day
    )


def population_of(track: Track) -> Population:
    return Population.ADOLESCENT if track.for_adolescents else Population.ADULT


def closure_on(track: Track, day: date) -> Closure | None:
    """Why a track does not meet on a day, if the program or its site is closed."""
    shut: Closure | None = (
        Closure.objects.in_program(track.program_id)
        .filter(Q(site=None) | Q(site_id=track.site_id), on=day, is_open_anyway=False)
        .first()
    )
    return shut
