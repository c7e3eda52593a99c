"""A week that is being filled: what runs, who attends it, and what time that takes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Arrangement, Instance, Leader, Offering
from daybridge.rules.week_fit.model.slots import Slots


@dataclass(frozen=True, slots=True)
class Taken:
    """Time of a leader or a room that a session takes."""

    start: int
    minutes: int

    @property
    def end(self) -> int:
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Given:
    """The week of one client: offerings, and individual sessions with their place."""

    offerings: frozenset[str] = frozenset()
    individual: Mapping[str, Arrangement] = field(default_factory=dict)


NOTHING = Given()


class Board:
    """Runs and weeks; the time of leaders and rooms follows from them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.slots = Slots(instance.grid_minutes)
        self.runs: dict[str, Arrangement] = {}
        self.weeks: dict[str, Given] = {}
        self.rosters: dict[str, set[str]] = defaultdict(set)
        self._led: dict[str, list[Taken]] = defaultdict(list)
        self._held: dict[str, list[Taken]] = defaultdict(list)
        self._blocked: dict[str, int] = {}
        self._occupied: dict[str, int] = {}
        self._shifts = {
            leader.id: self.slots.windows(leader.shifts)
            for leader in instance.staff.values()
        }
        self._open = {
            room.id: self.slots.windows(room.open) for room in instance.rooms.values()
        }

    def copy(self, runs: Mapping[str, Arrangement] | None = None) -> "Board":
        """The same week, to try something on, perhaps with another timetable."""
        other = with_runs(self.instance, self.runs if runs is None else runs)
        for id, given in self.weeks.items():
            other.give(id, given)
        return other

    def hold(self, offering: str, arrangement: Arrangement) -> None:
        """Let an offering run."""
        self.runs[offering] = arrangement
        self._take(arrangement, self.instance.offerings[offering].minutes)

    def close(self, offering: str) -> None:
        """Let it run no longer; nobody may be in it."""
        arrangement = self.runs.pop(offering)
        self._free(arrangement, self.instance.offerings[offering].minutes)

    def give(self, client: str, given: Given) -> None:
        """Give a client who has nothing a week."""
        self.weeks[client] = given
        for offering in given.offerings:
            self.rosters[offering].add(client)
        for minutes, arrangement in self._individual(client, given):
            self._take(arrangement, minutes)

    def withdraw(self, client: str) -> Given:
        """Take a client's week back."""
        given = self.weeks.pop(client, NOTHING)
        for offering in given.offerings:
            self.rosters[offering].discard(client)
        for minutes, arrangement in self._individual(client, given):
            self._free(arrangement, minutes)
        return given

    def seats_left(self, offering: Offering) -> int:
        """Places in an offering that runs, its room's included."""
        room = self.runs[offering.id].room
        seats = offering.capacity
        if room is not None:
            seats = min(seats, self.instance.rooms[room].capacity - 1)
        return seats - len(self.rosters[offering.id])

    def leader_starts(self, leader: Leader, minutes: int) -> int:
        """Where a leader could begin a session of so many minutes."""
        blocked = self._blocked.get(leader.id)
        if blocked is None:
            blocked = 0
            for taken in self._led[leader.id]:
                blocked |= self.slots.span(taken.start, taken.end)
            blocked = self.slots.widened(blocked, leader.changeover_minutes)
            self._blocked[leader.id] = blocked
        free = self._shifts[leader.id] & ~blocked & self._days_left(leader, minutes)
        return self.slots.starts(free, minutes)

    def room_starts(self, room: str, minutes: int) -> int:
        """Where a session of so many minutes could begin in a room."""
        return self.slots.starts(self.room_is_free(room), minutes)

    def room_is_free(self, room: str) -> int:
        """The slots in which a room is open and nobody is in it."""
        occupied = self._occupied.get(room)
        if occupied is None:
            occupied = 0
            for taken in self._held[room]:
                occupied |= self.slots.span(taken.start, taken.end)
            self._occupied[room] = occupied
        return self._open[room] & ~occupied

    def minutes_led(self, leader: str, day: int | None = None) -> int:
        """Contact minutes of a leader, in the week or on a day."""
        return sum(
            taken.minutes
            for taken in self._led[leader]
            if day is None or taken.start // DAY == day
        )

    def _days_left(self, leader: Leader, minutes: int) -> int:
        """The slots of the days on which the limits leave so many minutes."""
        week, day_limit = leader.max_week_minutes, leader.max_day_minutes
        if week is not None and self.minutes_led(leader.id) + minutes > week:
            return 0
        if day_limit is None:
            return self.slots.all
        return sum(
            self.slots.day(day)
            for day in range(7)
            if self.minutes_led(leader.id, day) + minutes <= day_limit
        )

    def _individual(self, client: str, given: Given) -> list[tuple[int, Arrangement]]:
        sessions = self.instance.clients[client].individual
        return [
            (session.minutes, given.individual[session.id])
            for session in sessions
            if session.id in given.individual
        ]

    def _take(self, arrangement: Arrangement, minutes: int) -> None:
        self._led[arrangement.leader].append(Taken(arrangement.start, minutes))
        self._blocked.pop(arrangement.leader, None)
        if arrangement.room is not None:
            self._held[arrangement.room].append(Taken(arrangement.start, minutes))
            self._occupied.pop(arrangement.room, None)

    def _free(self, arrangement: Arrangement, minutes: int) -> None:
        self._led[arrangement.leader].remove(Taken(arrangement.start, minutes))
        self._blocked.pop(arrangement.leader, None)
        if arrangement.room is not None:
            self._held[arrangement.room].remove(Taken(arrangement.start, minutes))
            self._occupied.pop(arrangement.room, None)


def with_runs(instance: Instance, runs: Mapping[str, Arrangement]) -> Board:
    """A board with a timetable and nobody in it."""
    board = Board(instance)
    for id, arrangement in runs.items():
        board.hold(id, arrangement)
    return board
