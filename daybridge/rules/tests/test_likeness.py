"""A copied note is seen before it is signed, and honest notes are left in peace."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.likeness import (
    closest,
    fingerprint,
    likeness,
    longest_run,
    too_close,
)

# Ten invented notes of one evening's relapse-prevention group. Nobody in them is real.
NOTES = {
    "dana": (
        "Dana came in tired after a double shift and said little at first. When the "
        "group talked about payday as a trigger she spoke up about the liquor store "
        "next to her bus stop and agreed to ride home with her sister on Fridays."
    ),
    "luis": (
        "Luis described two days of cravings after his cousin moved back in. He tried "
        "urge surfing for the first time and rated the craving six before and three "
        "after. He wants to practice it every morning this week."
    ),
    "keisha": (
        "Keisha was upset about the custody hearing and cried when she read her "
        "letter. Two peers told her what helped them before court. She left calmer "
        "and will call her attorney tomorrow with three written questions."
    ),
    "owen": (
        "Owen challenged the idea that one beer is a relapse and listened when others "
        "answered. By the end he named the wedding in May as a high-risk day and asked "
        "to role-play turning down a toast."
    ),
    "priya": (
        "Priya finished the sleep diary and noticed that she uses on nights with less "
        "than five hours. She set a ten o'clock phone curfew and will bring the diary "
        "back on Monday."
    ),
    "marcus": (
        "Marcus stayed on mute for the first half hour of the video session. Asked "
        "directly, he said work cut his hours and he is ashamed about rent. He took "
        "the number of the housing office."
    ),
    "ellen": (
        "Ellen celebrated ninety days and was proud to hold the chip. She worried "
        "aloud that her husband still keeps wine in the kitchen, and drafted a request "
        "to him with help from the group."
    ),
    "tariq": (
        "Tariq reported taking his buprenorphine every day and no use since last "
        "Tuesday. He laughed for the first time in weeks during the refusal exercise "
        "and offered to greet the new member."
    ),
    "june": (
        "June arrived twelve minutes late because of the train. She compared anger at "
        "her boss with anger at her father, and saw that both end at the same corner "
        "bar. Next step is a walk with her neighbor before dinner."
    ),
    "ben": (
        "Ben denied any urge but his leg shook through the whole discussion of "
        "fentanyl. In the last ten minutes he told of a friend who died in March. "
        "He accepted a naloxone kit and an individual hour."
    ),
}
words = st.text(alphabet="abcdefghij  .,'ÀéßABC\n·", max_size=80)


@pytest.mark.parametrize(("one", "other"), list(combinations(NOTES, 2)))
def test_honest_notes_of_one_evening_stay_under_forty(one, other):
    assert likeness(NOTES[one], NOTES[other]).score < 40


@pytest.mark.parametrize("name", NOTES)
def test_a_note_with_only_the_name_swapped_is_ninety_or_more(name):
    copied = NOTES[name].replace(name.title(), "Gregory")

    assert likeness(NOTES[name], copied).score >= 90
    assert likeness(NOTES[name], copied, ignore={name, "Gregory"}).score == 100


@pytest.mark.parametrize("name", NOTES)
def test_a_note_with_name_and_pronouns_swapped_is_still_a_copy(name):
    swaps = {"she": "they", "her": "their", "he": "they", "his": "their", "him": "them"}
    copied = " ".join(
        swaps.get(word, word)
        for word in NOTES[name].replace(name.title(), "Gregory").split()
    )

    assert likeness(NOTES[name], copied, ignore={name, "gregory"}).score >= 90


def test_a_copied_note_with_a_new_last_sentence_is_pointed_out():
    start = NOTES["luis"].rsplit(". ", 1)[0]
    last_week = start + ". He wants to practice it every morning this week."
    tonight = start + ". His mother will come to family night."

    assert too_close(likeness(last_week, tonight).score)


def test_a_stock_phrase_in_an_honest_note_is_not_pointed_out():
    stock = "Patient participated actively in group and was receptive to feedback. "

    assert not too_close(likeness(stock + NOTES["ben"], stock + NOTES["june"]).score)


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        # singles 2/3, pairs 1/2, threes 0: (.667 + .5 + 0) / 3
        ("wrote letter home", "wrote letter away", 38),
        # the same three words in another order: singles 1, pairs 0, threes 0
        ("wrote letter home", "home letter wrote", 33),
        # a repeated word counts twice: singles 2*1/(2+1), pairs 0
        ("wrote wrote", "wrote", 33),
        # one word each, and the same
        ("wrote", "Wrote!", 100),
        # two words: singles 1/2, pairs 0, and no threes to ask about
        ("wrote letter", "wrote home", 25),
    ],
)
def test_points_are_those_counted_by_hand(one, other, points):
    assert likeness(one, other).score == points


def test_a_name_in_mid_sentence_is_passed_over_without_being_listed():
    assert (
        likeness("We heard that Luis slept.", "We heard that Asha slept.").score == 100
    )


def test_a_capital_letter_or_a_shouted_word_is_not_a_name():
    assert likeness("We tried plan B.", "We tried plan C.").score < 100
    assert likeness("We read HALT aloud.", "We read SLIP aloud.").score < 100


def test_where_most_words_are_capitalized_none_is_taken_for_a_name():
    # one in three may be names; more than that is a title
    some = likeness("Then Luis slept.", "Then Asha slept.")
    most = likeness("Then Luis Slept.", "Then Asha Slept.")

    assert some.score == 100
    assert most.score < 100


def test_sixty_is_pointed_out_and_fifty_nine_is_not():
    assert too_close(60)
    assert not too_close(59)
    assert too_close(59, threshold=50)


def test_the_shared_words_are_shown_as_they_were_written():
    mine = "Tonight: Luis RATED the craving six, before dinner."
    found = likeness(mine, "Asha rated the craving six at noon.")

    assert found.longest_run.text == "RATED the craving six"
    assert mine[found.longest_run.start : found.longest_run.end] == (
        "RATED the craving six"
    )
    assert found.shared_words == ("rated", "craving", "six")
    assert "both say “RATED the craving six”" in found.sentence


def test_a_shared_run_begins_and_ends_with_words_both_texts_have():
    found = likeness(
        "Luis rated his craving six.", "Asha rated her craving four.", ignore={"Luis"}
    )

    assert found.longest_run.text == "rated his craving"
    assert likeness("He slept.", "She ate.").longest_run is None


def test_nothing_in_common_is_said_plainly():
    found = likeness("Cried at length.", "Slept badly.")

    assert found.score == 0
    assert found.sentence == "The two texts have nothing in common."


def test_small_words_alone_make_no_likeness():
    assert likeness("he was with it", "it was with him").score == 0


def test_case_punctuation_and_accents_do_not_hide_a_copy():
    plain = "Jose told the group about the cafe and his exams."
    dressed = "JOSÉ — told the group, about the CAFÉ; and his exams!"

    assert likeness(plain, dressed).score >= 90
    assert likeness(plain, dressed, ignore={"José"}).score == 100


def test_hidden_characters_do_not_hide_a_copy():
    plain = "Wrote about the argument and the drive home."
    hidden = "Wro\u200bte about the argu\u00adment and the dri\ufeffve home."

    assert likeness(plain, hidden).score == 100


def test_a_decomposed_text_is_the_same_text():
    text = "Renée wrote to her tía about the garçon."

    assert likeness(text, unicodedata.normalize("NFD", text)).score == 100


def test_a_title_written_all_in_capitals_is_still_read():
    title = "Relapse Prevention And The Weekend Plan"

    assert likeness(title, title + " Again").score > 70


@pytest.mark.parametrize("text", ["", "   ", "…!?", "\u200b"])
def test_an_empty_text_is_like_nothing(text):
    assert likeness(text, text).score == 0
    assert likeness(text, NOTES["dana"]).score == 0


def test_short_texts_are_compared_too():
    assert likeness("Continue plan", "Continue plan").score == 100
    assert likeness("Continue plan", "Pause plan").score < 60
    assert likeness("Yes", "No way at all").score == 0


def test_the_closest_of_many_is_named():
    prints = {name: fingerprint(text) for name, text in NOTES.items()}
    copied = fingerprint(NOTES["owen"].replace("Owen", "Sam"))

    assert closest(copied, prints)[0] == "owen"
    assert closest(copied, {}) is None


@given(words, words)
def test_likeness_is_the_same_both_ways(one, other):
    assert likeness(one, other).score == likeness(other, one).score


@given(words)
def test_a_text_is_wholly_like_itself(text):
    assert likeness(text, text).score == (100 if fingerprint(text).words else 0)


@given(words, words)
def test_a_score_is_between_nothing_and_everything(one, other):
    assert 0 <= likeness(one, other).score <= 100


@given(st.text(alphabet="abcde ", max_size=60), st.text(alphabet="vwxyz ", max_size=60))
def test_texts_without_a_word_in_common_score_nothing(one, other):
    assert likeness(one, other).score == 0


@given(words, words)
def test_a_shared_run_lies_in_both_texts(one, other):
    first, second = fingerprint(one), fingerprint(other)
    mine, theirs = longest_run(first, second), longest_run(second, first)

    assert (mine is None) == (theirs is None)
    if mine and theirs:
        assert mine.words == theirs.words
        assert one[mine.start : mine.end] == mine.text
