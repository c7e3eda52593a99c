"""Who may be the same person, and who is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.same_person import (
    Known,
    Strength,
    compare,
    letters_apart,
)

BORN = date(1990, 3, 4)
PHONE = frozenset({"+12155550144"})
NADIA = Known("Nadia", "Haddad", born_on=BORN, phones=PHONE)


@pytest.mark.parametrize(
    ("other", "strength"),
    [
        (Known("Nadia", "Haddad", born_on=BORN), Strength.SURE),
        (Known("NADIA", "Háddad", born_on=BORN), Strength.SURE),
        (Known("Nadya", "Hadad", born_on=BORN, phones=PHONE), Strength.SURE),
        (Known("Nadya", "Hadad", born_on=BORN), Strength.LIKELY),
        (Known("Haddad", "Nadia", born_on=BORN), Strength.LIKELY),
        (Known("Nadia", "Haddad", born_on=date(1990, 4, 3)), Strength.LIKELY),
        (Known("Nadia", "Haddad", born_on=date(1999, 3, 4)), Strength.LIKELY),
        (Known("Nadia", "Haddad-Khoury", born_on=BORN), Strength.LIKELY),
        (Known("Nadia", "Haddad", phones=PHONE), Strength.LIKELY),
        (Known("Nadya", "Haddad", phones=PHONE), Strength.LIKELY),
        (Known("Nadia", "Haddad"), Strength.POSSIBLE),
        (Known("Sami", "Haddad", born_on=BORN), Strength.POSSIBLE),
        (Known("Nadia", "Khoury", born_on=BORN), None),
        (Known(phones=PHONE), Strength.POSSIBLE),
        (Known("Sami", "Haddad", phones=PHONE), Strength.POSSIBLE),
        (Known("Nadia"), None),
        (Known("Nadya", "Hadad"), None),
        (Known("Rosa", "Villanueva", born_on=BORN), None),
        (Known("Nadia", "Haddad", born_on=date(1964, 8, 19)), None),
        (Known("Nadia", "Haddad", born_on=date(1964, 8, 19), phones=PHONE), None),
        (Known(), None),
    ],
)
def test_what_is_alike_decides(other, strength):
    for match in (compare(NADIA, other), compare(other, NADIA)):
        assert (match.strength if match else None) == strength


def test_the_reasons_are_said():
    match = compare(NADIA, Known("Nadya", "Haddad", born_on=BORN, phones=PHONE))
    assert match.reasons == (
        "a name spelled almost alike", "the same birth date", "the same phone",
    )  # fmt: skip


def test_a_preferred_name_counts_as_a_first_name():
    robert = Known("Robert", "Lee", "Bob", BORN)
    assert compare(robert, Known("Bob", "Lee", born_on=BORN)).strength == Strength.SURE


def test_short_names_are_not_a_slip_apart():
    assert (
        compare(Known("Al", "Ho", born_on=BORN), Known("Ed", "Hu", born_on=BORN))
        is None
    )


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("haddad", "haddad", 0), ("haddad", "hadadd", 1), ("haddad", "hadda", 1),
     ("haddad", "hoddud", 2), ("haddad", "moreau", 3), ("", "ab", 2)],
)  # fmt: skip
def test_letters_apart_counts_an_exchange_once(one, other, apart):
    assert letters_apart(one, other, most=2) == apart
    assert letters_apart(other, one, most=2) == apart


WORDS = st.text("abcde", max_size=6)


@given(WORDS, WORDS, st.integers(0, 6))
def test_the_limit_changes_no_smaller_answer(one, other, most):
    assert letters_apart(one, other, most=most) == min(
        letters_apart(one, other, most=9), most + 1
    )


@given(st.builds(Known, WORDS, WORDS), st.builds(Known, WORDS, WORDS))
def test_likeness_goes_both_ways(one, other):
    assert compare(one, other) == compare(other, one)
