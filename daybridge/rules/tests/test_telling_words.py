"""Words that tell what an appointment is for, and words that do not."""

import pytest

from daybridge.rules.telling_words import ALONE, BEGINNINGS, telling_words


@pytest.mark.parametrize(
    "text",
    ["", "Appointment", "Cita", "Room 2", "Coffee", "Tuesday at Oak Street",
     "Cita 5:30", "Habitación 2", "Nadia’s", "Matinee", "Soup"],
)  # fmt: skip
def test_words_that_could_stand_for_anything_are_fine(text):
    assert telling_words(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Recovery group", ["recovery"]),
        ("RECUPERACIÓN", ["recuperacion"]),
        ("Sober-living house", ["sober"]),
        ("IOP 5:30", ["iop"]),
        ("Grupo de Terápia", ["terapia"]),
        ("Drug test, then therapy", ["drug", "therapy"]),
        ("therapy therapy", ["therapy"]),
        ("Ｄｅｔｏｘ", ["detox"]),
        ("AA", ["aa"]),
    ],
)
def test_words_that_tell_are_named_as_they_are_compared(text, found):
    assert telling_words(text) == found


@pytest.mark.parametrize("word", [*BEGINNINGS, *sorted(ALONE)])
def test_every_word_of_the_list_is_found(word):
    assert telling_words(f"Our {word.upper()}!") == [word]


@pytest.mark.parametrize("word", sorted(ALONE))
def test_a_short_word_counts_only_when_it_stands_alone(word):
    assert telling_words(f"{word}xq") in ([], [f"{word}xq"])
    assert telling_words(f"xq{word}") == []
