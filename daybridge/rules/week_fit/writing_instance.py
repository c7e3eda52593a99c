"""Write an instance as its document (docs/contracts/week-fit.md), to be read back."""

from collections.abc import Iterable
from typing import Any

from daybridge.rules.week_fit.clock import Window, say_end, say_time
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Bounds,
    Client,
    Dose,
    Individual,
    Instance,
    Leader,
    Mode,
    Offering,
    Room,
)
from daybridge.rules.week_fit.reading import FORMAT

Document = dict[str, Any]


def instance_document(instance: Instance) -> Document:
    """The document; what is absent has its default."""
    document: Document = {
        "format": FORMAT,
        "mode": instance.mode.value,
        "site": {"name": instance.site, "time_zone": instance.time_zone},
        "grid_minutes": instance.grid_minutes,
        "rooms": [_room(each) for each in instance.rooms.values()],
        "staff": [_leader(each) for each in instance.staff.values()],
        "offerings": [_offering(each) for each in instance.offerings.values()],
        "clients": [_client(each) for each in instance.clients.values()],
    }
    if instance.mode is Mode.PLACE:
        document["place"] = list(instance.place)
    return document


def _windows(windows: Iterable[Window]) -> list[list[str]]:
    return [[say_time(each.start), say_end(each.end)] for each in windows]


def _given(**fields: Any) -> Document:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None}


def _room(room: Room) -> Document:
    return {"id": room.id, "capacity": room.capacity, "open": _windows(room.open)}


def _leader(leader: Leader) -> Document:
    return {
        "id": leader.id,
        "shifts": _windows(leader.shifts),
        "can_lead": sorted(leader.can_lead),
        "changeover_minutes": leader.changeover_minutes,
        **_given(
            max_contact_minutes_per_day=leader.max_day_minutes,
            max_contact_minutes_per_week=leader.max_week_minutes,
        ),
    }


def _arrangement(held: Arrangement) -> Document:
    return {"start": say_time(held.start), "leader": held.leader, "room": held.room}


def _offering(offering: Offering) -> Document:
    return {
        "id": offering.id,
        "modality": offering.modality.value,
        "minutes": offering.minutes,
        "capacity": offering.capacity,
        "leaders": list(offering.leaders),
        "rooms": list(offering.rooms),
        "starts": [say_time(start) for start in offering.starts],
        "min_clients": offering.min_clients,
        "requires": sorted(offering.requires),
        "opened": offering.opened,
        "open_cost": offering.open_cost,
        **_given(
            series=offering.series,
            fixed=offering.fixed and _arrangement(offering.fixed),
            current=offering.current and _arrangement(offering.current),
        ),
    }


def _client(client: Client) -> Document:
    return {
        "id": client.id,
        "weight": client.weight,
        "busy": _windows(client.busy),
        "avoid": [
            {"window": _windows([each.window])[0], "cost_per_15": each.cost_per_15}
            for each in client.avoid
        ],
        "tags": sorted(client.tags),
        "travel_minutes": client.travel_minutes,
        "telehealth": client.telehealth,
        "dose": _dose(client.dose),
        "individual": [_individual(each) for each in client.individual],
        **_given(current=_current(client)),
    }


def _bounds(bounds: Bounds, what: str) -> Document:
    return _given(**{f"min_{what}": bounds.least, f"max_{what}": bounds.most})


def _dose(dose: Dose) -> Document:
    return {
        **_bounds(dose.minutes, "minutes"),
        **_bounds(dose.days, "days"),
        **_bounds(dose.day_minutes, "day_minutes"),
        **_given(
            max_gap_minutes=dose.max_gap_minutes,
            modalities={
                modality.value: _bounds(bounds, "minutes")
                for modality, bounds in dose.modalities.items()
            }
            or None,
        ),
    }


def _individual(session: Individual) -> Document:
    windows = session.with_windows
    return {
        "id": session.id,
        "modality": session.modality.value,
        "minutes": session.minutes,
        "leaders": list(session.leaders),
        "rooms": list(session.rooms),
        **_given(with_windows=None if windows is None else _windows(windows)),
    }


def _current(client: Client) -> Document | None:
    if client.current is None:
        return None
    return {
        "offerings": list(client.current.offerings),
        "individual": [
            {"id": id, **_arrangement(held)}
            for id, held in client.current.individual.items()
        ],
    }
