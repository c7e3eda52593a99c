"""The checker names exactly the rule that a plan breaks."""

from collections.abc import Callable
from typing import Any

import pytest

from daybridge.rules.tests.week_fit.cases import clinic, offering, read_both, run, week
from daybridge.rules.week_fit.checking import Report, check
from daybridge.rules.week_fit.plan import LevelName

Change = Callable[[dict[str, Any], dict[str, Any]], None]


def checked(change: Change | None = None) -> Report:
    """The clinic and its week, after a change to both, as the checker sees them."""
    instance, plan = clinic(), week()
    if change:
        change(instance, plan)
    return check(*read_both(instance, plan))


def rules(report: Report) -> set[str]:
    """The rules that are broken, other than what the plan says of itself."""
    return {broken.rule.value for broken in report.broken} - {"plan"}


def alone(plan: dict[str, Any], **fields: Any) -> None:
    plan["clients"][0]["individual"][0].update(fields)


def test_a_week_that_keeps_every_rule_is_a_plan():
    report = checked()

    assert report.broken == ()
    assert list(report.levels.values()) == [3, 0, 0, 0]


BREAKING: dict[str, tuple[str, Change]] = {
    "a start that is not offered": (
        "1", lambda i, p: p["offerings"][0].update(start="Mon 17:45")),
    "a leader who is not listed": (
        "1", lambda i, p: p["offerings"][1].update(leader="omar")),
    "a room that is not listed": (
        "1", lambda i, p: i["offerings"][1].update(rooms=["small"], capacity=1)),
    "a leader off shift": (
        "1", lambda i, p: i["staff"][1].update(shifts=[["Mon 21:00", "Mon 22:00"]])),
    "a modality the leader may not lead": (
        "1", lambda i, p: i["staff"][1].update(can_lead=["group"])),
    "a closed room": (
        "1", lambda i, p: i["rooms"][1].update(open=[["Tue 16:00", "Tue 22:00"]])),
    "a fixed arrangement that is another": (
        "1", lambda i, p: i["offerings"][0].update(
            fixed={"start": "Mon 17:00", "leader": "ruth", "room": "large"})),
    "a family member who cannot come": (
        "1", lambda i, p: i["clients"][0]["individual"][0].update(
            with_windows=[["Mon 21:15", "Mon 22:00"]])),
    "a family member who never can": (
        "1", lambda i, p: i["clients"][0]["individual"][0].update(with_windows=[])),
    "a leader who has no time to change over": (
        "2", lambda i, p: alone(p, leader="ruth")),
    "a leader with too long a day": (
        "2", lambda i, p: i["staff"][1].update(max_contact_minutes_per_day=179)),
    "a leader with too long a week": (
        "2", lambda i, p: i["staff"][1].update(max_contact_minutes_per_week=239)),
    "more clients than places": (
        "3", lambda i, p: i["offerings"][0].update(capacity=1)),
    "more people than the room holds": (
        "3", lambda i, p: i["rooms"][0].update(capacity=2)),
    "a room too small for three": (
        "3", lambda i, p: (
            i["clients"][0]["individual"][0].update(with_windows=EVENING),
            i["rooms"][1].update(capacity=2))),
    "a group with too few": (
        "4", lambda i, p: i["offerings"][1].update(min_clients=2)),
    "an opened group that does not run": (
        "4", lambda i, p: (
            i["offerings"].append(offering("fri", "Thu 16:00", opened=True)),
            p["offerings"].append(run("fri", None, None, None, [])))),
    "a tag that is missing": (
        "5", lambda i, p: i["offerings"][0].update(requires=["women"])),
    "telehealth for someone without it": (
        "5", lambda i, p: i["clients"][1].update(telehealth=False)),
    "work in the middle of group": (
        "5", lambda i, p: i["clients"][1].update(busy=[["Mon 20:00", "Mon 20:15"]])),
    "no time for the way there": (
        "5", lambda i, p: i["clients"][0].update(busy=[["Mon 08:00", "Mon 17:45"]])),
    "no time for the way back": (
        "5", lambda i, p: i["clients"][0].update(busy=[["Tue 21:15", "Tue 22:00"]])),
    "two sessions at once": (
        "5", lambda i, p: alone(p, start="Mon 20:45")),
    "too many minutes": (
        "6", lambda i, p: i["clients"][0]["dose"].update(max_minutes=599)),
    "too many days": (
        "6", lambda i, p: i["clients"][0]["dose"].update(max_days=2)),
    "too long a day": (
        "6", lambda i, p: i["clients"][0]["dose"].update(max_day_minutes=239)),
    "too much of a modality": (
        "6", lambda i, p: i["clients"][0]["dose"].update(
            modalities={"group": {"max_minutes": 539}})),
    "too long a gap": (
        "6", lambda i, p: (
            alone(p, start="Mon 16:00"),
            i["clients"][0].update(busy=[]),
            i["clients"][0]["dose"].update(max_gap_minutes=45))),
    "a group that moved although someone was placed": (
        "7", lambda i, p: (
            i.update(mode="place"), stands(i),
            i["offerings"][0]["current"].update(leader="omar"))),
    "a client who was not to be placed": (
        "7", lambda i, p: (i.update(mode="place", place=["dana"]), stands(i))),
    "a series that is open in part": (
        "series", lambda i, p: (
            i["offerings"][3].update(series="closed"),
            i["offerings"].append(offering("fri", "Mon 16:00", series="closed")),
            p["offerings"].append(run("fri", None, None, None, ["lee"])),
            p["clients"][1]["offerings"].append("fri"))),
    "a series at two times of day": (
        "series", lambda i, p: (
            series(i), i["offerings"][2].update(starts=["Wed 17:00"]),
            p["offerings"][2].update(start="Wed 17:00"))),
    "a series with two leaders": (
        "series", lambda i, p: (
            series(i), i["offerings"][2].update(leaders=["omar"]),
            p["offerings"][2].update(leader="omar"))),
    "a series twice a day": (
        "series", lambda i, p: (
            series(i), i["offerings"][2].update(starts=["Tue 18:00"], rooms=[]),
            i["clients"][0].update(telehealth=True),
            p["offerings"][2].update(start="Tue 18:00", room=None))),
    "a series of which someone attends a part": (
        "series", lambda i, p: (
            i["offerings"][0].update(series="closed"),
            i["offerings"][1].update(series="closed"))),
}  # fmt: skip
EVENING = [["Mon 16:00", "Mon 22:00"]]


