"""Invented people whose lives are shaped by published facts (`published`).

What no source gives is our own assumption, and each is a named number here: how long
the way is, who has children to fetch, who may attend from home.
"""

import random
from dataclasses import dataclass
from typing import Any, TypeVar

from daybridge.rules.week_fit import published

Value = TypeVar("Value")

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
WAY_MINUTES = (0, 15, 30, 30, 45, 60)  # each way, in-person
FROM_HOME = 0.35  # may attend by telehealth
FETCHING = 0.25  # of those of 21 to 44 years, a child from school
FAMILY = 0.3  # has a session with family each week
DOSE_DAYS = ((3, 80), (4, 12), (5, 8))  # days a week of three hours, in percent
WAITED_LONG = 0.2  # weighs more

SHIFTS = {
    "day": ("08:00", "17:00"),
    "evening": ("15:00", "23:00"),
    "night": ("00:00", "07:00"),
    "part-time": ("10:00", "15:00"),
}


@dataclass(frozen=True)
class Person:
    """What decides about a week."""

    sex: str
    age: int
    employment: str
    substance: str


def person(chance: random.Random) -> Person:
    """Somebody, drawn from the published shares."""
    youngest, oldest = drawn(chance, published.AGE)
    return Person(
        sex=drawn(chance, published.SEX),
        age=chance.randint(youngest, oldest),
        employment=drawn(chance, published.EMPLOYMENT),
        substance=drawn(chance, published.SUBSTANCE),
    )


def client(
    number: int, counselors: list[str], offices: list[str], chance: random.Random
) -> dict[str, Any]:
    """One client of an instance document."""
    somebody = person(chance)
    days = drawn(chance, DOSE_DAYS)
    return {
        "id": f"client-{number:04}",
        "weight": 1 + chance.randint(1, 3) * (chance.random() < WAITED_LONG),
        "busy": busy(somebody, chance),
        "avoid": avoided(chance),
        "tags": tags(somebody),
        "travel_minutes": chance.choice(WAY_MINUTES),
        "telehealth": chance.random() < FROM_HOME,
        "dose": {
            "min_minutes": days * 180,
            "max_minutes": days * 180 + 180,
            "min_days": days,
            "max_days": min(6, days + 1),
            "max_day_minutes": 300,
            "max_gap_minutes": 60,
        },
        "individual": sessions(counselors, offices, chance),
    }


def busy(somebody: Person, chance: random.Random) -> list[list[str]]:
    """Work, lectures, children and court, as windows."""
    found: list[list[str]] = []
    if somebody.employment in ("full-time", "part-time"):
        found += _work(somebody.employment, chance)
    students, of_those = published.STUDENTS
    is_idle = somebody.employment == "not in the labor force"
    if is_idle and chance.random() < students / of_those:
        found += [[f"{day} 09:00", f"{day} 13:00"] for day in WEEKDAYS[:4]]
    if 21 <= somebody.age <= 44 and chance.random() < FETCHING:
        found += [[f"{day} 14:30", f"{day} 15:30"] for day in WEEKDAYS]
    sent, known = published.BY_COURT
    if chance.random() < sent / known:
        day = chance.choice(WEEKDAYS)
        found.append([f"{day} 10:00", f"{day} 12:00"])
    return found


def _work(employment: str, chance: random.Random) -> list[list[str]]:
    shift = drawn(chance, published.SHIFT)
    if employment == "part-time":
        days, kinds = chance.sample([*WEEKDAYS, "Sat"], 3), ["part-time"]
    elif shift in ("irregular", "rotating"):
        days, kinds = chance.sample([*WEEKDAYS, "Sat", "Sun"], 5), ["day", "evening"]
    else:
        days, kinds = list(WEEKDAYS), [shift]
    windows = []
    for day in days:
        start, end = SHIFTS[chance.choice(kinds)]
        windows.append([f"{day} {start}", f"{day} {end}"])
    return windows


def avoided(chance: random.Random) -> list[dict[str, Any]]:
    """What they would rather keep free."""
    day = chance.choice(("Fri", "Sat"))
    windows = {
        "late": [[f"{each} 20:00", f"{each} 22:00"] for each in WEEKDAYS],
        "early": [[f"{each} 07:00", f"{each} 09:30"] for each in WEEKDAYS],
        "weekend": [[f"{day} 09:00", f"{day} 22:00"]],
    }
    chosen = windows[chance.choice(sorted(windows))]
    return [{"window": window, "cost_per_15": 1} for window in chosen]


def tags(somebody: Person) -> list[str]:
    """The groups that are meant for them in particular."""
    found = [somebody.sex]
    if somebody.substance == "opioids":
        found.append("opioids")
    if somebody.age <= 25:
        found.append("young")
    return found


def sessions(
    counselors: list[str], offices: list[str], chance: random.Random
) -> list[dict[str, Any]]:
    """An individual session each week, and with some a family session."""
    found = [
        {
            "id": "individual",
            "modality": "individual",
            "minutes": 60,
            "leaders": chance.sample(counselors, min(2, len(counselors))),
            "rooms": offices,
        }
    ]
    if chance.random() < FAMILY:
        days = chance.sample(WEEKDAYS, 2)
        found.append(
            {
                "id": "family",
                "modality": "family",
                "minutes": 60,
                "leaders": chance.sample(counselors, min(2, len(counselors))),
                "rooms": offices,
                "with_windows": [[f"{day} 16:00", f"{day} 20:00"] for day in days],
            }
        )
    return found


def drawn(chance: random.Random, shares: tuple[tuple[Value, int], ...]) -> Value:
    """One of the values, as often as its share of the whole."""
    values = [value for value, _ in shares]
    return chance.choices(values, [share for _, share in shares])[0]
