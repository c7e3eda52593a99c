"""Weeks as somebody paints them, kept whole: the last one who has read it wins.

Whose week it is, is held meanwhile, so that of two who paint at once one is told.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Room
from daybridge.rules.week_painted import Painting, Stroke, painting, strokes_of
from daybridge.schedule.errors import WeekChanged
from daybridge.schedule.hours import DAYS_OF_A_WEEK
from daybridge.schedule.models import FamilyTime, Hours, ToldWeek
from daybridge.schedule.values import ContactLimits, GettingHere
from daybridge.schedule.weeks import Owner, Week, monday_of, week_of


@service
def tell_week(
    *, patient: Patient, week: Painting, here: GettingHere, version: int | None,
    at: datetime, by: Viewer, family: Painting | None = None,
) -> ToldWeek:  # fmt: skip
    """Keep a patient's ordinary week and how they get here. Raises WeekChanged.

    Without a version it replaces whatever is there: nobody was shown anything. `family`
    says when their family can come along; None leaves it as it is.
    """
    week_now = hold_week(patient, version, at, by)
    held: ToldWeek = week_now.kept
    held.travel_minutes, held.telehealth = here.travel_minutes, here.telehealth
    held.told_at = at
    if family is not None:
        _keep_family(held, family)
    keep_ordinary(week_now, week)
    record("schedule.week_told", by=by.actor, target=held, at=at)
    return held


@service
def set_hours(
    *, whose: Staff | Room, week: Painting, version: int, at: datetime, by: Viewer,
    limits: ContactLimits | None = None,
) -> Hours:  # fmt: skip
    """Keep when somebody works or a room is open. Raises WeekChanged.

    `limits` say what a member of staff leads at most; None leaves them as they are.
    """
    week_now = hold_week(whose, version, at, by)
    held: Hours = week_now.kept
    if limits is not None:
        limits.put_on(held)
    keep_ordinary(week_now, week)
    record("schedule.hours_set", by=by.actor, target=held, at=at)
    return held


@service
def paint_weeks(
    *, whose: Owner, wanted: Mapping[date, Painting], version: int, at: datetime,
    by: Viewer,
) -> None:  # fmt: skip
    """Let the weeks of these Mondays be as painted, and no other. WeekChanged."""
    week = hold_week(whose, version, at, by)
    for monday, painted in wanted.items():
        keep_dates(week, monday, strokes_of(painted, on=week.base))
    _changed(week, at, by)


@service
def change_date(
    *, whose: Owner, on: date, strokes: Iterable[Stroke], at: datetime, by: Viewer
) -> None:
    """Lay something over one date, beside what was laid over it before."""
    week, monday = hold_week(whose, None, at, by), monday_of(on)
    painted = painting(strokes, on=week.at(monday))
    keep_dates(week, monday, strokes_of(painted, on=week.base))
    _changed(week, at, by)


@service
def clear_date(*, whose: Owner, on: date, at: datetime, by: Viewer) -> None:
    """Let a date be like every other week's."""
    week = hold_week(whose, None, at, by)
    week.kept.changes.filter(on=on).delete()
    _changed(week, at, by)


def hold_week(owner: Owner, version: int | None, at: datetime, by: Viewer) -> Week:
    """The week, kept from others' changes; refused when it is not what was seen."""
    owners: Any = type(owner).objects
    owners.in_program(by.program_id).select_for_update(no_key=True).get(pk=owner.pk)
    week = week_of(owner)
    if version not in (None, week.version):
        raise WeekChanged(
            "Someone else changed this week while you were painting. What you painted "
            "is below and not kept yet. Keep it once more to replace theirs."
        )
    if week.kept is None:
        _begin(week, owner, at)
        week = week_of(owner)
    return week


def _begin(week: Week, owner: Owner, at: datetime) -> None:
    """A week to change; what was said on the first call goes on counting."""
    told = {"told_at": at} if week.kind.weeks is ToldWeek else {}
    kept = week.kind.weeks(
        program_id=owner.program_id, version=0, **{week.kind.owner: owner}, **told
    )
    kept.save(force_insert=True)
    _keep_times(week, kept, week.ordinary)


def keep_ordinary(week: Week, painted: Painting) -> None:
    """Replace the ordinary week of a held row, and store the row."""
    week.kept.times.all().delete()
    _keep_times(week, week.kept, painted)
    week.kept.version += 1
    week.kept.save()


def _keep_times(week: Week, kept: Any, painted: Painting) -> None:
    _make_times(week.kind.times, kept, painted)


def _keep_family(kept: ToldWeek, painted: Painting) -> None:
    """Replace when the family can come along."""
    kept.family_times.all().delete()
    _make_times(FamilyTime, kept, painted)


def _make_times(model: Any, kept: Any, painted: Painting) -> None:
    model.objects.bulk_create(
        model(weekday=stroke.weekday, **_columns(kept, stroke))
        for stroke in strokes_of(painted)
    )


def keep_dates(week: Week, monday: date, strokes: Iterable[Stroke]) -> None:
    """Replace what is kept of the dates of one week."""
    days = (monday, monday + timedelta(days=DAYS_OF_A_WEEK - 1))
    week.kept.changes.filter(on__range=days).delete()
    week.kind.changes.objects.bulk_create(
        week.kind.changes(
            on=monday + timedelta(days=stroke.weekday), **_columns(week.kept, stroke)
        )
        for stroke in strokes
    )


def _columns(kept: Any, stroke: Stroke) -> dict[str, Any]:
    return {
        "program_id": kept.program_id,
        "week": kept,
        "from_quarter": stroke.from_quarter,
        "until_quarter": stroke.until_quarter,
        "mark": stroke.mark,
    }


def _changed(week: Week, at: datetime, by: Viewer) -> None:
    week.kept.version += 1
    week.kept.save(update_fields=["version"])
    record("schedule.dates_told", by=by.actor, target=week.kept, at=at)
