"""What the lives of a person and a family say against the time of an hour of their own.

Decided: it is said, and may be meant; whoever moved it may have heard more on the
         telephone. Nobody is named, and no reason: who may change a group need not
         know whose hour it is. What stands, stands: only another time or place is
         held against what was told.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from daybridge.programs.models import Modality
from daybridge.rules.week_fit.clock import Window
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.fitting.life import fits
from daybridge.schedule.hours import Life, lives
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.values import GroupValues


def against_hour(
    hour: Group, values: GroupValues, *, program: Any, on: date
) -> list[str]:
    """Sentences against an hour as it should be from a day on; at most six queries."""
    if not hour.is_one_to_one or _reads_alike(values, GroupValues.of(hour)):
        return []
    places = Enrollment.objects.in_program(program).filter(group=hour)
    people = list(places.exclude(ends_on__lt=on).values_list("patient_id", flat=True))
    met = meeting_windows(values)
    told = lives(program=program, patients=people, week=None).values()
    return [sentence for life in told for sentence in _said(life, met, values)]


def _reads_alike(one: GroupValues, other: GroupValues) -> bool:
    """Whether both are at the same times, and both here or both from home."""

    def place(values: GroupValues) -> tuple[Any, ...]:
        is_here = values.room is not None
        return values.recurrence, values.starts_at, values.minutes, is_here

    return place(one) == place(other)


def _said(life: Life, met: list[Window], values: GroupValues) -> Iterator[str]:
    is_here = values.room is not None
    if not (is_here or life.telehealth):
        yield "Whoever has this hour does not take part from home, by what they told."
    elif not all(fits(life, window, on_site=is_here) for window in met):
        yield "Whoever has this hour cannot come then, by the week they told."
    brings_family = values.modality == Modality.CONJOINT
    if (
        brings_family
        and life.family
        and not all(window.lies_in(life.family) for window in met)
    ):
        yield "Their family cannot come then, by what was told of them."