def series(instance: dict[str, Any]) -> None:
    for each in instance["offerings"][1:3]:
        each["series"] = "closed"


def stands(instance: dict[str, Any]) -> None:
    """What runs today is what the week says."""
    for each, held in zip(instance["offerings"], week()["offerings"], strict=True):
        each["current"] = {name: held[name] for name in ("start", "leader", "room")}


@pytest.mark.parametrize("what", BREAKING)
def test_what_breaks_one_rule_is_reported_with_that_rule(what):
    rule, change = BREAKING[what]
    expected = {rule}
    if what == "a series twice a day":  # its leader cannot be in both, nor can Dana
        expected = {"2", "5", "series"}

    assert rules(checked(change)) == expected


def test_changing_over_reaches_over_the_end_of_the_week():
    def sunday_and_monday(instance, plan):
        night = [["Sun 21:00", "Sun 24:00"], ["Mon 00:00", "Mon 22:00"]]
        instance["staff"][0]["shifts"] = [*night, *EVENINGS_AFTER_MONDAY]
        instance["rooms"][0]["open"] = instance["staff"][0]["shifts"]
        instance["offerings"][0]["starts"] = ["Mon 00:00"]
        instance["offerings"][1]["starts"] = ["Sun 21:00"]
        instance["clients"][0]["travel_minutes"] = 0
        plan["offerings"][0]["start"] = "Mon 00:00"
        plan["offerings"][1]["start"] = "Sun 21:00"

    assert rules(checked(sunday_and_monday)) == {"2"}


EVENINGS_AFTER_MONDAY = [["Wed 16:00", "Wed 22:00"]]


def test_minimums_do_not_bind_whom_the_plan_calls_partly_served():
    def harder(instance, plan):
        instance["clients"][1]["dose"]["min_minutes"] = 400
        plan["clients"][1]["state"] = "partly"
        plan["levels"][0].update(value=2, bound=2)
        plan["levels"][1].update(value=40, bound=40)

    report = checked(harder)

    assert report.broken == ()
    assert report.levels[LevelName.SHORTFALL_MINUTES] == 40


def test_someone_whom_nothing_suffices_is_served_with_nothing():
    def content(instance, plan):
        instance["clients"].append({"id": "sam", "dose": {"max_days": 2}})
        plan["clients"].append(
            {"id": "sam", "state": "served", "offerings": [], "individual": [],
             "minutes": 0, "days": 0, "why": []}
        )  # fmt: skip
        plan["levels"][0].update(value=4, bound=4)

    assert checked(content).broken == ()


def test_what_differs_from_today_is_counted():
    def moved(instance, plan):
        stands(instance)
        instance["offerings"][0]["current"]["start"] = "Mon 17:00"  # two are kept in it
        instance["offerings"][3]["current"]["leader"] = "ruth"  # one more change
        dana, lee = instance["clients"]
        dana["current"] = {
            "offerings": ["mon", "tue", "web"],  # left one, joined one
            "individual": [
                {"id": "alone", "start": "Mon 21:00", "leader": "ruth", "room": "small"}
            ],  # with another leader: one
        }
        lee["current"] = {"offerings": ["mon", "web"], "individual": []}

    assert checked(moved).levels[LevelName.CHANGES] == 2 + 1 + 2 + 1


def test_discomfort_is_what_was_avoided_idle_time_and_what_opening_costs():
    def uneasy(instance, plan):
        instance["offerings"][1]["open_cost"] = 7
        instance["clients"][0]["busy"] = []
        alone(plan, start="Mon 16:30")  # idle from 17:30 to 18:00: 2
        instance["clients"][1]["avoid"] = [
            {"window": ["Mon 20:30", "Mon 22:00"], "cost_per_15": 3},  # 30 minutes: 6
            {"window": ["Mon 20:45", "Mon 24:00"], "cost_per_15": 1},  # 15 minutes: 1
        ]

    assert checked(uneasy).levels[LevelName.DISCOMFORT] == 7 + 2 + 6 + 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p["offerings"][0].update(clients=["dana"]), "The roster of mon"),
        (lambda p: p["clients"][0].update(state="partly"), "dana is served"),
        (lambda p: p["clients"][0].update(minutes=599), "The minutes or days of dana"),
        (lambda p: p["levels"][0].update(value=2), "served_weight is 3, not 2"),
        (lambda p: p["levels"][0].update(bound=2), "served_weight is on the wrong"),
        (lambda p: p["levels"][3].update(bound=1), "discomfort is on the wrong side"),
        (lambda p: (p["levels"][0].update(bound=4), p.update(status="optimal")),
         "served_weight is not proved"),
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_is_told(change, said):
    report = checked(lambda instance, plan: change(plan))

    assert any(said in broken.text for broken in report.broken)
    assert rules(report) == set()


def test_a_plan_without_an_answer_breaks_nothing():
    instance, plan = clinic(), week()
    plan.update(status="unknown", levels=[], offerings=[], clients=[])

    assert check(*read_both(instance, plan)) == Report((), {})
