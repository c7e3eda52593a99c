"""Instances so small that every plan of them can be looked at."""

import random
from typing import Any

GRID = 60
DAYS = ("Mon", "Tue")


def tiny(seed: int, mode: str = "design") -> dict[str, Any]:
    """Two or three groups, two clients, hours as the grid; every field now and then."""
    chance = random.Random(seed)
    offerings = [_offering(n, chance) for n in range(chance.randint(2, 3))]
    if chance.random() < 0.3:
        for each in offerings[:2]:
            each.update(series="closed", minutes=60)
    clients = [_client(n, offerings, chance) for n in range(2)]
    return {
        "format": "daybridge-week/1",
        "mode": mode,
        "site": {"name": "Tiny", "time_zone": "America/New_York"},
        "grid_minutes": GRID,
        "rooms": [
            {"id": "r1", "capacity": chance.randint(2, 4), "open": _hours(9, 14)},
            {"id": "r2", "capacity": chance.randint(2, 3), "open": _hours(9, 13)},
        ],
        "staff": [_leader("ruth", chance), _leader("omar", chance)],
        "offerings": offerings,
        "clients": clients,
    }


def _hours(start: int, end: int) -> list[list[str]]:
    return [[f"{day} {start:02}:00", f"{day} {end:02}:00"] for day in DAYS]


def _leader(id: str, chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": id,
        "shifts": _hours(chance.choice((9, 10)), chance.choice((12, 13))),
        "can_lead": ["group", "skills", "individual", "family"],
    }
    if chance.random() < 0.3:
        found["max_contact_minutes_per_day"] = 120
    if chance.random() < 0.3:
        found["max_contact_minutes_per_week"] = 180
    if chance.random() < 0.3:
        found["changeover_minutes"] = 60
    return found


def _offering(number: int, chance: random.Random) -> dict[str, Any]:
    times = [f"{day} {hour:02}:00" for day in DAYS for hour in (9, 10, 11)]
    found: dict[str, Any] = {
        "id": f"g{number}",
        "modality": chance.choice(("group", "skills")),
        "minutes": chance.choice((60, 120)),
        "capacity": chance.randint(1, 2),
        "leaders": chance.sample(("ruth", "omar"), chance.randint(1, 2)),
        "rooms": chance.choice((["r1"], ["r2"], [])),
        "starts": sorted(chance.sample(times, 2)),
        "min_clients": chance.choice((0, 0, 1, 2)),
        "open_cost": chance.choice((0, 3)),
    }
    if chance.random() < 0.2:
        found["requires"] = ["women"]
    if chance.random() < 0.15:
        found["opened"] = True
    if chance.random() < 0.4:
        found["current"] = {
            "start": chance.choice(found["starts"]),
            "leader": chance.choice(found["leaders"]),
            "room": found["rooms"][0] if found["rooms"] else None,
        }
        if chance.random() < 0.2:
            found["fixed"] = found["current"]
    return found


def _client(
    number: int, offerings: list[dict[str, Any]], chance: random.Random
) -> dict[str, Any]:
    dose: dict[str, Any] = {"min_minutes": chance.choice((60, 120, 180, 240))}
    for name, options in {
        "max_minutes": (240, 300),
        "min_days": (1, 2),
        "max_days": (1, 2),
        "min_day_minutes": (60, 120),
        "max_day_minutes": (120, 180),
        "max_gap_minutes": (0, 60),
    }.items():
        if chance.random() < 0.3:
            dose[name] = chance.choice(options)
    if chance.random() < 0.2:
        dose["modalities"] = {"group": {"min_minutes": 60, "max_minutes": 120}}
    found: dict[str, Any] = {
        "id": f"c{number}",
        "weight": chance.randint(1, 3),
        "tags": ["women"] if chance.random() < 0.5 else [],
        "telehealth": chance.random() < 0.5,
        "travel_minutes": chance.choice((0, 60)),
        "dose": dose,
        "avoid": [{"window": ["Mon 09:00", "Mon 11:00"], "cost_per_15": 1}],
    }
    if chance.random() < 0.5:
        found["busy"] = [
            chance.choice((["Mon 11:00", "Mon 12:00"], ["Tue 08:00", "Tue 09:00"]))
        ]
    if chance.random() < 0.5:
        found["individual"] = [_individual(chance)]
    if chance.random() < 0.4:
        found["current"] = _current(found, offerings, chance)
    return found


def _individual(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": "i",
        "modality": "individual",
        "minutes": 60,
        "leaders": ["ruth"],
        "rooms": chance.choice((["r2"], [])),
    }
    if chance.random() < 0.3:
        found["with_windows"] = [["Mon 10:00", "Mon 12:00"]]
    return found


def _current(
    client: dict[str, Any], offerings: list[dict[str, Any]], chance: random.Random
) -> dict[str, Any]:
    attended = [each["id"] for each in offerings if chance.random() < 0.5]
    alone = [
        {"id": each["id"], "start": "Mon 10:00", "leader": "ruth", "room": None}
        for each in client.get("individual", [])
    ]
    return {"offerings": attended, "individual": alone}
