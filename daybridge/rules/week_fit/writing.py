"""Write a plan as its document (docs/contracts/week-fit.md)."""

from typing import Any

from daybridge.rules.week_fit.clock import say_time
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.rules.week_fit.plan import Held, Plan, Status, Week

FORMAT = "daybridge-plan/1"


def plan_document(plan: Plan) -> dict[str, Any]:
    """The document; conflicts are in it when there is no plan because of them."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "status": plan.status.value,
        "levels": [
            {"name": level.name.value, "value": level.value, "bound": level.bound}
            for level in plan.levels
        ],
        "offerings": [_offering(held) for held in plan.offerings.values()],
        "clients": [_client(week) for week in plan.clients.values()],
        "seconds": round(plan.seconds, 3),
    }
    if plan.status is Status.INFEASIBLE:
        document["conflicts"] = [
            {"rule": each.rule, "text": each.text, "ids": list(each.ids)}
            for each in plan.conflicts
        ]
    return document


def why_document(week: Week) -> list[dict[str, Any]]:
    """What would serve somebody, entry by entry."""
    return [
        {"code": each.code.value, "text": each.text, "ids": list(each.ids)}
        for each in week.why
    ]


def _arrangement(found: Arrangement | None) -> dict[str, Any]:
    if found is None:
        return {"start": None, "leader": None, "room": None}
    return {
        "start": say_time(found.start),
        "leader": found.leader,
        "room": found.room,
    }


def _offering(held: Held) -> dict[str, Any]:
    return {
        "id": held.id,
        "runs": held.arrangement is not None,
        **_arrangement(held.arrangement),
        "clients": list(held.clients),
    }


def _client(week: Week) -> dict[str, Any]:
    return {
        "id": week.id,
        "state": week.state.value,
        "offerings": list(week.offerings),
        "individual": [
            {"id": session, **_arrangement(arrangement)}
            for session, arrangement in week.individual.items()
        ],
        "minutes": week.minutes,
        "days": week.days,
        "why": why_document(week),
    }
