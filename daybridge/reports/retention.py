"""How long people stay, by when they came: the share still in care after each week.

Source: Kaplan & Meier 1958, in `rules.retention`; people still in care count among
        those at risk through today and never as having left.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Count

from daybridge.access.viewer import Viewer
from daybridge.intake.models import Episode
from daybridge.reports.filters import Filters
from daybridge.reports.parts import (
    SMALLEST_CELL,
    Figure,
    Report,
    Table,
    sees_no_small_cells,
)
from daybridge.rules.retention import (
    EpisodeDates,
    RetentionStep,
    TimeInCare,
    median_days,
    retention_curve,
    share_in_care,
    time_in_care,
)
from daybridge.ui.charts import Chart, Series

WEEKS = 26
MOST_COHORTS = 3  # drawn; the table has them all
MILESTONES = (30, 60, 90)
RULE = (
    "Kaplan-Meier product-limit estimate. Somebody still in care counts as at risk "
    "through today and not as having left."
)
SOURCE = "Kaplan & Meier, J Am Stat Assoc 1958;53:457-481"
Cohorts = dict[str, list[TimeInCare]]


def retention_report(viewer: Viewer, filters: Filters) -> Report:
    """Retention curves of the people admitted in the period, by quarter."""
    cohorts = stays_by_cohort(viewer.program_id, filters)
    if sees_no_small_cells(viewer):
        cohorts = hide_small_cohorts(cohorts)
    everyone = [stay for stays in cohorts.values() for stay in stays]
    curve = retention_curve(everyone)
    return Report(
        title="Retention",
        lede="How long people stay, by when they came.",
        figures=_figures(everyone, curve, filters),
        chart=_chart(everyone, curve, cohorts),
        tables=[_table(cohorts, everyone)],
        notes=[RULE],
    )


def stays_by_cohort(program_id: UUID, filters: Filters) -> Cohorts:
    """Times in care of those admitted in the period, by quarter of admission."""
    rows = (
        Episode.objects.in_program(program_id)
        .filter(
            **filters.limit("stays__track_id"),
            admitted_on__range=(filters.first, min(filters.last, filters.today)),
        )
        .values_list("admitted_on", "discharged_on")
        .annotate(people=Count("id", distinct=True))
        .order_by("admitted_on")
    )
    cohorts: Cohorts = defaultdict(list)
    for admitted_on, discharged_on, people in rows:
        dates = EpisodeDates(admitted_on, discharged_on)
        stay = time_in_care(dates, today=filters.today)
        cohorts[quarter_of(admitted_on)] += [stay] * people
    return dict(cohorts)


def quarter_of(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


def _share(curve: tuple[RetentionStep, ...], day: int, longest: int) -> float | None:
    """Percent still in care after a day; unknown beyond the longest time watched."""
    if day > longest:
        return None
    return round(float(share_in_care(curve, after_day=day)) * 100, 1)


def _longest(stays: list[TimeInCare]) -> int:
    return max((stay.days for stay in stays), default=0)


def _figures(
    everyone: list[TimeInCare],
    curve: tuple[RetentionStep, ...],
    filters: Filters,
) -> list[Figure]:
    left = sum(stay.left for stay in everyone)
    inputs = (
        f"{len(everyone):,} people admitted {filters.first:%b %-d, %Y} to "
        f"{filters.last:%b %-d, %Y}, {left:,} of them discharged. {filters.track}."
    )
    people, longest = len(everyone), _longest(everyone)
    return [
        Figure(
            "median", "Median time in care", median_days(curve), "days", people,
            inputs, f"{RULE} The first day after which at most half are in care.",
            SOURCE,
        ),
        *(
            Figure(
                f"day-{day}", f"In care after {day} days", _share(curve, day, longest),
                "%", people, inputs, RULE, SOURCE,
            )
            for day in MILESTONES
        ),
    ]  # fmt: skip


def _chart(
    everyone: list[TimeInCare],
    curve: tuple[RetentionStep, ...],
    cohorts: Cohorts,
) -> Chart:
    lines = [("Everyone", everyone, curve)]
    if len(cohorts) > 1:
        for name, stays in list(cohorts.items())[-MOST_COHORTS:]:
            lines.append((name, stays, retention_curve(stays)))
    return Chart(
        title="Still in care",
        axis="Weeks since admission",
        labels=[str(week) for week in range(WEEKS + 1)],
        series=[
            Series(
                f"{name} ({len(stays):,})",
                [_share(line, week * 7, _longest(stays)) for week in range(WEEKS + 1)],
            )
            for name, stays, line in lines
        ],
        unit="%",
        source=SOURCE,
    )


def _table(cohorts: Cohorts, everyone: list[TimeInCare]) -> Table:
    return Table(
        "By quarter of admission",
        (
            "Admitted", "People", "Discharged", "Median days",
            *(f"After {day} days (%)" for day in MILESTONES),
        ),
        [
            _row(name, stays)
            for name, stays in (*cohorts.items(), ("Everyone", everyone))
        ],
        frozenset({1, 2}),
    )  # fmt: skip


def _row(name: str, stays: list[TimeInCare]) -> tuple[str | int | float | None, ...]:
    curve, longest = retention_curve(stays), _longest(stays)
    return (
        name,
        len(stays),
        sum(stay.left for stay in stays),
        median_days(curve),
        *(_share(curve, day, longest) for day in MILESTONES),
    )


def hide_small_cohorts(cohorts: Cohorts) -> Cohorts:
    """Put quarters of ten people and fewer together; leave them out if still few."""
    kept = {n: stays for n, stays in cohorts.items() if len(stays) >= SMALLEST_CELL}
    rest = [
        s for stays in cohorts.values() if len(stays) < SMALLEST_CELL for s in stays
    ]
    if len(rest) >= SMALLEST_CELL:
        kept["Smaller quarters"] = rest
    return kept
