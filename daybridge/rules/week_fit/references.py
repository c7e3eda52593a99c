"""What the parts of a document may refer to, and how they say when a session is."""

from dataclasses import dataclass

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.cursor import Cursor
from daybridge.rules.week_fit.instance import Arrangement


@dataclass(frozen=True, slots=True)
class References:
    """The grid, and the ids that were given before."""

    grid: int
    rooms: frozenset[str]
    staff: frozenset[str]

    def start(self, at: Cursor, minutes: int) -> int:
        """The start of a session that must be over by midnight."""
        minute = at.time(self.grid)
        if minute % DAY + minutes > DAY:
            at.refuse("a session that does not cross midnight")
        return minute

    def arrangement(self, at: Cursor, minutes: int) -> Arrangement:
        """When, by whom and where; the room is null for telehealth."""
        if not at.fields(["start", "leader", "room"]):
            return Arrangement(0, "", None)
        return self.arranged(at, minutes)

    def arranged(self, at: Cursor, minutes: int) -> Arrangement:
        """The same of an object whose other fields somebody else reads."""
        room = at.at("room")
        return Arrangement(
            start=self.start(at.at("start"), minutes),
            leader=at.at("leader").known(self.staff, "a member of staff"),
            room=None if room.value is None else room.known(self.rooms, "a room"),
        )
