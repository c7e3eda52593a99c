"""Read an instance document; a broken one is refused with every problem and its place.

Source: docs/contracts/week-fit.md. Where it is silent we decided: a field that is not
in the contract is a problem (a misspelled `busy` would put someone into group during
work), and so is a fixed arrangement with a room for telehealth, or with none for an
offering that has rooms.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar
from zoneinfo import ZoneInfo

from daybridge.rules.week_fit.cursor import Cursor
from daybridge.rules.week_fit.instance import (
    OF_OFFERINGS,
    Arrangement,
    Client,
    Instance,
    Leader,
    Modality,
    Mode,
    Offering,
    Room,
)
from daybridge.rules.week_fit.reading_clients import CLIENT, read_client
from daybridge.rules.week_fit.references import References

FORMAT = "daybridge-week/1"
USUAL_GRID = 15  # minutes
LONGEST_GRID = 240

Fields = tuple[Iterable[str], Iterable[str]]  # required, optional
ROOM: Fields = (["id", "capacity", "open"], [])
LEADER: Fields = (
    ["id", "shifts", "can_lead"],
    [
        "max_contact_minutes_per_day",
        "max_contact_minutes_per_week",
        "changeover_minutes",
    ],
)
OFFERING: Fields = (
    ["id", "modality", "minutes", "capacity", "leaders", "rooms", "starts"],
    [
        "min_clients",
        "requires",
        "series",
        "opened",
        "open_cost",
        "fixed",
        "current",
    ],
)

Thing = TypeVar("Thing", Room, Leader, Offering, Client)


def read_instance(document: object) -> Instance:
    """The facts in a document; raises UnreadableWeek with all that is wrong in it."""
    top = Cursor(document)
    top.fields(
        ["format", "mode", "site", "rooms", "staff", "offerings", "clients"],
        ["place", "grid_minutes"],
    )
    if top.has("format") and top.at("format").value != FORMAT:
        top.at("format").refuse(f"“{FORMAT}”")
    site, time_zone = top.maybe("site", _site, ("", ""))
    grid = top.maybe("grid_minutes", lambda at: at.whole(1, LONGEST_GRID), USUAL_GRID)
    rooms = _each(top, "rooms", ROOM, lambda at: _room(at, grid))
    staff = _each(top, "staff", LEADER, lambda at: _leader(at, grid))
    known = References(grid, frozenset(rooms), frozenset(staff))
    offerings = _each(top, "offerings", OFFERING, lambda at: _offering(at, known))
    clients = _each(
        top, "clients", CLIENT, lambda at: read_client(at, known, frozenset(offerings))
    )
    instance = Instance(
        mode=top.at("mode").choice(Mode),
        site=site,
        time_zone=time_zone,
        grid_minutes=grid,
        rooms=rooms,
        staff=staff,
        offerings=offerings,
        clients=clients,
        place=top.maybe("place", lambda at: at.known_ids(clients, "a client"), ()),
    )
    top.done()
    return instance


def _site(at: Cursor) -> tuple[str, str]:
    at.fields(["name", "time_zone"])
    zone = at.at("time_zone")
    name = zone.text()
    if name and not _is_zone(name):
        zone.refuse("a time zone such as “America/New_York”")
    return at.at("name").text(), name


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, a path, a folder of zones
        return False
    return True


def _each(
    top: Cursor, name: str, fields: Fields, read: Callable[[Cursor], Thing]
) -> dict[str, Thing]:
    """Every item of a list by its id; none may be there twice."""
    found: dict[str, Thing] = {}
    for at in top.at(name).items():
        if not at.fields(*fields):
            continue
        thing = read(at)
        if thing.id and thing.id in found:
            at.at("id").refuse("an id that is not given twice")
        found[thing.id] = thing
    return found


def _room(at: Cursor, grid: int) -> Room:
    return Room(
        at.at("id").text(), at.at("capacity").whole(), at.at("open").windows(grid)
    )


def _leader(at: Cursor, grid: int) -> Leader:
    return Leader(
        id=at.at("id").text(),
        shifts=at.at("shifts").windows(grid),
        can_lead=frozenset(each.choice(Modality) for each in at.at("can_lead").items()),
        max_day_minutes=at.maybe("max_contact_minutes_per_day", Cursor.whole, None),
        max_week_minutes=at.maybe("max_contact_minutes_per_week", Cursor.whole, None),
        changeover_minutes=at.maybe(
            "changeover_minutes", lambda found: found.minutes(grid), 0
        ),
    )


def _offering(at: Cursor, known: References) -> Offering:
    minutes = at.at("minutes").minutes(known.grid, least=1)
    rooms = at.at("rooms").known_ids(known.rooms, "a room")

    def arranged(found: Cursor) -> Arrangement:
        return known.arrangement(found, minutes)

    return Offering(
        id=at.at("id").text(),
        modality=at.at("modality").choice(OF_OFFERINGS),
        minutes=minutes,
        capacity=at.at("capacity").whole(),
        leaders=at.at("leaders").known_ids(known.staff, "a member of staff"),
        rooms=rooms,
        starts=_starts(at.at("starts"), known, minutes),
        min_clients=at.maybe("min_clients", Cursor.whole, 0),
        requires=at.maybe("requires", Cursor.words, frozenset()),
        series=at.maybe("series", Cursor.text, None),
        opened=at.maybe("opened", Cursor.boolean, False),
        open_cost=at.maybe("open_cost", Cursor.whole, 0),
        fixed=at.maybe(
            "fixed", lambda found: _fixed(found, known, minutes, rooms), None
        ),
        current=at.maybe("current", arranged, None),
    )


def _fixed(
    at: Cursor, known: References, minutes: int, rooms: tuple[str, ...]
) -> Arrangement:
    """An arrangement that binds, so its room must be one the offering can have."""
    found = known.arrangement(at, minutes)
    if found.room is None and rooms:
        at.at("room").refuse("a room, since the offering has rooms")
    if found.room is not None and not rooms:
        at.at("room").refuse("null, since the offering is telehealth")
    return found


def _starts(at: Cursor, known: References, minutes: int) -> tuple[int, ...]:
    """When it may begin, in order; no session crosses midnight."""
    return tuple(sorted({known.start(item, minutes) for item in at.items()}))
