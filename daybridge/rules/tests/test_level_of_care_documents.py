"""What `daybridge place` reads and answers, held against its published contract."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.rules.level_of_care.documents import (
    UnreadableAssessment,
    answer,
    read,
)
from daybridge.rules.tests.test_level_of_care import MILD, codes, ways

SCHEMA = json.loads(
    Path(__file__)
    .parents[3]
    .joinpath("docs/contracts/placement.schema.json")
    .read_text()
)
FOURTH = {"edition": "4", "emergency": None, "ratings": MILD}
THIRD = {"edition": "3", "ratings": dict.fromkeys("123456", 2)}


def validator(part):
    return jsonschema.Draft202012Validator(
        {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]}
    )


ASSESSMENT, ANSWER = validator("assessment"), validator("answer")


def changed(document, **changes):
    ratings = document.get("ratings", {}) | changes.pop("ratings", {})
    return document | {"ratings": ratings} | changes


def test_the_contract_is_a_schema():
    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert not list(meta.iter_errors(SCHEMA))


@pytest.mark.parametrize(
    "document",
    [
        FOURTH,
        THIRD,
        {"edition": "4", "emergency": "medical"},
        {"edition": "3", "emergency": "imminent_danger", "ratings": {}},
        changed(THIRD, ratings={"2": 3.0}),  # JSON knows one kind of number
        changed(FOURTH, ratings={"1B": "EVAL", "1C": "MOUD-C", "5B": "A"}),
    ],
)
def test_an_assessment_of_the_contract_is_answered_by_it(document):
    assert not list(ASSESSMENT.iter_errors(document))
    assert not list(ANSWER.iter_errors(answer(read(document))))


def test_every_answer_is_of_the_contract():
    for ratings in list(ways().values())[::40]:
        found = answer(read(FOURTH | {"ratings": ratings}))
        assert not list(ANSWER.iter_errors(found))


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ([], "The document: expected an object, found a list."),
        (None, "The document: expected an object, found null."),
        ({"ratings": MILD}, "edition: expected “3” or “4”, found nothing."),
        (changed(FOURTH, edition=4), "edition: expected “3” or “4”, found 4."),
        (changed(FOURTH, edition="5"), "edition: expected “3” or “4”, found “5”."),
        (
            changed(FOURTH, emergency="fire"),
            "emergency: expected “medical” or “imminent_danger” or null, found “fire”.",
        ),
        (
            {"edition": "4", "ratings": []},
            "ratings: expected an object, found a list.",
        ),
        (
            changed(FOURTH, ratings={"4A": "0"}),
            "ratings.4A: expected “A”, “B”, “C”, “D”, “E”, found “0”.",
        ),
        (
            changed(FOURTH, ratings={"5B": 0}),
            "ratings.5B: expected “0”, “A”, found 0.",
        ),
        (
            changed(FOURTH, ratings={"5B": ["A"]}),
            "ratings.5B: expected “0”, “A”, found a list.",
        ),
        (
            changed(FOURTH, note="he said"),
            "note: unknown; expected edition, emergency and ratings.",
        ),
        (
            changed(THIRD, ratings={"2": 5}),
            "ratings.2: expected a whole number from 0 to 4, found 5.",
        ),
        (
            changed(THIRD, ratings={"2": True}),
            "ratings.2: expected a whole number from 0 to 4, found true.",
        ),
        (
            changed(THIRD, ratings={"2": 1.5}),
            "ratings.2: expected a whole number from 0 to 4, found 1.5.",
        ),
        (
            changed(THIRD, ratings={"7": 1}),
            "ratings.7: unknown; expected 1, 2, 3, 4, 5",
        ),
        ({"edition": "3", "ratings": {"1": 0}}, "ratings: 2, 3, 4, 5 and 6 not rated"),
    ],
)
def test_what_is_no_assessment_is_refused_with_its_place(document, problem):
    assert not ASSESSMENT.is_valid(document)
    with pytest.raises(UnreadableAssessment) as refusal:
        read(document)

    assert [each for each in refusal.value.problems if each.startswith(problem)]


def test_every_problem_of_a_document_is_named_at_once():
    with pytest.raises(UnreadableAssessment) as refusal:
        read({"edition": "4", "ratings": MILD | {"4A": "0", "1A": "x"}, "more": 1})

    assert len(refusal.value.problems) == 3


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@settings(max_examples=60)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "edition": st.sampled_from(["3", "4"]) | JUNK,
            "emergency": st.sampled_from([None, "medical"]) | JUNK,
            "ratings": st.fixed_dictionaries(
                {},
                optional={d: st.sampled_from([*c]) | JUNK for d, c in codes().items()},
            )
            | st.just(MILD)
            | JUNK,
        },
    )
    | JUNK
)
def test_whatever_is_read_is_of_the_contract_and_whatever_is_refused_is_not(document):
    try:
        found = answer(read(document))
    except UnreadableAssessment:
        assert not ASSESSMENT.is_valid(document)
    else:
        assert not list(ASSESSMENT.iter_errors(document))
        assert not list(ANSWER.iter_errors(found))


def test_the_third_edition_is_placed_by_hand():
    found = answer(read(THIRD))

    assert found["recommended"] is None
    assert not found["is_final"]
    assert "by hand" in found["reasons"][0]["sentence"]
