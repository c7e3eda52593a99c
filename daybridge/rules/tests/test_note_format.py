"""One card reads well in every format, and what was signed is what was shown."""

import hashlib
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.note_format import (
    NOTHING_RECORDED,
    PLACES,
    Affect,
    Card,
    NoteFormat,
    Part,
    Participation,
    Response,
    Risk,
    Section,
    canonical_text,
    compose_note,
    missing_parts,
    text_hash,
    tidy,
)

SUMMARY = "The group practiced turning down a drink."
CARD = Card(
    goal="Stay sober through the wedding",
    participation=Participation.ACTIVE,
    affect=Affect.ANXIOUS,
    response=Response.APPLIED,
    own_sentence="Rehearsed a refusal twice and was steadier the second time.",
    patient_words="I can leave early.",
    next_step="Call her sister before the toast",
)


def composed(card: Card = CARD, note_format: NoteFormat = NoteFormat.DAP):
    sections = compose_note(card, group_summary=SUMMARY, note_format=note_format)
    return {section.title: section.text for section in sections}


def parts_missing(**changed: str) -> list[Part]:
    return [gap.part for gap in missing_parts(replace(CARD, **changed))]


@pytest.mark.parametrize(
    ("note_format", "titles"),
    [
        (NoteFormat.DAP, ["Data", "Assessment", "Plan"]),
        (NoteFormat.BIRP, ["Behavior", "Intervention", "Response", "Plan"]),
        (NoteFormat.GIRP, ["Goal", "Intervention", "Response", "Plan"]),
        (NoteFormat.SOAP, ["Subjective", "Objective", "Assessment", "Plan"]),
    ],
)
def test_each_format_has_its_sections_in_order(note_format, titles):
    assert list(composed(note_format=note_format)) == titles


@pytest.mark.parametrize("note_format", NoteFormat)
def test_every_format_places_every_part_once(note_format):
    placed = [part for _, parts in PLACES[note_format] for part in parts]

    assert sorted(placed) == sorted(Part)


def test_a_dap_note_reads_as_it_was_entered():
    assert composed() == {
        "Data": (
            "Group: The group practiced turning down a drink.\n"
            "Goal worked on: Stay sober through the wedding\n"
            "Participation: Took part actively\n"
            "Affect: Anxious\n"
            "In the patient's words: “I can leave early.”"
        ),
        "Assessment": (
            "Response: Applied it to own life\n"
            "Counselor's observation: Rehearsed a refusal twice and was steadier the "
            "second time.\n"
            "Risk: No risk raised."
        ),
        "Plan": "Next step: Call her sister before the toast",
    }


def test_an_empty_field_leaves_no_line_and_an_empty_section_says_so():
    assert "Affect" not in composed(replace(CARD, affect=""))["Data"]
    assert composed(replace(CARD, next_step=" \n"))["Plan"] == NOTHING_RECORDED


def test_words_that_were_already_quoted_are_not_quoted_twice():
    card = replace(CARD, patient_words="“I can leave early.”")

    assert composed(card) == composed()


@pytest.mark.parametrize("words", ['He said "no"', "“Yes” then “no”", '"'])
def test_quotation_marks_inside_the_words_are_kept(words):
    assert f"“{words}”" in composed(replace(CARD, patient_words=words))["Data"]


def test_a_raised_risk_is_in_the_note_with_what_was_done():
    card = replace(CARD, risk=Risk.USE, risk_note="Has a ride home; called sponsor.")

    assert (
        "Risk: Risk of use. Has a ride home; called sponsor."
        in (composed(card)["Assessment"])
    )


def test_a_programs_own_words_are_kept():
    assert "Affect: Congruent" in composed(replace(CARD, affect="Congruent"))["Data"]


def test_a_full_card_misses_nothing():
    assert missing_parts(CARD) == []


def test_the_patients_words_are_never_required():
    assert parts_missing(patient_words="") == []


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("goal", Part.GOAL),
        ("participation", Part.PARTICIPATION),
        ("affect", Part.AFFECT),
        ("response", Part.RESPONSE),
        ("own_sentence", Part.OWN_SENTENCE),
        ("next_step", Part.NEXT_STEP),
    ],
)
def test_each_needed_part_is_missed_by_name(field, part):
    assert parts_missing(**{field: " \t\n"}) == [part]


def test_an_empty_card_misses_its_parts_in_the_order_they_are_met():
    missing = missing_parts(Card())

    assert [gap.part for gap in missing] == [
        Part.GOAL,
        Part.PARTICIPATION,
        Part.AFFECT,
        Part.RESPONSE,
        Part.OWN_SENTENCE,
        Part.NEXT_STEP,
    ]
    assert all(gap.sentence.endswith(".") for gap in missing)


def test_two_words_are_no_sentence_and_three_are():
    assert parts_missing(own_sentence="Did well.") == [Part.OWN_SENTENCE]
    assert parts_missing(own_sentence="Did very well.") == []


def test_a_raised_risk_needs_words_and_none_raised_does_not():
    assert parts_missing(risk=Risk.SELF_HARM) == [Part.RISK]
    assert parts_missing(risk=Risk.SELF_HARM, risk_note="Safety plan reviewed.") == []
    assert parts_missing(risk=Risk.NONE_RAISED) == []
    assert parts_missing(risk="") == []


def test_the_canonical_text_shows_titles_and_texts():
    sections = (Section("Data", "Came."), Section("Plan", "Returns."))

    assert canonical_text(sections) == "Data\nCame.\n\nPlan\nReturns."


def test_the_hash_is_sha256_of_the_text():
    assert text_hash("Data\nCame.") == hashlib.sha256(b"Data\nCame.").hexdigest()


def test_the_hash_does_not_depend_on_how_a_letter_is_composed():
    assert text_hash("José") == text_hash(unicodedata.normalize("NFD", "José"))


def test_one_changed_letter_changes_the_hash():
    changed = replace(CARD, next_step=CARD.next_step + "s")
    texts = [
        canonical_text(
            compose_note(card, group_summary=SUMMARY, note_format=NoteFormat.DAP)
        )
        for card in (CARD, changed)
    ]

    assert text_hash(texts[0]) != text_hash(texts[1])


def test_line_ends_and_spaces_at_line_ends_do_not_change_the_text():
    assert tidy("one  \r\ntwo\rthree\n\n") == "one\ntwo\nthree"


cards = st.builds(Card, **dict.fromkeys(Card.__dataclass_fields__, st.text()))


@given(cards, st.text(), st.sampled_from(NoteFormat))
def test_nothing_a_person_wrote_is_lost_in_any_format(card, summary, note_format):
    text = canonical_text(
        compose_note(card, group_summary=summary, note_format=note_format)
    )
    written = [card.goal, card.own_sentence, card.next_step, card.risk_note, summary]

    for words in map(tidy, written):
        assert words in text


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)


@given(cards, st.text(), st.sampled_from(NoteFormat))
def test_a_canonical_text_is_stable(card, summary, note_format):
    sections = compose_note(card, group_summary=summary, note_format=note_format)
    text = canonical_text(sections)

    assert tidy(text) == text
    assert text_hash(text) == text_hash(unicodedata.normalize("NFD", text))
