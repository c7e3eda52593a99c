"""A large clinic as several small ones, each with its share of everything.

Leaders and rooms of one sort are dealt out in turn; offerings and clients go where
somebody can lead them. A part knows nothing of the others, so what is found for each
can stand beside the rest: no leader and no room is in two of them. A group that no part
could hold alone is in none, and an individual session whose leaders or rooms are all
elsewhere is left out of the client's part: the parts are for laying out groups, and
everyone's week is decided afterwards, in all of them.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from daybridge.rules.week_fit.instance import (
    Client,
    Individual,
    Instance,
    Leader,
    Offering,
    Room,
)
from daybridge.rules.week_fit.model.units import Unit, leaders_of, units_of

Each = TypeVar("Each", Leader, Room)


@dataclass(slots=True)
class Part:
    """What one part is given."""

    staff: dict[str, Leader]
    rooms: dict[str, Room]
    offerings: dict[str, Offering] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    sorts: Counter[Hashable] = field(default_factory=Counter)  # of its offerings

    def of(self, instance: Instance) -> Instance:
        """As an instance of its own."""
        return replace(
            instance,
            staff=self.staff,
            rooms=self.rooms,
            offerings=self.offerings,
            clients=self.clients,
        )


def parts_of(instance: Instance, count: int) -> list[Instance]:
    """So many parts that have everything between them."""
    staff = _dealt(instance.staff.values(), count, lambda each: str(each.shifts))
    rooms = _dealt(instance.rooms.values(), count, lambda each: str(_sort_of(each)))
    parts = [Part(*shares) for shares in zip(staff, rooms, strict=True)]
    for unit in units_of(instance):
        _give_unit(parts, unit)
    for client in instance.clients.values():
        _give_client(parts, client)
    return [part.of(instance) for part in parts]


def _dealt(
    things: Iterable[Each], count: int, sort: Callable[[Each], str]
) -> list[dict[str, Each]]:
    """Those of one sort in turn, so that every part has as many as any other."""
    shares: list[dict[str, Each]] = [{} for _ in range(count)]
    for turn, each in enumerate(sorted(things, key=sort)):
        shares[turn % count][each.id] = each
    return shares


def _sort_of(room: Room) -> tuple[int, object]:
    return room.capacity, room.open


def _give_unit(parts: list[Part], unit: Unit) -> None:
    """To the part that has fewest of its sort, of those where it could run."""
    sort = (unit.offerings[0].modality, unit.offerings[0].requires, len(unit.offerings))
    able = [part for part in parts if all(_can_run(part, e) for e in unit.offerings)]
    if not able:
        return
    part = min(able, key=lambda part: (part.sorts[sort], len(part.offerings)))
    part.sorts[sort] += 1
    for each in unit.offerings:
        part.offerings[each.id] = replace(
            each,
            leaders=_left(each.leaders, part.staff),
            rooms=_left(each.rooms, part.rooms),
        )


def _can_run(part: Part, offering: Offering) -> bool:
    held = offering.fixed
    if held is not None and held.room is not None and held.room not in part.rooms:
        return False
    has_room = not offering.rooms or bool(_left(offering.rooms, part.rooms))
    return has_room and bool(_left(leaders_of(offering), part.staff))


def _give_client(parts: list[Part], client: Client) -> None:
    """To the part that can hold most of their sessions, and has fewest clients."""
    shares = [
        (tuple(_share(part, client)), -len(part.clients), -n)
        for n, part in enumerate(parts)
    ]
    sessions, _, number = max(shares, key=lambda share: (len(share[0]), *share[1:]))
    parts[-number].clients[client.id] = replace(client, individual=sessions)


def _share(part: Part, client: Client) -> Iterator[Individual]:
    """The individual sessions that a part can hold."""
    for each in client.individual:
        leaders, rooms = _left(each.leaders, part.staff), _left(each.rooms, part.rooms)
        if leaders and (rooms or not each.rooms):
            yield replace(each, leaders=leaders, rooms=rooms)


def _left(ids: tuple[str, ...], those: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(id for id in ids if id in those)
