"""Every "no" names the smallest change that would make it a yes."""

from collections.abc import Callable
from typing import Any

import pytest

from daybridge.rules.tests.week_fit.cases import clinic, offering
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.plan import State
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.explaining import explained

Change = Callable[[dict[str, Any]], object]


def why(change: Change, client: str = "dana") -> list[tuple[str, tuple[str, ...]]]:
    """What would serve somebody in the careful coordinator's week, after a change."""
    document = clinic()
    for each in document["offerings"][:3]:
        each["opened"] = True  # also when nobody is in it
    change(document)
    instance = read_instance(document)
    board = greedy(instance)
    plan = plan_of(board)
    return [
        (each.code, each.ids) for each in explained(instance, plan).clients[client].why
    ]


def dana(document: dict[str, Any]) -> dict[str, Any]:
    return document["clients"][0]


CASES: dict[str, tuple[Change, list[tuple[str, tuple[str, ...]]]]] = {
    "she is served": (lambda d: None, []),
    "more than could ever run": (
        lambda d: dana(d)["dose"].update(min_minutes=1_000), [("dose", ())]),
    "work during group": (
        lambda d: dana(d).update(busy=[["Wed 19:00", "Wed 20:00"]]),
        [("no_time", ("Wed 19:00–20:00",))]),
    "work on the way, of which time is named before travel": (
        lambda d: dana(d).update(busy=[["Mon 08:00", "Mon 17:45"]]),
        [("no_time", ("Mon 08:00–17:45",))]),
    "two windows on the way, of which one answer is smaller": (
        lambda d: dana(d).update(
            busy=[["Mon 08:00", "Mon 17:45"], ["Tue 08:00", "Tue 17:45"]]),
        [("travel", ())]),
    "a tag": (
        lambda d: d["offerings"][1].update(requires=["women"]), [("tag", ("women",))]),
    "no seat": (
        lambda d: (d["offerings"][1].update(capacity=1), eager(d)),
        [("full", ("tue",))]),
    "no leader for the session alone": (
        lambda d: (
            d["staff"].append(NEVER),
            dana(d)["individual"][0].update(leaders=["vera"])),
        [("no_leader", ("alone",))]),
    "no room for the session alone": (
        lambda d: d["rooms"][1].update(open=[]),
        [("no_room", ("alone",))]),
    "a long gap": (
        lambda d: (dana(d)["dose"].update(max_gap_minutes=0), only_early(d)),
        [("gap", ())]),
    "a series of which she can attend a part": (
        lambda d: (
            d["offerings"].append(
                offering("thu", "Thu 18:00", series="closed", rooms=[])),
            d["offerings"][2].update(series="closed")),
        [("series", ("closed",))]),
    "a group that does not run": (
        lambda d: (
            d["offerings"][1].update(opened=False, min_clients=3),
            d["clients"].extend(with_time(d, 2))),
        [("open_more", ("tue",))]),
    "a group for which there are too few people is no answer": (
        lambda d: (
            d["offerings"][1].update(opened=False, min_clients=4),
            d["clients"].extend(with_time(d, 1))),
        [("dose", ())]),
}  # fmt: skip
NEVER = {"id": "vera", "shifts": [], "can_lead": ["individual"]}


def eager(document: dict[str, Any]) -> None:
    """Somebody who comes first takes the only place on Tuesday."""
    first = {"id": "sam", "weight": 9, "dose": {"min_minutes": 180}}
    first["busy"] = [["Mon 16:00", "Mon 22:00"], ["Wed 16:00", "Wed 22:00"]]
    document["clients"].append(first)


def with_time(document: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """People who could come to any group, and are to have none."""
    return [
        {"id": f"more-{n}", "dose": {}, "tags": dana(document).get("tags", [])}
        for n in range(number)
    ]


def only_early(document: dict[str, Any]) -> None:
    """The family can only come more than an hour before group."""
    dana(document)["busy"] = []
    dana(document)["individual"][0]["with_windows"] = [["Mon 16:00", "Mon 17:00"]]


@pytest.mark.parametrize("what", CASES)
def test_the_smallest_change_is_named(what):
    change, expected = CASES[what]

    assert why(change) == expected


def test_only_one_is_explained_when_one_is_asked_for():
    document = clinic()
    for client in document["clients"]:
        client["dose"]["min_minutes"] = 5_000
    instance = read_instance(document)
    board = greedy(instance)
    plan = plan_of(board)

    weeks = explained(instance, plan, only={"lee"}).clients

    assert [id for id, week in weeks.items() if week.why] == ["lee"]
    assert weeks["dana"].state is not State.SERVED
