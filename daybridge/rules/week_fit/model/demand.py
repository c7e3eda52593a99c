"""Who could come where, and whose dose is not met yet: sets of clients as bits."""

from daybridge.rules.week_fit.instance import Instance, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.options import Life
from daybridge.rules.week_fit.model.slots import Slots
from daybridge.rules.week_fit.model.units import Placing, Unit


class Demand:
    """Clients, one bit each, and the minutes that each still lacks."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.clients = list(instance.clients.values())
        slots = Slots(instance.grid_minutes)
        self.lives = [Life(client, slots) for client in self.clients]
        self.lacking = [_minutes_in_groups(instance, id) for id in instance.clients]
        self.unmet = sum(1 << i for i, lack in enumerate(self.lacking) if lack > 0)
        self._counted: list[tuple[int, int, int]] = []  # start, end, clients
        self._fitting: dict[tuple[str, int, bool], int] = {}
        self._free: dict[tuple[str, int, bool], int] = {}  # of whom none is counted
        self._reserved = _individual_minutes(instance)

    def wanting(self, unit: Unit, placing: Placing) -> int:
        """How many who lack something could come, no more than there are seats."""
        found = self._able(unit, placing)
        return min(found.bit_count(), min(each.capacity for each in unit.offerings))

    def count_on(self, unit: Unit, placing: Placing) -> None:
        """Count on those of them who have most weight and least choice."""
        able = [
            i for i in range(len(self.clients)) if self._able(unit, placing) >> i & 1
        ]
        able.sort(key=lambda i: (-self.clients[i].weight, -self.lacking[i]))
        coming = able[: min(each.capacity for each in unit.offerings)]
        bits = sum(1 << i for i in coming)
        for id, held in placing:
            minutes = self.instance.offerings[id].minutes
            self._counted.append((held.start, held.start + minutes, bits))
            for i in coming:
                self.lacking[i] -= minutes
        self.unmet = sum(1 << i for i, lack in enumerate(self.lacking) if lack > 0)
        self._free.clear()

    def leaves_time(self, board: Board, unit: Unit, placing: Placing) -> bool:
        """Whether the leader keeps time for the individual sessions they may have."""
        leader = board.instance.staff[placing[0][1].leader]
        minutes = sum(each.minutes for each in unit.offerings)
        shift = sum(window.end - window.start for window in leader.shifts)
        limit = shift if leader.max_week_minutes is None else leader.max_week_minutes
        left = min(shift, limit) - board.minutes_led(leader.id) - minutes
        return left >= min(self._reserved.get(leader.id, 0), limit // 3)

    def _able(self, unit: Unit, placing: Placing) -> int:
        """Whose dose is not met and who could come to every session."""
        able = self.unmet
        for offering, (_, held) in zip(unit.offerings, placing, strict=True):
            able &= self._free_for(offering, held.start, held.room is not None)
        return able

    def _free_for(self, offering: Offering, start: int, on_site: bool) -> int:
        """Whom it fits and nobody counts on for another session at that time."""
        key = (offering.id, start, on_site)
        found = self._free.get(key)
        if found is None:
            found, end = self._fit(offering, start, on_site), start + offering.minutes
            for begins, ends, clients in self._counted:
                if begins < end and start < ends:
                    found &= ~clients
            self._free[key] = found
        return found

    def _fit(self, offering: Offering, start: int, on_site: bool) -> int:
        """Whose life and tags allow an offering at a start."""
        key = (offering.id, start, on_site)
        if key not in self._fitting:
            found = 0
            for i, life in enumerate(self.lives):
                if offering.requires <= life.client.tags:
                    starts = life.starts(offering.minutes, on_site=on_site)
                    found |= bool(starts & life.slots.span(start, start + 1)) << i
            self._fitting[key] = found
        return self._fitting[key]


def _minutes_in_groups(instance: Instance, client: str) -> int:
    """The minutes that groups have to give somebody."""
    wanted = instance.clients[client]
    alone = sum(session.minutes for session in wanted.individual)
    return (wanted.dose.minutes.least or 0) - alone


def _individual_minutes(instance: Instance) -> dict[str, int]:
    """The individual minutes of each leader, if all share them fairly."""
    found: dict[str, int] = {}
    for client in instance.clients.values():
        for session in client.individual:
            for leader in session.leaders:
                share = session.minutes // len(session.leaders)
                found[leader] = found.get(leader, 0) + share
    return found
