"""A document that breaks the contract is refused with its places; nothing crashes."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from daybridge.rules.tests.week_fit.cases import clinic, offering, week
from daybridge.rules.week_fit.clock import Window, merged, read_time, say_end, say_time
from daybridge.rules.week_fit.cursor import UnreadableWeek
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.reading_plan import read_plan

BROKEN_DOCUMENTS = 2_000


def problems(document: object) -> list[str]:
    with pytest.raises(UnreadableWeek) as refused:
        read_instance(document)
    return refused.value.problems


def put(document: Any, place: list[str | int], value: object) -> Any:
    """Change one value deep in a document."""
    at = document
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    return document


def test_times_are_minutes_of_the_week():
    assert read_time("Mon 00:00") == 0
    assert read_time("Tue 18:15") == 1440 + 18 * 60 + 15
    assert read_time("Sun 24:00") == 7 * 1440
    assert say_time(7 * 1440 - 15) == "Sun 23:45"
    assert say_end(1440) == "Mon 24:00"


@pytest.mark.parametrize(
    "text", ["Mon 24:01", "Mon 25:00", "Mon 9:00", "mon 09:00", "Mon 09:60", "١٢", ""]
)
def test_what_is_no_time_is_none(text):
    assert read_time(text) is None


def test_touching_windows_are_one_and_midnight_keeps_two_apart():
    monday_night, tuesday = Window(1380, 1440), Window(1440, 1500)

    assert merged([Window(60, 90), Window(0, 60)]) == (Window(0, 90),)
    assert merged([tuesday, monday_night]) == (monday_night, tuesday)


def test_defaults_are_as_the_contract_says():
    instance = read_instance(clinic())
    client, room = instance.clients["lee"], instance.offerings["mon"]

    assert instance.grid_minutes == 15
    assert (client.weight, client.travel_minutes, client.busy) == (1, 0, ())
    assert (room.min_clients, room.opened, room.open_cost) == (0, False, 0)
    assert instance.staff["omar"].changeover_minutes == 0


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (["format"], "daybridge-week/2", "format: expected “daybridge-week/1”"),
        (["mode"], "guess", "mode: expected “design” or “place” or “repair”"),
        (["site", "time_zone"], "Mars/Base", "site.time_zone: expected a time zone"),
        (["grid_minutes"], 0, "grid_minutes: expected a whole number from 1"),
        (["clients", 0, "busy"], [["Mon 08:10", "Mon 17:00"]],
         "clients[0].busy[0][0]: expected a time on the grid of 15 minutes"),
        (["clients", 0, "busy"], [["Mon 22:00", "Tue 02:00"]],
         "clients[0].busy[0]: expected a window that does not cross midnight"),
        (["clients", 0, "busy"], [["Mon 22:00", "Mon 22:00"]],
         "clients[0].busy[0]: expected an end after its start"),
        (["clients", 0, "busy"], [["Mon 24:00", "Mon 24:00"]],
         "clients[0].busy[0][0]: expected a time such as “Mon 18:00”"),
        (["clients", 1, "id"], "dana", "clients[1].id: expected an id that is not"),
        (["clients", 0, "weight"], 0, "clients[0].weight: expected a whole number"),
        (["clients", 0, "weight"], True, "clients[0].weight: expected a whole number"),
        (["clients", 0, "travel_minutes"], -15, "clients[0].travel_minutes: expected"),
        (["clients", 0, "travel_minutes"], 20,
         "clients[0].travel_minutes: expected a multiple of 15 minutes"),
        (["clients", 0, "bussy"], [], "clients[0].bussy: unknown; expected id, dose"),
        (["clients", 0, "busy"], None, "clients[0].busy: expected a list, found null"),
        (["clients", 0, "id"], "\ud800", "clients[0].id: expected a text without half"),
        (["clients", 0, "dose", "modalities"], {"yoga": {}},
         "clients[0].dose.modalities.yoga: unknown"),
        (["clients", 0, "individual", 0, "leaders"], ["vera"],
         "clients[0].individual[0].leaders[0]: expected the id of a member of staff"),
        (["clients", 1, "current"], {"offerings": ["sun"], "individual": []},
         "clients[1].current.offerings[0]: expected the id of an offering"),
        (["offerings", 0, "minutes"], 50, "offerings[0].minutes: expected a multiple"),
        (["offerings", 0, "starts"], ["Mon 22:00"],
         "offerings[0].starts[0]: expected a session that does not cross midnight"),
        (["offerings", 0, "modality"], "individual", "offerings[0].modality: expected"),
        (["offerings", 0, "rooms"], ["large", "large"],
         "offerings[0].rooms[1]: expected each id once"),
        (["offerings", 3, "fixed"],
         {"start": "Thu 18:00", "leader": "omar", "room": "large"},
         "offerings[3].fixed.room: expected null, since the offering is telehealth"),
        (["offerings", 0, "fixed"],
         {"start": "Mon 18:00", "leader": "ruth", "room": None},
         "offerings[0].fixed.room: expected a room, since the offering has rooms"),
        (["place"], ["marcus"], "place[0]: expected the id of a client"),
        (["staff", 0, "can_lead"], "group", "staff[0].can_lead: expected a list"),
        (["rooms", 0, "capacity"], 10**30, "rooms[0].capacity: expected a whole"),
    ],
)  # fmt: skip
def test_a_problem_is_named_with_its_place(place, value, said):
    found = problems(put(clinic(), place, value))

    assert any(problem.startswith(said) for problem in found), found


def test_every_problem_is_named_at_once():
    document = put(clinic(), ["mode"], "guess")
    document["offerings"].append(offering("mon", "Mon 18:07"))
    del document["rooms"][0]["open"]

    found = problems(document)

    assert len(found) == 4
    assert "rooms[0].open: expected, but absent." in found


@pytest.mark.parametrize("document", [None, 7, "week", [], [{}], {}, True, 1e400])
def test_what_is_no_object_of_ours_is_refused(document):
    assert problems(document)


def test_a_week_that_ends_at_midnight_is_read():
    document = put(clinic(), ["clients", 0, "busy"], [["Sun 20:00", "Sun 24:00"]])
    busy = read_instance(document).clients["dana"].busy

    assert busy == (Window(6 * 1440 + 1200, 7 * 1440),)


NONSENSE: list[Any] = [
    None, -1, 0, 1.5, 10**40, True, "", "Mon", "Mon 99:99", "Mon 18:07", "Tue 24:00",
    [], {}, [[]], [{}], {"id": {}}, ["Mon 18:00"], [["Tue 18:00", "Mon 18:00"]],
    "\ud800", "dana", "ruth", "x" * 5_000, float("nan"), float("inf"),
]  # fmt: skip


def places(document: Any, before: tuple[str | int, ...] = ()) -> Any:
    """The way to every value in a document."""
    steps = document.items() if isinstance(document, dict) else enumerate(document)
    for step, value in steps:
        yield (*before, step)
        if isinstance(value, dict | list):
            yield from places(value, (*before, step))


def break_it(document: Any, chance: random.Random) -> Any:
    """Break a document in one to three places."""
    for _ in range(chance.randint(1, 3)):
        way = list(chance.choice(list(places(document))))
        at = document
        for step in way[:-1]:
            at = at[step]
        kind = chance.randrange(3)
        if kind == 0:
            del at[way[-1]]
        elif kind == 1 and isinstance(at, list):
            at.append(at[way[-1]])
        else:
            at[way[-1]] = chance.choice(NONSENSE)
    return document


def test_two_thousand_broken_instances_are_refused_or_read_and_none_crashes():
    chance = random.Random(20261128)
    named = 0
    for _ in range(BROKEN_DOCUMENTS):
        found = told(read_instance, break_it(clinic(), chance))
        named += bool(found)
        json.dumps(found, ensure_ascii=False).encode("utf-8")

    assert named > BROKEN_DOCUMENTS * 0.8


def told(read: Callable[..., object], *documents: object) -> list[str]:
    """The problems of a document, each with its place; none when it can be read."""
    try:
        read(*documents)
    except UnreadableWeek as refused:
        assert_each_has_a_place(refused.problems)
        return refused.problems
    return []


def assert_each_has_a_place(problems: list[str]) -> None:
    assert [each for each in problems if ": " not in each] == []


def test_broken_plans_are_refused_or_read_and_none_crashes():
    chance, instance = random.Random(7), read_instance(clinic())
    named = 0
    for _ in range(500):
        named += bool(told(read_plan, break_it(week(), chance), instance))

    assert named > 300


def test_a_plan_names_everyone_once():
    plan, instance = week(), read_instance(clinic())
    plan["clients"].pop()

    with pytest.raises(
        UnreadableWeek, match="clients: expected every id once, also “lee”"
    ):
        read_plan(plan, instance)


def test_a_plan_without_an_answer_is_empty():
    plan, instance = week(), read_instance(clinic())
    plan["status"] = "unknown"

    with pytest.raises(UnreadableWeek, match="offerings: expected an empty list"):
        read_plan(plan, instance)
