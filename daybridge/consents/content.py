"""What a consented recipient may read, item by item, and nothing beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from daybridge.happenings import ask
from daybridge.intake.models import Episode, Stay
from daybridge.rules.consent import Item
from daybridge.rules.consent.terms import covers

SHAREABLE = (Item.STATUS, Item.DATES, Item.LEVEL, Item.ATTENDANCE)
TITLES = {
    Item.STATUS: "In treatment now",
    Item.DATES: "Start and end",
    Item.LEVEL: "Level of care",
    Item.ATTENDANCE: "Attendance",
}
LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Section:
    """One item of what is shared: a sentence, or a table."""

    item: Item
    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    data: Any = None  # the same for a program that reads the feed

    @property
    def title(self) -> str:
        return TITLES[self.item]


def shareable(items: frozenset[Item]) -> list[Item]:
    """Of what a consent names, the part that a page or feed can show."""
    return [item for item in SHAREABLE if covers(items, item)]


def gather(patient: Any, items: Sequence[Item], *, day: date) -> list[Section]:
    """The items asked for, as they stand on a day."""
    episodes = list(
        Episode.objects.in_program(patient.program_id)
        .filter(patient=patient, admitted_on__lte=day)
        .order_by("-admitted_on")[:5]
    )
    return [_section(item, patient, episodes, day) for item in items]


def _section(
    item: Item, patient: Any, episodes: list[Episode], day: date
) -> Section:  # fmt: skip
    if item is Item.STATUS:
        return _status(episodes, day)
    if item is Item.DATES:
        return _dates(episodes)
    if item is Item.LEVEL:
        return _level(patient, day)
    return _attendance(patient, day)


def _status(episodes: list[Episode], day: date) -> Section:
    is_in = any(e.discharged_on is None or e.discharged_on > day for e in episodes)
    words = "Yes, in treatment." if is_in else "No, not in treatment now."
    return Section(Item.STATUS, words, data=is_in)


def _dates(episodes: list[Episode]) -> Section:
    rows = tuple(
        (
            e.admitted_on.isoformat(),
            e.discharged_on.isoformat() if e.discharged_on else "in treatment",
        )
        for e in episodes
    )
    data = [{"started_on": start, "ended_on": end} for start, end in rows]
    text = "" if rows else "No treatment has begun."
    return Section(Item.DATES, text, ("Started on", "Left on"), rows, data)


def _level(patient: Any, day: date) -> Section:
    stay: Stay | None = (
        Stay.objects.in_program(patient.program_id)
        .filter(episode__patient=patient)
        .on(day)
        .select_related("track")
        .order_by("-started_on")
        .first()
    )
    if stay is None:
        return Section(Item.LEVEL, "None: not in treatment now.", data=None)
    words = f"Level {stay.level_of_care}, {stay.track.name}."
    return Section(Item.LEVEL, words, data=stay.level_of_care)


def _attendance(patient: Any, day: date) -> Section:
    days = ask("consents.attended_days", patient=patient, first=day - LOOKS_BACK,
               last=day)  # fmt: skip
    rows = tuple((on.isoformat(), "Yes" if came else "No") for on, came in days)
    data = [{"on": on.isoformat(), "attended": came} for on, came in days]
    text = "" if rows else "No sessions in the last 90 days."
    return Section(Item.ATTENDANCE, text, ("Day", "Attended"), rows, data)
