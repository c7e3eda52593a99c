"""Every way of answering, against a decision table written apart."""

import csv
import json
from itertools import product
from pathlib import Path

import pytest

from daybridge.rules.self_check import (
    QUESTIONS,
    REASONS,
    Outcome,
    as_data,
    check,
    is_over_at_once,
)

TABLE = Path(__file__).with_name("self_check_table.csv")
NAMES = [question.name for question in QUESTIONS]
EVERY = [
    dict(zip(NAMES, answers, strict=True))
    for answers in product(*(question.answers for question in QUESTIONS))
]


@pytest.fixture(scope="module")
def table():
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def fits(row, answers):
    return all(
        row[name] == "*" or answers[name] in row[name].split("|") for name in NAMES
    )


def test_there_are_as_many_ways_as_we_say():
    assert len(EVERY) == 2 * 4 * 3 * 3 * 3 * 3 * 4 == 2592


def test_the_table_written_apart_has_one_row_for_every_way_of_answering(table):
    assert [a for a in EVERY if sum(fits(row, a) for row in table) != 1] == []


def test_every_way_of_answering_ends_as_the_table_written_apart_says(table):
    different = [
        answers
        for answers in EVERY
        for row in table
        if fits(row, answers) and check(answers).outcome != row["outcome"]
    ]

    assert different == []


def test_every_outcome_is_reached_and_always_has_a_reason():
    results = [check(answers) for answers in EVERY]

    assert {result.outcome for result in results} == set(Outcome)
    assert all(result.reasons for result in results)


def test_reasons_are_answers_that_were_given_and_that_speak_for_the_outcome():
    wrong = [
        answers
        for answers in EVERY
        for name, answer in check(answers).reasons
        if answers[name] != answer
        or answer not in REASONS[check(answers).outcome][name]
    ]

    assert wrong == []


def test_a_danger_ends_the_check_before_anything_else_is_asked():
    assert is_over_at_once({"danger": "yes"})
    assert check({"danger": "yes"}).outcome == Outcome.NOW
    assert not is_over_at_once({"danger": "no"})
    assert not is_over_at_once({})


def test_whoever_may_be_in_danger_without_help_is_never_told_that_less_is_enough():
    careless = [
        answers
        for answers in EVERY
        if check(answers).outcome == Outcome.LESS
        and (
            answers["danger"] == "yes"
            or answers["withdrawal"] != "none"
            or answers["supervision"] != "no"
            or answers["home"] == "unsafe"
        )
    ]

    assert careless == []


def test_the_times_somebody_can_come_never_change_the_outcome():
    without = {}
    for answers in EVERY:
        key = tuple(answers[name] for name in NAMES if name != "times")
        without.setdefault(key, set()).add(check(answers).outcome)

    assert {len(outcomes) for outcomes in without.values()} == {1}


@pytest.mark.parametrize("name", NAMES)
def test_a_gap_is_named_and_nothing_that_was_answered_is(name):
    answers = {**EVERY[0], "withdrawal": "severe"}
    for wrong in ("", "perhaps"):
        with pytest.raises(ValueError, match=f"^expected an answer to {name}$"):
            check({**answers, name: wrong})
    del answers[name]
    with pytest.raises(ValueError, match=f"^expected an answer to {name}$"):
        check(answers)


def test_the_table_for_pages_is_plain_data_and_whole():
    data = json.loads(json.dumps(as_data()))

    assert list(data["questions"]) == NAMES
    assert {step["outcome"] for step in data["steps"]} == set(Outcome)
    assert set(data["reasons"]) == set(Outcome)
