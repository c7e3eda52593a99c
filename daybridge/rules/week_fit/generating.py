"""Make instances of any size: invented clinics that are about as tight as real ones.

The same number of clients and the same seed make the same document, on every machine.
The clinic grows with its clients; the sizes below are our own assumption.
"""

import random
from typing import Any

from daybridge.rules.week_fit.lives import WEEKDAYS, client
from daybridge.rules.week_fit.reading import FORMAT

MOST_CLIENTS = 5_000
CLIENTS_TO_COUNSELOR = 9
CLIENTS_TO_GROUP_ROOM = 20
CLIENTS_TO_OFFICE = 14
MOST_SEATS = 12
FEWEST_SEATS = 5  # in the groups of a small program, so that it has several
SEATS_TO_DEMAND = 1.05  # seats in all groups, for each place that is prescribed

DAY_SHIFT = [[f"{day} 08:00", f"{day} 17:00"] for day in WEEKDAYS]
LATE_SHIFT = [[f"{day} 12:00", f"{day} 21:00"] for day in WEEKDAYS]
WEEKEND_SHIFT = [
    *[[f"{day} 12:00", f"{day} 21:00"] for day in WEEKDAYS[1:]],
    ["Sat 08:00", "Sat 14:00"],
]
STARTS = {
    "morning": ("09:00", "09:30"),
    "afternoon": ("13:00",),
    "evening": ("17:30", "18:00"),
}
MODALITIES = ("group", "group", "education", "skills")
FOR_SOME = (("women",), ("opioids",), ("young",), ("men",))  # every sixth group


def generate(*, clients: int, seed: int) -> dict[str, Any]:
    """An instance document for a program of so many clients, to be designed."""
    chance = random.Random(seed)  # noqa: S311 - an invented clinic, no secret
    counselors = [
        f"counselor-{n}" for n in range(1, 2 + clients // CLIENTS_TO_COUNSELOR)
    ]
    rooms = [f"room-{n}" for n in range(1, 2 + clients // CLIENTS_TO_GROUP_ROOM)]
    offices = [f"office-{n}" for n in range(1, 2 + clients // CLIENTS_TO_OFFICE)]
    seats = min(MOST_SEATS, max(FEWEST_SEATS, clients // 3))
    people = [client(n, counselors, offices, chance) for n in range(1, clients + 1)]
    return {
        "format": FORMAT,
        "mode": "design",
        "site": {"name": f"Invented clinic {seed}", "time_zone": "America/New_York"},
        "rooms": [
            *[_room(id, seats + 2) for id in rooms],
            *[_room(id, 4) for id in offices],
        ],
        "staff": [_counselor(n, id) for n, id in enumerate(counselors)],
        "offerings": _offerings(people, counselors, rooms, seats, chance),
        "clients": people,
    }


def _room(id: str, capacity: int) -> dict[str, Any]:
    hours = [[f"{day} 08:00", f"{day} 21:00"] for day in WEEKDAYS]
    return {
        "id": id,
        "capacity": capacity,
        "open": [*hours, ["Sat 08:00", "Sat 14:00"]],
    }


def _counselor(number: int, id: str) -> dict[str, Any]:
    return {
        "id": id,
        "shifts": (DAY_SHIFT, LATE_SHIFT, WEEKEND_SHIFT)[number % 3],
        "can_lead": ["group", "education", "skills", "individual", "family"],
        "max_contact_minutes_per_day": 420,
        "max_contact_minutes_per_week": 1_800,
        "changeover_minutes": 15,
    }


def _offerings(
    people: list[dict[str, Any]],
    counselors: list[str],
    rooms: list[str],
    seats: int,
    chance: random.Random,
) -> list[dict[str, Any]]:
    """Enough groups for the places that are prescribed, at times people can come."""
    places = sum(person["dose"]["min_days"] for person in people)
    count = max(3, round(places * SEATS_TO_DEMAND / seats))
    found = []
    for number in range(1, count + 1):
        online = number % 8 == 0
        time = chance.choice(("morning", "afternoon", "evening", "evening"))
        days = [*WEEKDAYS, "Sat"] if time == "morning" else list(WEEKDAYS)
        chosen = chance.sample(days, 3)
        found.append(
            {
                "id": f"group-{number:03}",
                "modality": chance.choice(MODALITIES),
                "minutes": 180,
                "capacity": seats,
                "min_clients": 3,
                "leaders": chance.sample(counselors, min(4, len(counselors))),
                "rooms": [] if online else rooms,
                "starts": [f"{day} {at}" for day in chosen for at in STARTS[time]],
                "requires": list(chance.choice(FOR_SOME)) if number % 6 == 0 else [],
                "open_cost": 2,
            }
        )
    return found
