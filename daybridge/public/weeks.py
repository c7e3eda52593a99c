"""When and where the program meets, from its tracks and the rules of its groups.

Times, places and kinds of group only: no names of groups or of anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from daybridge.programs.models import Modality, Program, Track
from daybridge.schedule.models import Group
from daybridge.schedule.occurrences import weekdays

A_MONDAY = date(2024, 1, 1)
MOST_TRACKS = 60
KINDS: dict[str, Promise] = {
    Modality.GROUP: _("group"),
    Modality.EDUCATION: _("learning together"),
    Modality.SKILLS: _("skills"),
    Modality.WELLNESS: _("body and mind"),
    Modality.FAMILY: _("families"),
    Modality.OUTING: _("going out together"),
    Modality.INDIVIDUAL: _("a talk of your own"),
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time of the week at which groups meet."""

    weekday: int  # 0 is Monday
    starts_at: time
    ends_at: time
    kinds: tuple[Promise, ...]
    is_every_week: bool = True

    @property
    def day(self) -> str:
        """The weekday, in the language of the page."""
        return date_format(A_MONDAY + timedelta(days=self.weekday), "l").capitalize()

    @property
    def hours(self) -> str:
        """From when to when, in the language of the page."""
        return f"{clock(self.starts_at)} – {clock(self.ends_at)}"


@dataclass(frozen=True, slots=True)
class TrackWeek:
    """A way through the week: which days, when, where."""

    name: str
    for_adolescents: bool
    site: str
    address: str
    meetings: tuple[Meeting, ...]

    @property
    def days(self) -> int:
        return len({meeting.weekday for meeting in self.meetings})


def weeks_of(program: Program, day: date) -> list[TrackWeek]:
    """Each track in use with the times of its groups that run on a day."""
    tracks = (
        Track.objects.in_program(program)
        .in_use()
        .select_related("site")
        .order_by("name")[:MOST_TRACKS]
    )
    groups: dict[Any, list[Group]] = {}
    for group in (
        Group.objects.in_program(program)
        .shared()
        .running_on(day)
        .only("track_id", "modality", "starts_at", "minutes", "recurrence")
    ):
        groups.setdefault(group.track_id, []).append(group)
    return [_week(track, groups.get(track.pk, ())) for track in tracks]


def _week(track: Track, groups: Iterable[Group]) -> TrackWeek:
    kinds: dict[tuple[int, time, time, bool], set[str]] = {}
    for group in groups:
        ends_at = _after(group.starts_at, group.minutes)
        is_weekly = "INTERVAL=" not in group.recurrence
        for weekday in weekdays(group.recurrence):
            key = (weekday, group.starts_at, ends_at, is_weekly)
            kinds.setdefault(key, set()).add(group.modality)
    meetings = tuple(
        Meeting(*key[:3], tuple(KINDS[kind] for kind in sorted(kinds[key])), key[3])
        for key in sorted(kinds)
    )
    return TrackWeek(
        track.name, track.for_adolescents, track.site.name, track.site.address, meetings
    )


def _after(starts_at: time, minutes: int) -> time:
    return (datetime.combine(A_MONDAY, starts_at) + timedelta(minutes=minutes)).time()


def clock(moment: time) -> str:
    """5:30 pm, or 5:30 p. m. in Spanish."""
    hour = moment.hour % 12 or 12
    halves = ("a. m.", "p. m.") if get_language() == "es" else ("am", "pm")
    return f"{hour}:{moment.minute:02d} {halves[moment.hour >= 12]}"
