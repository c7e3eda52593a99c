"""A small clinic with a week that keeps every rule, as documents."""

from copy import deepcopy
from typing import Any

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import Plan
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.reading_plan import read_plan

EVENINGS = [[f"{day} 16:00", f"{day} 22:00"] for day in ("Mon", "Tue", "Wed", "Thu")]


def offering(id: str, start: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id,
        "modality": "group",
        "minutes": 180,
        "capacity": 8,
        "leaders": ["ruth"],
        "rooms": ["large"],
        "starts": [start],
        **fields,
    }


def clinic() -> dict[str, Any]:
    """Dana needs three evenings and a session alone; Lee takes what there is."""
    return deepcopy(
        {
            "format": "daybridge-week/1",
            "mode": "design",
            "site": {"name": "Main Street", "time_zone": "America/New_York"},
            "rooms": [
                {"id": "large", "capacity": 9, "open": EVENINGS},
                {"id": "small", "capacity": 3, "open": EVENINGS},
            ],
            "staff": [
                {
                    "id": "ruth",
                    "shifts": EVENINGS,
                    "can_lead": ["group", "individual", "family"],
                    "changeover_minutes": 15,
                },
                {
                    "id": "omar",
                    "shifts": EVENINGS,
                    "can_lead": ["group", "individual", "family"],
                },
            ],
            "offerings": [
                offering("mon", "Mon 18:00"),
                offering("tue", "Tue 18:00"),
                offering("wed", "Wed 18:00"),
                offering("web", "Thu 18:00", rooms=[], leaders=["omar"]),
            ],
            "clients": [
                {
                    "id": "dana",
                    "weight": 2,
                    "busy": [["Mon 08:00", "Mon 17:00"]],
                    "travel_minutes": 30,
                    "dose": {"min_minutes": 590, "min_days": 3},
                    "individual": [
                        {
                            "id": "alone",
                            "modality": "individual",
                            "minutes": 60,
                            "leaders": ["ruth", "omar"],
                            "rooms": ["small"],
                        }
                    ],
                },
                {"id": "lee", "dose": {"min_minutes": 360}, "telehealth": True},
            ],
        }
    )


def week() -> dict[str, Any]:
    """A plan for the clinic in which Dana and Lee are served."""
    return deepcopy(
        {
            "format": "daybridge-plan/1",
            "status": "feasible",
            "levels": [
                {"name": "served_weight", "value": 3, "bound": 3},
                {"name": "shortfall_minutes", "value": 0, "bound": 0},
                {"name": "changes", "value": 0, "bound": 0},
                {"name": "discomfort", "value": 0, "bound": 0},
            ],
            "offerings": [
                run("mon", "Mon 18:00", "ruth", "large", ["dana", "lee"]),
                run("tue", "Tue 18:00", "ruth", "large", ["dana"]),
                run("wed", "Wed 18:00", "ruth", "large", ["dana"]),
                run("web", "Thu 18:00", "omar", None, ["lee"]),
            ],
            "clients": [
                {
                    "id": "dana",
                    "state": "served",
                    "offerings": ["mon", "tue", "wed"],
                    "individual": [
                        {
                            "id": "alone",
                            "start": "Mon 21:00",
                            "leader": "omar",
                            "room": "small",
                        }
                    ],
                    "minutes": 600,
                    "days": 3,
                    "why": [],
                },
                {
                    "id": "lee",
                    "state": "served",
                    "offerings": ["mon", "web"],
                    "individual": [],
                    "minutes": 360,
                    "days": 2,
                    "why": [],
                },
            ],
            "seconds": 0.1,
        }
    )


def run(
    id: str, start: str | None, leader: str | None, room: str | None, clients: list[str]
) -> dict[str, Any]:
    return {
        "id": id,
        "runs": start is not None,
        "start": start,
        "leader": leader,
        "room": room,
        "clients": clients,
    }


def read_both(instance: dict[str, Any], plan: dict[str, Any]) -> tuple[Instance, Plan]:
    facts = read_instance(instance)
    return facts, read_plan(plan, facts)
