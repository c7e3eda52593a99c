"""When the next continued-service review is due, and by whose rule."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q

from daybridge.access.matrix import Matter
from daybridge.access.viewer import Viewer
from daybridge.assessments.models import ReviewInterval
from daybridge.assessments.settings import assessing_on
from daybridge.coverage.models import Policy
from daybridge.coverage.reach import readable
from daybridge.intake.models import Episode
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.rules.review_interval import Insurer, Interval, due_on, interval_of
from daybridge.rules.wording import count_of

MOST = 200  # of them on one page, the latest first
MOST_READ = 1000  # of whom these are found: never reviewed, or longest ago
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """By which day somebody is to be reviewed, and the rule that says so."""

    patient: Patient
    day: date
    interval: Interval
    today: date

    @property
    def is_late(self) -> bool:
        return self.day < self.today

    @property
    def days(self) -> int:
        """Days late, or days left."""
        return abs((self.day - self.today).days)

    @property
    def rule(self) -> str:
        """Every 14 days, by Keystone Gold: manual, page 12."""
        every = count_of(self.interval.every_days, "day")
        said = f": {self.interval.source}" if self.interval.source else ""
        return f"Every {every}, by {self.interval.whose}{said}"


UNNAMED = "their payer’s rule"  # to who does not read whose insurance somebody has


@dataclass(frozen=True, slots=True)
class Intervals:
    """Every rule of a day: the program's, and those of payers and plans."""

    of_program: Interval
    of_payers: dict[UUID, Interval]
    of_plans: dict[UUID, Interval]

    @property
    def shortest(self) -> timedelta:
        known = [self.of_program, *self.of_payers.values(), *self.of_plans.values()]
        return timedelta(days=min(one.every_days for one in known))

    def of(self, policies: Iterable[Policy]) -> Interval:
        """The rule for somebody with these policies."""
        insurers = [
            Insurer(
                self.of_plans.get(one.plan_id), self.of_payers.get(one.plan.payer_id)
            )
            for one in policies
        ]
        return interval_of(insurers, of_program=self.of_program)


def intervals_on(program_id: Any, day: date) -> Intervals:
    """The rules in force on a day; two statements."""
    own = assessing_on(program_id, day)
    rows = ReviewInterval.objects.in_program(program_id).in_force(day)
    of_payers: dict[UUID, Interval] = {}
    of_plans: dict[UUID, Interval] = {}
    for row in rows.select_related("payer", "plan__payer"):
        found = Interval(row.every_days, str(row), row.source)
        if row.plan_id is None:
            of_payers.setdefault(row.payer_id, found)
        else:
            of_plans.setdefault(row.plan_id, found)
    program = Interval(
        own.review_every_days, "the program’s rule", own.source, is_of_program=True
    )
    return Intervals(program, of_payers, of_plans)


def reviews_due(viewer: Viewer, today: date) -> list[Due]:
    """Who in care is to be reviewed within a week, or should have been by now."""
    rules = intervals_on(viewer.program_id, today)
    patients = Patient.objects.visible_to(viewer, Matter.ASSESSMENTS)
    rows = list(
        Episode.objects.in_program(viewer.program_id)
        .open_on(today)
        .filter(patient__in=patients.values("pk"))
        .annotate(last=Max("reviews__signed_at"))
        .filter(
            Q(last=None, admitted_on__lte=today + SOON - rules.shortest)
            | Q(last__lte=viewer.at + SOON - rules.shortest)
        )
        .select_related("patient")
        .order_by(F("last").asc(nulls_first=True), "admitted_on", "pk")[:MOST_READ]
    )  # fmt: skip
    patient_ids = [row.patient_id for row in rows]
    policies = _policies(viewer, patient_ids, today)
    named = _coverage_read(viewer, patient_ids)
    lines = [
        _due(viewer, row, rules.of(policies[row.patient_id]), today, named)
        for row in rows
    ]
    soon = (line for line in lines if line.day <= today + SOON)
    return sorted(soon, key=lambda line: line.day)[:MOST]


def next_review(viewer: Viewer, episode: Any, today: date) -> Due:
    """The next review of one person in care."""
    rules = intervals_on(viewer.program_id, today)
    episode.last = episode.reviews.aggregate(last=Max("signed_at"))["last"]
    patient_ids = [episode.patient_id]
    interval = rules.of(_policies(viewer, patient_ids, today)[episode.patient_id])
    named = _coverage_read(viewer, patient_ids)
    return _due(viewer, episode, interval, today, named)


def _policies(
    viewer: Viewer, patient_ids: Any, day: date
) -> dict[UUID, Sequence[Policy]]:
    """The policies in force, by patient; one statement."""
    rows = Policy.objects.in_program(viewer.program_id).on(day)
    found: dict[UUID, list[Policy]] = defaultdict(list)
    for row in rows.filter(patient_id__in=patient_ids).select_related("plan"):
        found[row.patient_id].append(row)
    return found  # type: ignore[return-value]


def _coverage_read(viewer: Viewer, patient_ids: Any) -> set[UUID]:
    """Those of whom the viewer may know whose insurance they have; one statement."""
    return set(readable(viewer).filter(pk__in=patient_ids).values_list("pk", flat=True))


def _due(
    viewer: Viewer, row: Any, interval: Interval, today: date, named: set[UUID]
) -> Due:
    last_on = viewer.program.day_of(row.last) if row.last else None
    day = due_on(row.admitted_on, last_on, interval)
    is_told = interval.is_of_program or row.patient_id in named
    shown = interval if is_told else replace(interval, whose=UNNAMED, source="")
    return Due(as_read_by(viewer, row.patient), day, shown, today)
