"""The level of care that ratings speak for, against a decision table written apart.

`level_of_care_codes.csv` says what each code asks for, and `level_of_care.csv` what
comes of it; both were written from the published facts and not from the program. There
are 457,228,800 ways to rate the twelve sub-dimensions. What decides is which levels are
asked for: each set of levels that any of those ways can ask for is tried here.
"""

import csv
from collections import defaultdict
from functools import cache
from itertools import product
from math import prod
from pathlib import Path

import pytest

from daybridge.rules.level_of_care import Emergency, Level, recommend

HERE = Path(__file__).parent
MILD = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "0", "2B": "0", "3A": "0", "3B": "0",
    "4A": "A", "4B": "0", "5A": "0", "5B": "0", "5C": "0",
}  # fmt: skip
OTHERS = {"", "evaluation", "medication", "residence"}  # what is no level


def table(name):
    with (HERE / name).open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def codes():
    """What each code of each sub-dimension asks for."""
    found = defaultdict(dict)
    for row in table("level_of_care_codes.csv"):
        found[row["dimension"]][row["code"]] = row["asks_for"]
    return dict(found)


@cache
def ways():
    """Each set of levels that can be asked for, with one way of rating that does."""
    reached = {frozenset(): {}}
    for dimension, meanings in codes().items():
        options = {meaning: code for code, meaning in reversed(meanings.items())}
        reached = {
            needs | ({meaning} - OTHERS): ratings | {dimension: code}
            for needs, ratings in reached.items()
            for meaning, code in options.items()
        }
    return reached


def answers(needs):
    """The answers of every line of the decision table that fits these levels."""
    bases = {need.removesuffix(" COE") for need in needs}
    facts = {
        "inpatient": "4" in bases,
        "bio": "3.7 BIO" in bases,
        "psychiatric": "4 Psychiatric" in bases,
        "managed": bool(bases & {"1.7", "2.7", "3.7", "3.7 BIO"}),
        "level_3": any(base.startswith("3.") for base in bases),
        "level_2": any(base.startswith("2.") for base in bases),
        "residential": bool(bases & {"3.1", "3.5"}),
        "high": bool(bases & {"2.5", "3.5"}),
        "intensive": "2.1" in bases,
        "enhanced": any(need.endswith(" COE") for need in needs),
    }
    return [
        row["answer"]
        for row in DECISIONS
        if all(
            row[name] in ("", "Y" if holds else "N") for name, holds in facts.items()
        )
    ]


DECISIONS = table("level_of_care.csv")


def test_the_ways_to_rate_are_as_many_as_stated():
    assert prod(len(meanings) for meanings in codes().values()) == 457_228_800
    assert len(ways()) == 12_992


def test_every_set_of_levels_that_can_be_asked_for_gets_the_answer_of_the_table():
    wrong = {
        tuple(sorted(needs)): (found, answers(needs))
        for needs, ratings in ways().items()
        if [found := recommend(ratings).code] != answers(needs)
    }

    assert wrong == {}


def test_every_line_of_the_decision_table_is_the_answer_to_something():
    reached = {answer for needs in ways() for answer in answers(needs)}

    assert reached == {row["answer"] for row in DECISIONS}
    assert len(reached) == 17


@pytest.mark.parametrize(
    ("dimension", "code", "asks_for"),
    [tuple(row.values()) for row in table("level_of_care_codes.csv")],
)
def test_a_code_asks_for_what_the_facts_say(dimension, code, asks_for):
    found = recommend(MILD | {dimension: code})

    expected = {"1.5", asks_for} - OTHERS if dimension != "4A" else {asks_for}
    assert [found.code] == answers(expected)
    assert found.is_final == (asks_for != "evaluation")
    assert found.needs_residence == (asks_for == "residence")
    assert found.must_continue_medication == (asks_for == "medication")


def test_a_code_of_another_sub_dimension_is_refused():
    for dimension, other in product(codes(), repeat=2):
        for code in codes()[other].keys() - codes()[dimension].keys():
            with pytest.raises(ValueError, match=f"“{code}” is not a code of"):
                recommend(MILD | {dimension: code})


def test_a_residence_is_added_to_outpatient_levels_only():
    for level, code in (("1.5", "A"), ("2.1", "B"), ("2.5", "C")):
        found = recommend(MILD | {"4A": code, "5C": "A"})
        assert (found.code, found.needs_residence) == (level, True)
    for level, code in (("3.1", "D"), ("3.5", "E")):
        found = recommend(MILD | {"4A": code, "5B": "A"})
        assert (found.code, found.needs_residence) == (level, False)


@pytest.mark.parametrize("dimension", ["1B", "1C"])
def test_an_evaluation_that_is_to_come_holds_every_answer(dimension):
    for ratings in (MILD, MILD | {"2A": "4"}, MILD | {"3A": "4"}):
        found = recommend(ratings | {dimension: "EVAL"})
        assert not found.is_final
        assert [rating.dimension for rating in found.to_evaluate] == [dimension]


@pytest.mark.parametrize(
    ("emergency", "level", "who"),
    [
        (Emergency.MEDICAL, Level.INPATIENT, "911"),
        (Emergency.IMMINENT_DANGER, Level.PSYCHIATRIC, "988"),
    ],
)
def test_an_emergency_waits_for_no_rating(emergency, level, who):
    found = recommend({}, emergency=emergency)

    assert (found.level, found.is_final) == (level, True)
    assert who in found.reasons[0].sentence


def test_what_is_missing_is_named():
    with pytest.raises(ValueError, match=r"Not rated yet: 1A, 1B and 5C\."):
        recommend({k: v for k, v in MILD.items() if k not in ("1A", "1B", "5C")})


def test_the_reasons_name_the_ratings_that_decided():
    found = recommend(MILD | {"4A": "B", "5A": "A", "3A": "1A", "5B": "A"})

    named = [
        [rating.dimension for rating in reason.because] for reason in found.reasons
    ]
    assert named == [["4A", "5A"], ["3A"], ["5B"]]


def test_every_answer_has_a_reason_that_rests_on_a_rating():
    for ratings in list(ways().values())[::50]:
        reasons = recommend(ratings).reasons
        assert all(reason.sentence and reason.because for reason in reasons)
