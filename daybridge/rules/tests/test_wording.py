"""Minutes, counts and lists read the way a person says them."""

import pytest

from daybridge.rules.wording import count_of, hours_and_minutes, listed, words_of


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 1 min"),
        (370, "6 h 10 min"),
    ],
)
def test_minutes_are_said_in_hours_once_there_is_one(minutes, words):
    assert hours_and_minutes(minutes) == words


def test_one_is_said_in_the_singular():
    assert count_of(1, "day") == "1 day"
    assert count_of(0, "day") == "0 days"
    assert count_of(2, "day of care", "days of care") == "2 days of care"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
    ],
)
def test_a_list_ends_with_and(words, sentence):
    assert listed(words) == sentence


def test_a_table_of_words_is_read_word_by_word():
    assert words_of("one two two") == {"one", "two"}
