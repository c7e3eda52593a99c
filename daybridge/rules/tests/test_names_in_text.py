"""No patient's name enters another patient's chart unseen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.name_index import PersonName, index_names, is_one_slip
from daybridge.rules.names_in_text import Certainty, Finding, NameReason, find_names

SURE, MAYBE = Certainty.SURE, Certainty.MAYBE

# An invented group.
GROUP = [
    PersonName("dana", "Dana", "Morales"),
    PersonName("maria", "Maria", "Delgado-Whitfield"),
    PersonName("jose", "José", "O'Brien"),
    PersonName("will", "Will", "Young"),
    PersonName("grace", "Grace", "Okafor"),
    PersonName("maryann", "Mary Ann", "Lindqvist"),
    PersonName("brian", "Brian", "Kowalczyk"),
    PersonName("al", "Al", "Vu"),
    PersonName("renee", "Robert", "de la Cruz", preferred="Renée"),
    PersonName("theo", "Theodora", "Novak", preferred="Theo", previous=("Theodore",)),
    PersonName("may", "May", "Li"),
    PersonName("anna", "Anna", "Björk"),
]
INDEX = index_names(GROUP)


def found(text: str) -> list[tuple[str, str, Certainty]]:
    return [(f.person_id, f.matched, f.certainty) for f in find_names(text, INDEX)]


def named(text: str) -> set[str]:
    return {finding.person_id for finding in find_names(text, INDEX)}


def only(text: str) -> Finding:
    [finding] = find_names(text, INDEX)
    return finding


def test_a_first_name_is_found_where_it_stands():
    finding = only("Tonight Dana led the check-in.")

    assert (finding.person_id, finding.matched) == ("dana", "Dana")
    assert (finding.start, finding.end) == (8, 12)
    assert finding.certainty is SURE
    assert finding.sentence == "“Dana” is a patient's name."


@pytest.mark.parametrize(
    "text",
    [
        "dana spoke",
        "DANA spoke",
        "Dana's turn",
        "Dana’s turn",
        "(Dana)",
        "Dana/Ruth pairs",
        "with Dana.",
        "Dana",
        "dana2",
        "hello dana_m",
        "“Dana” said",
        "Mail dana@example.org",
    ],
)
def test_case_possessives_and_punctuation_do_not_hide_an_uncommon_name(text):
    assert ("dana", SURE) in {(person, sure) for person, _, sure in found(text)}


@pytest.mark.parametrize(
    "text",
    ["banana bread", "a Bandana", "Danaë-like", "abundant", "Susannah", "the savannah"],
)
def test_a_name_inside_a_word_is_not_a_name(text):
    assert SURE not in {sure for _, _, sure in found(text)}


def test_a_full_name_is_one_finding():
    assert found("We thanked Dana Morales warmly.") == [("dana", "Dana Morales", SURE)]
    assert found("Morales, Dana was first.") == [("dana", "Morales, Dana", SURE)]


def test_a_last_name_alone_is_a_name():
    assert found("Ms. Morales agreed.") == [("dana", "Morales", SURE)]


def test_a_first_name_with_the_right_initial_is_sure_and_includes_it():
    assert found("Dana M. shared first.") == [("dana", "Dana M", SURE)]
    assert found("Dana M shared first.") == [("dana", "Dana M", SURE)]


def test_a_first_name_with_another_initial_may_be_someone_else():
    finding = only("Dana K. visited.")

    assert finding.certainty is MAYBE
    assert finding.reason is NameReason.OTHER_INITIAL


def test_the_initial_chooses_between_two_people_of_one_name():
    two = [PersonName("a", "Maria", "Lopez"), PersonName("b", "Maria", "Stein")]

    both = [finding.person_id for finding in find_names("Maria spoke.", two)]
    one = [finding.person_id for finding in find_names("Maria S. spoke.", two)]
    assert (both, one) == (["a", "b"], ["b"])


def test_the_word_i_is_not_an_initial():
    hope = [PersonName("hope", "Dana", "Irving")]

    assert find_names("As Dana I would wait.", hope)[0].matched == "Dana"


def test_accents_do_not_matter_either_way():
    assert found("Jose and José and JOSÉ") == [
        ("jose", "Jose", SURE),
        ("jose", "José", SURE),
        ("jose", "JOSÉ", SURE),
    ]
    assert named("Bjork, Björk") == {"anna"}


def test_decomposed_text_is_found_at_its_own_offsets():
    text = unicodedata.normalize("NFD", "Then José and Renée left.")
    findings = find_names(text, INDEX)

    assert [text[f.start : f.end] for f in findings] == [f.matched for f in findings]
    assert unicodedata.normalize("NFC", findings[0].matched) == "José"
    assert [f.person_id for f in findings] == ["jose", "renee"]


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060"])
def test_invisible_characters_do_not_hide_a_name(hidden):
    text = f"Then Da{hidden}na spoke."
    finding = only(text)

    assert finding.person_id == "dana"
    assert text[finding.start : finding.end] == f"Da{hidden}na"


def test_offsets_stay_true_after_emoji_and_wide_letters():
    text = "👩🏽‍🤝‍👩🏻 ﬁnally Ｄａｎａ smiled 🎉 with José"

    assert [text[f.start : f.end] for f in find_names(text, INDEX)] == [
        "Ｄａｎａ",
        "José",
    ]


@pytest.mark.parametrize("name", ["O'Brien", "O’Brien", "OʼBrien", "OBrien", "o brien"])
def test_an_apostrophe_in_a_name_may_be_any_or_none(name):
    assert ("jose", SURE) in {(p, sure) for p, _, sure in found(f"Mr. {name} left.")}


@pytest.mark.parametrize(
    "name",
    ["Delgado-Whitfield", "Delgado Whitfield", "delgado‑whitfield", "DelgadoWhitfield"],
)
def test_a_double_name_is_found_however_it_is_joined(name):
    assert found(f"with {name} today") == [("maria", name, SURE)]


def test_half_of_a_double_name_may_be_the_person():
    finding = only("then Whitfield answered")

    assert (finding.person_id, finding.certainty) == ("maria", MAYBE)
    assert finding.reason is NameReason.PART_OF_NAME


@pytest.mark.parametrize("name", ["Mary Ann", "Mary-Ann", "Maryann", "mary ann"])
def test_a_two_word_first_name_is_found(name):
    assert found(f"and {name} agreed") == [("maryann", name, SURE)]


def test_a_name_the_chart_writes_as_one_word_is_found_as_two():
    people = [PersonName("x", "Maryann", "Roe")]

    assert [f.matched for f in find_names("and Mary Ann agreed", people)] == [
        "Mary Ann"
    ]


def test_the_small_words_of_a_surname_are_not_names():
    assert named("a la carte, de facto, cruz control") == {"renee"}
    assert named("a la carte, de facto") == set()


def test_preferred_legal_and_previous_names_are_all_found():
    assert named("Robert spoke") == {"renee"}
    assert named("Renee spoke") == {"renee"}
    assert found("Theodore spoke") == [("theo", "Theodore", SURE)]


@pytest.mark.parametrize("text", ["Maria", "Marai", "Mria", "Mariaa", "Mar1a Mqria"])
def test_one_slip_in_a_long_name_may_be_the_person(text):
    assert "maria" in named(f"then {text} spoke")


def test_a_misspelling_says_so():
    finding = only("then Marai spoke")

    assert finding.reason is NameReason.MISSPELLED
    assert finding.sentence == "“Marai” looks like a patient's name, misspelled."


def test_two_slips_or_a_short_name_are_not_guessed():
    assert named("then Marqiz spoke") == set()
    assert named("then Dena spoke") == set()


def test_an_ordinary_word_near_a_name_is_left_alone():
    assert named("How the brain heals. Brain health. Mania and manic days.") == set()
    assert only("We told Brain that").person_id == "brian"


@pytest.mark.parametrize(
    "text",
    [
        "They will try again.",
        "Will they try again?",
        "Nobody may go with grace.",
        "May we start?",
        "Grace under pressure was the topic.",
        "We meet again in May.",
        "Since May the group is larger.",
        "young people",
        "with a strong will and young at heart",
        "et al and vu meters",
    ],
)
def test_a_word_that_is_also_a_name_is_left_alone_in_ordinary_use(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Then Will told the group", "will"),
        ("Will said he would", "will"),
        ("Will’s plan", "will"),
        ("Later Grace, crying, left", "grace"),
        ("Grace cried.", "grace"),
        ("Grace and Dana paired up", "grace"),
        ("Present: Grace", "grace"),
        ("led by May tonight", "may"),
        ("GRACE SAID NO", "grace"),
        ("Mr Young", "will"),
    ],
)
def test_a_word_that_is_also_a_name_may_be_one_when_it_acts_like_one(text, person):
    assert person in named(text)


def test_a_common_word_says_that_it_may_be_the_word():
    finding = only("Then Will told the group")

    assert finding.certainty is MAYBE
    assert finding.sentence == "“Will” may be a patient's name, or the word itself."


def test_a_common_word_in_a_full_name_is_sure():
    assert found("We heard Will Young play.") == [("will", "Will Young", SURE)]
    assert found("grace okafor spoke") == [("grace", "grace okafor", SURE)]
    assert found("they will, young as they are") == []


def test_words_written_all_in_capitals_are_not_names_for_that():
    assert found("WE WILL BE LATE IN MAY, BE PATIENT") == []


def test_a_very_short_name_needs_its_capital():
    assert found("and Al left") == [("al", "Al", SURE)]
    assert found("and al left") == []


@pytest.mark.parametrize("text", ["D.M. left", "with D. M. today", "saw DM today"])
def test_initials_may_be_a_person(text):
    assert [(p, sure) for p, _, sure in found(text)] == [("dana", MAYBE)]


@pytest.mark.parametrize(
    "text",
    [
        "AA and NA meetings",
        "at 6 p.m. sharp",
        "A.A. literature",
        "H.A.L.T.",
        "USE DM NOW",
    ],
)
def test_abbreviations_of_a_clinic_are_not_initials(text):
    people = [
        PersonName("aa", "Ada", "Abt"),
        PersonName("pm", "Pia", "Moser"),
        PersonName("al", "Ana", "Lutz"),
        PersonName("dm", "Dora", "Mertz"),
    ]

    assert find_names(text, people) == []


def test_a_name_in_a_script_without_capitals_is_found_inside_a_run():
    people = [PersonName("li", "李明", "")]

    assert [f.matched for f in find_names("昨天李明分享了", people)] == ["李明"]


def test_the_words_of_a_full_name_stand_together():
    text = "Dana told Ms. Morales, and Mary saw Ann"

    assert [f.matched for f in find_names(text, INDEX)] == [
        "Dana",
        "Morales",
        "Mary",
        "Ann",
    ]
    assert [f.matched for f in find_names("Dana --- Morales", INDEX)] == [
        "Dana",
        "Morales",
    ]


def test_three_dotted_letters_are_not_two_initials():
    assert found("D.M.K. and K.D.M. were cited") == []
    assert [f.matched for f in find_names("We saw D.M.", INDEX)] == ["D.M"]


def test_two_words_are_joined_only_where_they_stand_together_with_capitals():
    people = [PersonName("x", "Maryann", "Roe")]

    assert find_names("the mary ann", people) == []
    assert find_names("Mary (Ann", people) == []
    assert find_names("Mary Beth", people) == []


def test_a_word_that_is_a_name_at_the_very_start_is_still_a_start():
    assert found("Will") == []
    assert found(" “Will they?”") == []
    assert found("Will red wine do?") == []
    assert found("Will needed a ride.") == [("will", "Will", MAYBE)]


def test_a_form_of_address_makes_a_lower_case_word_no_name():
    assert found("dr. will see you") == []


def test_an_empty_text_an_empty_group_and_empty_names_find_nothing():
    assert find_names("", INDEX) == []
    assert find_names("Dana spoke", []) == []
    assert find_names("Dana spoke", [PersonName("x", "", "", "", ("",))]) == []


def test_a_clean_summary_has_no_findings():
    summary = (
        "The group explored how stress and sleep feed cravings. Members practiced "
        "urge surfing, shared what helped on hard evenings, and gave each other "
        "honest feedback. Several named the weekend as risky and will call a friend "
        "before payday. One peer read a letter aloud; the group responded with care."
    )

    assert found(summary) == []


names = st.sampled_from(
    ["Dana", "Maria", "José", "Renée", "Grace", "Will", "Mary Ann", "Björk", "Morales"]
)
noise = st.text(
    alphabet=st.characters(exclude_categories=["Cs"])
    | st.sampled_from(" .,'’\u200b\n"),
    max_size=40,
)


@given(noise, names, noise)
def test_every_finding_is_the_text_between_its_offsets(before, name, after):
    text = f"{before} {name} {after}"

    for finding in find_names(text, INDEX):
        assert text[finding.start : finding.end] == finding.matched
        assert finding.matched


@given(
    noise,
    st.sampled_from(["Dana", "Maria", "José", "Renée", "Morales", "Okafor"]),
    noise,
)
def test_an_uncommon_name_standing_free_is_always_found(before, name, after):
    text = f"{before} , {name} , {after}"
    at = text.index(f", {name} ,") + 2

    assert any(finding.start <= at < finding.end for finding in find_names(text, INDEX))


@given(noise, names, noise)
def test_composed_and_decomposed_texts_find_the_same_people(before, name, after):
    text = f"{before} {name} {after}"
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]

    assert named(forms[0]) == named(forms[1])


letters = st.text(alphabet="abcd", max_size=7)


@given(letters, letters)
def test_one_slip_is_the_same_both_ways(one, other):
    assert is_one_slip(one, other) == is_one_slip(other, one)


@given(letters, letters)
def test_one_slip_is_one_edit_or_one_swap(name, word):
    splits = [(name[:n], name[n:]) for n in range(len(name) + 1)]
    slips = (
        {a + b[1:] for a, b in splits if b}
        | {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
        | {a + c + b[1:] for a, b in splits if b for c in "abcd"}
        | {a + c + b for a, b in splits for c in "abcd"}
    )

    assert is_one_slip(name, word) == (word in slips - {name})


def test_a_word_inside_a_single_character_is_read_without_harm():
    """One "㏂" folds to "a.m.", two words that begin and end in the same place."""
    assert find_names("Ended at 9 ㏂ and 8 ㎏", INDEX) == []
