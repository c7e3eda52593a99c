"""What is otherwise on single dates in a week that is found, named and never judged.

A newcomer's week is an ordinary one that repeats. In its first weeks a day may be
closed, a session may be cancelled or moved, the person may be away or have another
session once, and a counselor may be away or lead something else once: each is named
with its date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q

from daybridge.programs.models import Closure
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_painted import Stroke
from daybridge.schedule.fitting.finding import Search
from daybridge.schedule.fitting.fitting_week import FittingWeek, Sitting
from daybridge.schedule.models import HoursChange, Mark, Session, ToldChange
from daybridge.schedule.models.windows import BUSY
from daybridge.schedule.occurrences import instant
from daybridge.schedule.wording import clock_in, day_words

WEEKS = 4
MOST = 5  # named at once
QUARTER = 15


@dataclass(frozen=True, slots=True)
class Meeting:
    """One date of a session."""

    on: date
    sitting: Sitting
    starts_at: datetime
    ends_at: datetime


class Dated:
    """What is known of the first weeks from a day on; at most five statements."""

    def __init__(self, search: Search, day: date) -> None:
        self.search, self.first = search, day
        self.last = day + timedelta(weeks=WEEKS) - timedelta(days=1)
        self.program = search.clinic.facts.program

    def exceptions(self, week: FittingWeek) -> list[str]:
        """A line for each date on which a session of a week is not as always."""
        found = [
            f"{meeting.on:%a}, {meeting.on:%b} {meeting.on.day}: {what}"
            for meeting in self._meetings(week)
            for what in [self._otherwise(week, meeting)]
            if what
        ]
        if len(found) > MOST:
            more = len(found) - MOST
            return [*found[:MOST], f"and {more} more"]
        return found

    def _meetings(self, week: FittingWeek) -> Iterator[Meeting]:
        zone = self.program.zone
        days = (self.last - self.first).days + 1
        for on in (self.first + timedelta(days=n) for n in range(days)):
            for sitting in week.evenings:
                if sitting.day == on.weekday():
                    starts_at = instant(on, sitting.starts_at, zone)
                    ends_at = starts_at + timedelta(minutes=sitting.minutes)
                    yield Meeting(on, sitting, starts_at, ends_at)

    def _otherwise(self, week: FittingWeek, meeting: Meeting) -> str:
        """The first thing that is otherwise then, or nothing."""
        sitting = meeting.sitting
        return (
            self._closed(meeting)
            or self._cancelled_or_moved(meeting)
            or self._away(meeting)
            or self._another(week, meeting)
            or (self._leader_away(week, meeting) if sitting.group is None else "")
        )

    def _closed(self, meeting: Meeting) -> str:
        sites = {None, self._site(meeting.sitting)}
        for closure in self._closures:
            if closure.on == meeting.on and closure.site_id in sites:
                return f"closed, {closure.name}"
        return ""

    def _cancelled_or_moved(self, meeting: Meeting) -> str:
        group = meeting.sitting.group
        session = self._by_hand.get((group.pk, meeting.on)) if group else None
        if group is None or session is None:
            return ""
        if session.cancelled_at is not None:
            return f"{group.name} is cancelled"
        if session.starts_at == meeting.starts_at:
            return ""
        zone = self.program.zone
        begins = clock_in(session.starts_at, zone)
        on = self.program.day_of(session.starts_at)
        day = "" if on == meeting.on else f"{day_words(on)} at "
        return f"{group.name} is moved to {day}{begins}"

    def _away(self, meeting: Meeting) -> str:
        way = self.search.way if meeting.sitting.on_site else 0
        start = meeting.sitting.start % DAY - way
        end = meeting.sitting.end - meeting.sitting.day * DAY + way
        for change in self._own_changes:
            is_then = change.on == meeting.on and change.mark in BUSY
            if is_then and _meets(change, start, end):
                return "they said they cannot come"
        return ""

    def _another(self, week: FittingWeek, meeting: Meeting) -> str:
        """A session of one date that wants the person, or the leader of their hour."""
        leaders = _leaders(week, meeting.sitting)
        own = _group_of(week, meeting.sitting)
        left = {group.pk for group in (*week.left, *week.hours_ended)}
        for session in self._once:
            is_itself = (session.group_id, session.rule_date) == (own, meeting.on)
            if is_itself or session.group_id in left or not _meet(session, meeting):
                continue
            if session.is_own:
                return f"{session.title} is at the same time"
            if {session.leader_id, session.co_leader_id} & leaders:
                return f"{meeting.sitting.with_whom} leads {session.title} then"
        return ""

    def _leader_away(self, week: FittingWeek, meeting: Meeting) -> str:
        start = meeting.sitting.start % DAY
        leaders = _leaders(week, meeting.sitting)
        for change in self._staff_changes:
            is_then = change.on == meeting.on and change.mark != Mark.OPEN
            is_theirs = change.week.staff_id in leaders
            if (
                is_then
                and is_theirs
                and _meets(change, start, start + meeting.sitting.minutes)
            ):
                return f"{meeting.sitting.with_whom} is away"
        return ""

    def _site(self, sitting: Sitting) -> Any:
        group = sitting.group
        if group is None:
            order = self.search.order
            return self.search.clinic.facts.own.tracks[order.track_id].site_id
        return group.room.site_id if group.room else group.track.site_id

    @cached_property
    def _closures(self) -> list[Closure]:
        rows = Closure.objects.in_program(self.program).filter(
            on__range=(self.first, self.last), is_open_anyway=False
        )
        return list(rows.order_by("on"))

    @cached_property
    def _by_hand(self) -> dict[tuple[Any, date | None], Session]:
        """Sessions of the groups of these weeks that are cancelled or changed."""
        groups = {
            each.group.pk
            for week in self.search.weeks
            for each in week.evenings
            if each.group is not None
        }
        rows = Session.objects.in_program(self.program).filter(
            Q(cancelled_at__isnull=False) | Q(changed_by_hand=True),
            group__in=groups, rule_date__range=(self.first, self.last), closure=None,
        )  # fmt: skip
        return {(row.group_id, row.rule_date): row for row in rows}

    @cached_property
    def _own_changes(self) -> list[ToldChange]:
        rows = ToldChange.objects.in_program(self.program).filter(
            week__patient_id=self.search.patient_id, on__range=(self.first, self.last)
        )
        return list(rows)

    @cached_property
    def _staff_changes(self) -> list[HoursChange]:
        rows = HoursChange.objects.in_program(self.program).filter(
            week__staff__in=self._all_leaders, on__range=(self.first, self.last)
        )
        return list(rows.select_related("week"))

    @cached_property
    def _once(self) -> list[Any]:
        """Sessions that no rule gives: of the person, and of who leads their hours."""
        zone = self.program.zone
        own = Q(attendances__patient_id=self.search.patient_id,
                attendances__removed_at=None)  # fmt: skip
        led = Q(leader_id__in=self._all_leaders) | Q(co_leader_id__in=self._all_leaders)
        ahead = Session.objects.in_program(self.program).held().between(
            instant(self.first, time(), zone),
            instant(self.last + timedelta(days=1), time(), zone),
        )  # fmt: skip
        free = ahead.filter(Q(group=None) | Q(changed_by_hand=True))
        mine = set(free.filter(own).values_list("pk", flat=True))
        rows: list[Any] = list(
            free.filter(Q(pk__in=mine) | led).order_by("starts_at", "pk")
        )
        for row in rows:
            row.is_own = row.pk in mine
        return rows

    @property
    def _all_leaders(self) -> set[Any]:
        return {hour.leader.pk for week in self.search.weeks for hour in week.hours}


def _leaders(week: FittingWeek, sitting: Sitting) -> set[Any]:
    """Who leads an hour of their own; nobody, of a group."""
    if sitting.group is not None:
        return set()
    return {hour.leader.pk for hour in week.hours if hour.held.start == sitting.start}


def _group_of(week: FittingWeek, sitting: Sitting) -> Any:
    """Whose rule gives it: a group, or the hour of their own that they keep.

    None: an hour that begins now.
    """
    kept = (each.own.standing for each in week.hours
            if each.is_kept and each.held.start == sitting.start)  # fmt: skip
    group = sitting.group or next(kept, None)
    return group and group.pk


def _meet(session: Session, meeting: Meeting) -> bool:
    return session.starts_at < meeting.ends_at and meeting.starts_at < session.ends_at


def _meets(change: Any, start: int, end: int) -> bool:
    """Whether a change of a date meets minutes of its day."""
    stroke: Stroke = change.stroke_on(0)
    return (
        stroke.from_quarter * QUARTER < end and start < stroke.until_quarter * QUARTER
    )
