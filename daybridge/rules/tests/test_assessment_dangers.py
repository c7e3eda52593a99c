"""What stops an assessment, on both sides of each line."""

from datetime import date, timedelta

import pytest

from daybridge.rules.assessment_dangers import (
    DANGEROUS_TO_STOP,
    Door,
    Use,
    of_ratings,
    of_safety,
    of_withdrawal,
)
from daybridge.rules.level_of_care.levels import Level
from daybridge.rules.level_of_care.ratings import CODES

TODAY = date(2026, 11, 28)


def use(substance="2", days=28, ago=1):
    last = None if ago is None else TODAY - timedelta(days=ago)
    return Use(substance, days, last)


def withdrawal(*uses, history=("seizures",), signs=False):
    return of_withdrawal(uses, history, signs, on=TODAY)


def test_a_plan_opens_the_first_door():
    [danger] = of_safety({"suicide_now": "yes", "violence_now": "no"})

    assert danger.door is Door.NOW
    assert "ending their life" in danger.sentence


@pytest.mark.parametrize("said", [{}, {"suicide_now": ""}, {"suicide_now": "no"}])
def test_silence_and_no_open_none(said):
    assert of_safety(said) == []


def test_heavy_drinking_and_a_former_seizure_stop():
    [danger] = withdrawal(use())

    assert danger.door is Door.MEDICAL
    assert danger.sentence == (
        "Heavy use of alcohol, and seizures in a former withdrawal."
    )


def test_both_grave_histories_are_named():
    [danger] = withdrawal(use(), history=("delirium", "seizures"))

    assert "seizures and delirium tremens" in danger.sentence


@pytest.mark.parametrize(("days", "stops"), [(24, False), (25, True), (30, True)])
def test_25_of_30_days_is_heavy(days, stops):
    assert bool(withdrawal(use(days=days))) is stops


@pytest.mark.parametrize(("ago", "stops"), [(7, True), (8, False), (None, True)])
def test_after_a_week_without_it_is_over(ago, stops):
    assert bool(withdrawal(use(ago=ago))) is stops


@pytest.mark.parametrize("substance", [str(code) for code in range(2, 20)])
def test_only_what_is_dangerous_to_stop_stops(substance):
    found = withdrawal(use(substance))

    assert bool(found) is (substance in DANGEROUS_TO_STOP)


def test_signs_now_stop_without_a_history():
    assert withdrawal(use(), history=(), signs=True)
    assert not withdrawal(use(), history=("shakes",), signs=False)
    assert not withdrawal(use(days=None), signs=True)


def test_exactly_the_codes_that_ask_for_care_around_the_clock_stop():
    grave = {Level.MANAGED_RESIDENTIAL, Level.BIOMEDICAL, Level.INPATIENT,
             Level.PSYCHIATRIC}  # fmt: skip
    asked = {
        (name, code)
        for name in ("1A", "1B", "2A", "2B", "3A")
        for code, means in CODES[name].items()
        if getattr(means, "level", None) in grave
    }
    found = {
        (name, code)
        for name, codes in CODES.items()
        for code in codes
        if of_ratings("4", {name: code})
    }

    assert found == asked
    assert len(found) == 13


def test_a_four_opens_the_first_door_and_a_three_the_medical_one():
    assert of_ratings("4", {"1B": "4"})[0].door is Door.NOW
    assert of_ratings("4", {"1B": "3A"})[0].door is Door.MEDICAL


@pytest.mark.parametrize(("dimension", "stops"), [
    ("1", True), ("2", True), ("3", True), ("4", False), ("5", False), ("6", False),
])  # fmt: skip
def test_in_the_third_edition_a_four_stops_in_the_first_three(dimension, stops):
    assert bool(of_ratings("3", {dimension: "4"})) is stops
    assert of_ratings("3", {dimension: "3"}) == []


def test_a_code_that_is_none_stops_nothing():
    assert of_ratings("4", {"1A": "", "1B": "XX", "9Z": "4"}) == []
