"""The week of a draft as a board: days beside each other, hours below each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY
from daybridge.schedule.drafting.by_hand import runs_of
from daybridge.schedule.drafting.figures import seats
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.publishing import group_key
from daybridge.schedule.drafting.timetable import Fate, fate, group_names
from daybridge.schedule.wording import hour_words


@dataclass(frozen=True, slots=True)
class Card:
    """One meeting of a group."""

    id: str  # of the meeting
    key: str  # of the group
    name: str
    leader: str
    room: str
    people: int
    seats: int
    is_kept: bool  # the engine leaves it alone
    fate: Fate


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day."""

    day: int
    minute: int
    label: str  # “Monday 5:30 pm”
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class WeekBoard:
    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    closed: tuple[tuple[str, str], ...]  # key and name of each group that does not run


def week_board(found: Found) -> WeekBoard:
    """Every hour at which something begins or could begin; three queries."""
    runs, offerings = runs_of(found), found.instance.offerings
    starts = {run.start for run in runs.values()}
    starts |= {start for offering in offerings.values() for start in offering.starts}
    days = sorted({start // DAY for start in starts})
    cards = _cards(found)
    rows = tuple(
        (
            hour_words(minute),
            tuple(
                _cell(day, minute, cards.get(day * DAY + minute, ())) for day in days
            ),
        )
        for minute in sorted({start % DAY for start in starts})
    )
    return WeekBoard(tuple(DAY_NAMES[day] for day in days), rows, _closed(found))


def leaders_and_rooms(found: Found) -> tuple[dict[str, str], dict[str, str]]:
    """What the ids of a draft are called; two queries."""
    program = found.draft.program_id
    staff = Staff.objects.in_program(program).filter(pk__in=list(found.instance.staff))
    rooms = Room.objects.in_program(program).filter(pk__in=list(found.instance.rooms))
    return (
        {str(row.pk): row.display_name for row in staff},
        {str(row.pk): str(row) for row in rooms},
    )


def _cards(found: Found) -> Mapping[int, tuple[Card, ...]]:
    names = group_names(found.draft)
    staff, rooms = leaders_and_rooms(found)
    cards: dict[int, tuple[Card, ...]] = {}
    for id, run in runs_of(found).items():
        offering = found.instance.offerings[id]
        card = Card(
            id=id, key=group_key(id), name=names[id],
            leader=staff.get(run.leader, ""),
            room=rooms.get(run.room, "") if run.room else "Telehealth",
            people=len(found.week.offerings[id].clients),
            seats=seats(found.instance, offering, run),
            is_kept=offering.fixed is not None, fate=fate(offering, run),
        )  # fmt: skip
        cards[run.start] = (*cards.get(run.start, ()), card)
    return cards


def _cell(day: int, minute: int, cards: tuple[Card, ...]) -> Cell:
    label = f"{DAY_NAMES[day]} {hour_words(minute)}"
    return Cell(day, minute, label, tuple(sorted(cards, key=lambda card: card.name)))


def _closed(found: Found) -> tuple[tuple[str, str], ...]:
    names = group_names(found.draft)
    running = {group_key(id) for id in runs_of(found)}
    known = {group_key(id): name for id, name in names.items()}
    shut = [(key, name) for key, name in known.items() if key not in running]
    return tuple(sorted(shut, key=lambda each: each[1]))
