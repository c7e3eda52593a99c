"""Who that waits can come when an open place meets, and what keeps the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.happenings import ask
from daybridge.intake.times import meeting_words, told_of
from daybridge.intake.values import GroupTimes
from daybridge.programs.queries import dose_rules_on
from daybridge.rules.dose_rules import WeeklyDoseRule
from daybridge.rules.waiting_times import (
    UNKNOWN,
    Fit,
    Suits,
    fit_of_group,
    fit_of_track,
)
from daybridge.rules.wording import listed

CLASHES_NAMED = 3
ICONS = {Suits.YES: "check", Suits.NO: "calendar-x", Suits.UNKNOWN: "phone"}
LEAST_DAYS, LEAST_MINUTES = 3, 540  # of a track without a rule of its own


@dataclass(frozen=True, slots=True)
class FitWords:
    """How a place suits somebody, as the list says it."""

    suits: Suits
    words: str

    @property
    def icon(self) -> str:
        return ICONS[self.suits]


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the groups of some tracks meet, and how much of it makes a week."""

    groups: list[GroupTimes]
    rules: dict[UUID, WeeklyDoseRule] = field(default_factory=dict)

    def group(self, group_id: UUID | None) -> GroupTimes | None:
        """A group that still meets."""
        return next((one for one in self.groups if one.id == group_id), None)

    def fit(
        self, times: Iterable[dict[str, Any]], track_id: UUID, group_id: UUID | None
    ) -> Fit:
        """Whether a place on a track, or in one of its groups, suits these times."""
        told = told_of(times)
        if group_id is not None:
            group = self.group(group_id)
            return fit_of_group(told, group.meetings) if group else UNKNOWN
        rule = self.rules.get(track_id)
        return fit_of_track(
            told,
            [
                one.meetings
                for one in self.groups
                if one.track_id == track_id and one.counts_to_dose
            ],
            least_days=rule.min_days_per_week if rule else LEAST_DAYS,
            least_minutes=rule.min_minutes_per_week if rule else LEAST_MINUTES,
        )


def timetable(viewer: Viewer, tracks: Collection[UUID]) -> Timetable:
    """The times of some tracks from today on, in two queries."""
    if not tracks:
        return Timetable([])
    day = viewer.today
    groups = ask(
        "intake.group_times", program_id=viewer.program_id, tracks=tracks, day=day
    )
    return Timetable(groups, dose_rules_on(viewer.program_id, day))


def fit_words(fit: Fit, *, has_told: bool) -> FitWords:
    """The answer in a few words, with what keeps them."""
    if fit.suits is Suits.YES:
        return FitWords(Suits.YES, "Their times fit")
    if fit.suits is Suits.NO:
        return FitWords(Suits.NO, _what_keeps_them(fit))
    asked = "No times here to compare" if has_told else "Ask when they can come"
    return FitWords(Suits.UNKNOWN, asked)


def _what_keeps_them(fit: Fit) -> str:
    named = [meeting_words(one) for one in fit.clashes[:CLASHES_NAMED]]
    more = len(fit.clashes) - len(named)
    words = listed([*named, f"{more} more"] if more else named)
    if fit.days:
        return f"{fit.days} of {fit.days_asked} days fit, but not {words}"
    return f"Cannot come {words}"
