"""Who was in care on each day, who came, who left and why, and how long they stayed.

Source: `rules.retention` for the day count; TEDS-D for reasons (REASON) and for the
        length of stay, which runs to the last contact where one is known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from daybridge.access.viewer import Viewer
from daybridge.intake.models import DischargeReason, Episode, Stay
from daybridge.reports.filters import Filters
from daybridge.reports.parts import Figure, Report, Table
from daybridge.rules.retention import SHORTEST_STAY_DAYS, EpisodeDates, census_by_day
from daybridge.ui.charts import Chart, Series

MOST_LINES = 3  # tracks drawn beside the total; more would be a tangle
CENSUS_RULE = (
    "In care from the day of admission to the day before discharge; somebody admitted "
    "and discharged on one day counts that day."
)
STAY_RULE = (
    "Days from admission to the last contact, or to discharge where none is known; "
    "less than a day is one day. The middle value of those discharged."
)


@dataclass(frozen=True, slots=True)
class Movements:
    """Who came and left in the period, counted."""

    admissions: int
    by_reason: Counter[str]
    stay_days: Counter[int]  # length in days -> people

    @property
    def discharges(self) -> int:
        return sum(self.by_reason.values())


def census_report(viewer: Viewer, filters: Filters) -> Report:
    """The census for a period, over all tracks or one."""
    by_track = count_days(viewer.program_id, filters)
    moved = count_movements(viewer.program_id, filters)
    total = add_up(by_track.values(), filters)
    return Report(
        title="Census",
        lede="Who was in care on each day, who came, who left and why.",
        figures=_figures(total, moved, filters),
        chart=_chart(total, by_track, filters),
        tables=[_reasons(moved), _tracks(by_track, filters)],
    )


def count_days(program_id: UUID, filters: Filters) -> dict[UUID, dict[date, int]]:
    """People in care on each day of the period, by track."""
    stays = (
        Stay.objects.in_program(program_id)
        .filter(**filters.limit("track_id"), started_on__lte=filters.last)
        .filter(Q(ended_on=None) | Q(ended_on__gte=filters.first))
        .values_list("track_id", "started_on", "ended_on")
        .annotate(people=Count("id"))
        .order_by()
    )
    dates: dict[UUID, list[EpisodeDates]] = defaultdict(list)
    for track_id, started_on, ended_on, people in stays:
        dates[track_id] += [EpisodeDates(started_on, ended_on)] * people
    return {
        track_id: census_by_day(dates[track_id], first=filters.first, last=filters.last)
        for track_id in filters.tracks
        if track_id in dates
    }


def count_movements(program_id: UUID, filters: Filters) -> Movements:
    """Admissions and discharges of the period, with reasons and lengths of stay."""
    period = (filters.first, filters.last)
    episodes = (
        Episode.objects.in_program(program_id)
        .filter(**filters.limit("stays__track_id"))
        .filter(Q(admitted_on__range=period) | Q(discharged_on__range=period))
        .values_list(
            "admitted_on", "discharged_on", "last_contact_on", "discharge_reason"
        )
        .annotate(people=Count("id", distinct=True))
        .order_by()
    )
    admissions, reasons, days = 0, Counter[str](), Counter[int]()
    for admitted_on, discharged_on, last_contact_on, reason, people in episodes:
        if filters.first <= admitted_on <= filters.last:
            admissions += people
        if discharged_on and filters.first <= discharged_on <= filters.last:
            reasons[reason] += people
            until = last_contact_on or discharged_on
            days[max((until - admitted_on).days, SHORTEST_STAY_DAYS)] += people
    return Movements(admissions, reasons, days)


def add_up(counts: Iterable[dict[date, int]], filters: Filters) -> dict[date, int]:
    """The sum of several daily counts, with every day of the period."""
    days = (filters.last - filters.first).days + 1
    total = {filters.first + timedelta(days=n): 0 for n in range(days)}
    for each in counts:
        for day, people in each.items():
            total[day] += people
    return total


def median(counts: Counter[int]) -> float | int | None:
    """The middle value of counted values; between two, their mean."""
    total = sum(counts.values())
    if not total:
        return None
    ordered = sorted(counts.elements())
    low, high = ordered[(total - 1) // 2], ordered[total // 2]
    return low if low == high else (low + high) / 2


def _figures(
    total: dict[date, int], moved: Movements, filters: Filters
) -> list[Figure]:
    period = f"{filters.first:%b %-d, %Y} to {filters.last:%b %-d, %Y}"
    where = f"{filters.track}, {period}"
    middle = median(moved.stay_days)
    last = total[filters.last]
    return [
        Figure(
            "in-care", f"In care on {filters.last:%b %-d}", last, "people", last,
            f"Level-of-care stays open on {filters.last:%b %-d, %Y}. {filters.track}.",
            CENSUS_RULE, "Daybridge rules.retention, census_by_day",
        ),
        Figure(
            "admissions", "Admissions", moved.admissions, "", moved.admissions,
            f"Episodes admitted. {where}.", "The day of admission is in the period.",
            "Episodes of care",
        ),
        Figure(
            "discharges", "Discharges", moved.discharges, "", moved.discharges,
            f"Episodes discharged. {where}.", "The day of discharge is in the period.",
            "Episodes of care",
        ),
        Figure(
            "stay", "Median stay", middle, "days", moved.discharges,
            f"{moved.discharges:,} discharges. {where}.", STAY_RULE,
            "SAMHSA, TEDS-D: length of stay to last contact",
        ),
    ]  # fmt: skip


def _chart(
    total: dict[date, int], by_track: dict[UUID, dict[date, int]], filters: Filters
) -> Chart:
    days = _sampled(list(total))
    series = [Series("In care", [total[day] for day in days])]
    if not filters.track_id and 1 < len(by_track) <= MOST_LINES:
        series += [
            Series(filters.tracks[track_id], [counts[day] for day in days])
            for track_id, counts in by_track.items()
        ]
    return Chart(
        title="People in care",
        axis="Day",
        labels=[f"{day:%b %-d}" for day in days],
        series=series,
        unit="people",
        summary=f"From {total[filters.first]:,} to {total[filters.last]:,} people.",
        source=CENSUS_RULE,
    )


def _sampled(days: list[date]) -> list[date]:
    """Every day of a short period; each seventh, back from the last, of a long one."""
    return days if len(days) <= 31 else days[::-1][::7][::-1]


def _reasons(moved: Movements) -> Table:
    return Table(
        "Discharges by reason (TEDS)",
        ("Reason", "Discharges", "Percent"),
        [
            (
                label,
                moved.by_reason[code],
                round(100 * moved.by_reason[code] / moved.discharges, 1)
                if moved.discharges
                else None,
            )
            for code, label in DischargeReason.choices
        ],
        frozenset({1}),
    )


def _tracks(by_track: dict[UUID, dict[date, int]], filters: Filters) -> Table:
    return Table(
        f"By track on {filters.last:%B %-d, %Y}",
        ("Track", "In care", "Average in the period"),
        [
            (
                filters.tracks[track_id],
                counts[filters.last],
                round(sum(counts.values()) / len(counts), 1),
            )
            for track_id, counts in by_track.items()
        ],
        frozenset({1}),
    )
