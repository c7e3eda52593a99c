"""One week as it is painted and read: a patient's, of somebody's work, a room's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Room
from daybridge.rules.week_painted import (
    EMPTY,
    Painting,
    Stroke,
    painting,
)
from daybridge.schedule.hours import ANY_TIME, DAYS_OF_A_WEEK, told_by_inquiry
from daybridge.schedule.models import (
    Hours,
    HoursChange,
    HoursTime,
    Mark,
    ToldChange,
    ToldTime,
    ToldWeek,
)
from daybridge.schedule.models.windows import OF_A_LIFE

Owner = Patient | Staff | Room


@dataclass(frozen=True, slots=True)
class Kind:
    """Where weeks of a kind are kept, and what may be painted on them."""

    owner: str  # the column that names whose week it is
    weeks: Any
    times: Any
    changes: Any
    marks: tuple[Mark, ...]


KINDS: dict[type[Owner], Kind] = {
    Patient: Kind("patient", ToldWeek, ToldTime, ToldChange, OF_A_LIFE),
    Staff: Kind("staff", Hours, HoursTime, HoursChange, (Mark.OPEN,)),
    Room: Kind("room", Hours, HoursTime, HoursChange, (Mark.OPEN,)),
}


@dataclass(frozen=True, slots=True)
class OneDay:
    """What changes on one date, over the ordinary week."""

    on: date
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What is known of somebody's week, whoever it is of."""

    kind: Kind
    kept: Any  # ToldWeek or Hours; None until somebody paints
    ordinary: Painting

    @property
    def version(self) -> int:
        """What a form has to give back; 0 before there is anything."""
        return self.kept.version if self.kept else 0

    @property
    def is_of_hours(self) -> bool:
        """Of staff or of a room; no patient's."""
        return self.kind.weeks is Hours

    @property
    def means_any_time(self) -> bool:
        """Hours of which none are told."""
        return self.is_of_hours and self.ordinary == EMPTY

    @property
    def base(self) -> Painting:
        """What a single date changes."""
        return ANY_TIME if self.means_any_time else self.ordinary

    @property
    def family(self) -> Painting:
        """When a patient's family can come along."""
        if self.kept is None:
            return EMPTY
        times = self.kept.family_times.all()
        return painting(time.stroke_on(time.weekday) for time in times)

    def at(self, monday: date) -> Painting:
        """The week of a Monday, with what changes on its dates."""
        [week] = self.from_monday(monday, 1, on=self.base)
        return week

    def from_monday(self, first: date, count: int, *, on: Painting) -> list[Painting]:
        """So many weeks from a Monday on: what changes on their dates, over `on`."""
        layers: list[list[Stroke]] = [[] for _ in range(count)]
        if self.kept is not None:
            last = first + timedelta(weeks=count, days=-1)
            rows = self.kept.changes.filter(on__range=(first, last)).order_by("pk")
            for row in rows:
                layer = layers[(row.on - first).days // DAYS_OF_A_WEEK]
                layer.append(row.stroke_on(row.on.weekday()))
        return [painting(layer, on=on) for layer in layers]

    def days_from(self, first: date) -> Sequence[OneDay]:
        """The dates from a day on that differ, in order."""
        if self.kept is None:
            return ()
        by_day: dict[date, list[Stroke]] = defaultdict(list)
        for row in self.kept.changes.filter(on__gte=first).order_by("on", "pk"):
            by_day[row.on].append(row.stroke_on(row.on.weekday()))
        return [OneDay(on, tuple(strokes)) for on, strokes in by_day.items()]


def week_of(owner: Owner) -> Week:
    """The week of a patient, a member of staff or a room."""
    kind = KINDS[type(owner)]
    rows = kind.weeks.objects.in_program(owner.program_id)
    kept = rows.filter(**{kind.owner: owner.pk}).first()
    return Week(kind, kept, _ordinary(owner, kept))


def _ordinary(owner: Owner, kept: Any) -> Painting:
    if kept is not None:
        return painting(time.stroke_on(time.weekday) for time in kept.times.all())
    if isinstance(owner, Patient):
        said = told_by_inquiry(program=owner.program_id, patients=[owner.pk])
        return painting(said.get(owner.pk, ()))
    return EMPTY


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
