"""A slip of the finger or the ear still finds the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.spelling import is_near, slips_between, slips_forgiven


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("whitfield", "whitfield", 0),
        ("whitfield", "whitfeild", 1),  # two letters swapped
        ("whitfield", "whitfeld", 1),  # one missing
        ("katharine", "catherine", 2),
        ("dana", "dina", 1),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted(one, other, slips):
    assert slips_between(one, other) == slips


@pytest.mark.parametrize(
    ("word", "forgiven"),
    [("al", 0), ("ana", 1), ("dana", 1), ("danas", 2), ("p0001", 0)],
)
def test_longer_words_forgive_more(word, forgiven):
    assert slips_forgiven(word) == forgiven


def test_three_slips_are_another_name():
    assert is_near("whitfield", "witfeild")
    assert not is_near("whitfield", "winfelt")


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8))
def test_slips_are_the_same_both_ways(one, other):
    assert slips_between(one, other) == slips_between(other, one)
