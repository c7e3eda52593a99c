"""The interview: data that holds together, sections that lose nothing."""

import pytest
from django.urls import reverse

from daybridge.assessments.errors import AssessmentClosed, ChangedMeanwhile
from daybridge.assessments.interview_questions import (
    BrokenInterview,
    read,
    section_of,
    sections,
)
from daybridge.assessments.models import Assessment, SafetyStop
from daybridge.assessments.prefill import Sources
from daybridge.assessments.services.beginning import begin, set_aside
from daybridge.assessments.services.sections import save_section
from daybridge.assessments.services.signing import sign
from daybridge.assessments.tests.conftest import SAFE
from daybridge.audit.models import AuditEvent
from daybridge.audit.versions import versions_of
from daybridge.keys import new_id
from daybridge.people.models import Contact
from daybridge.rules.teds import TABLES, TedsFile
from tests.naughty import batched, naughty_strings

ADMISSIONS = TABLES[TedsFile.ADMISSIONS]
OTHERWISE_KNOWN = {  # TEDS field: where it is collected, or why it is not asked
    "AGE": "birth date", "GENDER": "sex on record", "SERVICES": "level of the track",
    "DAYWAIT": "first contact", "PSOURCE": "the inquiry", "DSMCRIT": "diagnosis",
    "HLTHINS": "coverage", "PRIMPAY": "coverage",
}  # fmt: skip


def every_question():
    for section in sections():
        for question in section.questions:
            yield question
            yield from question.columns


# The interview is data.


def test_every_teds_field_of_an_admission_is_asked_or_known_otherwise():
    asked = {question.teds for question in every_question() if question.teds}

    assert asked | set(OTHERWISE_KNOWN) == set(ADMISSIONS)
    assert not asked & set(OTHERWISE_KNOWN)


def test_the_options_of_a_teds_question_are_the_codes_of_its_table():
    not_offered = {"SUB": {1}, "RACE": {3}}  # "none"; one that 6 and 9 have replaced
    asked = [one for one in every_question() if one.teds and one.kind == "choice"]
    wrong = {
        one.key: sorted(one.labels)
        for one in asked
        if {int(key) for key in one.labels if key.isdigit()}
        != set(ADMISSIONS[one.teds].labels) - not_offered.get(one.teds, set())
    }

    assert len(asked) > 10
    assert wrong == {}


def test_every_question_has_both_wordings_and_no_two_are_the_same():
    wordings = [(one.en, one.es) for section in sections() for one in section.questions]

    assert all(en.strip() and es.strip() and en != es for en, es in wordings)
    assert len(set(wordings)) == len(wordings)


def test_no_key_is_used_twice_in_the_whole_interview():
    keys = [
        (section.key, one.key) for section in sections() for one in section.questions
    ]

    assert len(set(keys)) == len(keys) >= 50


HEAD = 'key="x"\ntitle="X"\n'
ASKED = '[[questions]]\nkey="a"\nen="A"\nes="B"\n'


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (HEAD + ASKED + 'kind="song"', "song"),
        (HEAD + ASKED + 'kind="choice"', "options"),
        (HEAD + ASKED + 'kind="rows"', "columns"),
        (HEAD + '[[questions]]\nkey="a"\nkind="line"\nen="A"', "es"),
        (HEAD, "questions"),
        (HEAD + (ASKED + 'kind="line"\n') * 2, "twice"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place(tmp_path, text, word):
    file = tmp_path / "99_x.toml"
    file.write_text(text)

    with pytest.raises(BrokenInterview, match=rf"99_x.toml.*{word}"):
        read(file)


# What was told is not asked again.


def test_what_lee_told_on_the_phone_is_in_the_interview(assessment, inquiry):
    told = Sources(assessment).told(section_of("reason"))

    assert told["own_words"].value == "I cannot stop on my own."
    assert told["own_words"].source.startswith("from the first call")


def test_times_contacts_and_the_self_check_are_told(assessment, inquiry, lee):
    Contact.objects.create(
        program=lee.program, patient=lee, name="Sam", relationship="sister"
    )
    inquiry.self_check = {"home": "unsafe", "withdrawal": ["odd"]}
    inquiry.ties = "Night shifts"
    inquiry.save()
    sources = Sources(assessment)

    home, work = sources.told(section_of("home")), sources.told(section_of("work"))

    assert home["home_safe"].value == "no"
    assert home["with_whom"].value == "Sam (sister)"
    assert work["times"].value == "Monday 5:30 pm to 8:30 pm: can come\nNight shifts"
    assert "withdrawal_words" not in sources.told(section_of("withdrawal"))


def test_an_earlier_assessment_is_told_but_danger_is_asked_anew(ready, by, lee):
    sign(assessment=ready, digest=digest_of(ready), at=by.at, by=by)
    again = begin(patient=lee, at=by.at, by=by)
    sources = Sources(again)

    assert sources.told(section_of("home"))["living"].value == "3"
    assert sources.told(section_of("safety")) == {}
    assert "signs_now" not in sources.told(section_of("withdrawal"))


def test_what_was_told_is_taken_only_when_confirmed_or_changed(
    sign_in, ruth, assessment, inquiry
):
    client, url = sign_in(ruth), at("section", assessment.pk, "reason")
    words = {"own_words": "I cannot stop on my own.", "base": "0"}

    client.post(url, {**words, "submission": str(new_id())})
    untouched = assessment.sections.filter(section="reason").first()
    confirmed = {**words, "confirm-own_words": "on", "submission": str(new_id())}
    client.post(url, confirmed | {"base": str(untouched.version if untouched else 0)})

    assert not untouched or "own_words" not in untouched.answers
    row = assessment.sections.get(section="reason")
    assert row.answers["own_words"] == "I cannot stop on my own."


# Sections are saved each by itself.


def save(assessment, by, section, answers, base=0):
    return save_section(assessment=assessment, section=section, answers=answers,
                        base=base, at=by.at, by=by)  # fmt: skip


def test_the_same_answers_again_change_nothing(assessment, by):
    first = save(assessment, by, "safety", SAFE).row
    again = save(assessment, by, "safety", SAFE).row

    assert (again.pk, again.version) == (first.pk, 1)
    acts = AuditEvent.objects.filter(action="assessments.section_saved")
    assert acts.count() == 1


def test_a_second_writer_sees_both_and_loses_nothing(
    assessment, by, viewer, clinic, sign_in, ruth
):
    nora = viewer(clinic.staff["nora"])
    save(assessment, nora, "reason", {"own_words": "Nora wrote this."})

    with pytest.raises(ChangedMeanwhile, match="Nora"):
        save(assessment, by, "reason", {"own_words": "Ruth wrote that."})
    page = sign_in(ruth).post(
        at("section", assessment.pk, "reason"),
        {"own_words": "Ruth wrote that.", "base": "0", "submission": str(new_id())},
    )

    assert page.status_code == 422
    assert "Nora wrote this." in page.content.decode()
    assert "Ruth wrote that." in page.content.decode()
    assert 'name="base" value="1"' in page.content.decode()


def test_two_people_fill_different_sections(assessment, by, viewer, clinic):
    save(assessment, by, "reason", {"own_words": "Mine."})
    save(assessment, viewer(clinic.staff["nora"]), "medical", {"pain": 3})

    said = dict(assessment.sections.values_list("section", "edited_by"))
    assert said == {
        "reason": clinic.staff["ruth"].pk,
        "medical": clinic.staff["nora"].pk,
    }


def test_earlier_readings_of_a_section_are_kept_in_words(assessment, by):
    save(assessment, by, "home", {"living": "3"})
    row = save(assessment, by, "home", {"living": "1"}, base=1).row

    words = [version.values["words"] for version in versions_of(row)]
    assert ["paying my way" in words[0], "No fixed place" in words[1]] == [True, True]


def test_nothing_is_written_into_a_closed_assessment(assessment, by):
    set_aside(assessment=assessment, reason="Moved away", at=by.at, by=by)

    with pytest.raises(AssessmentClosed):
        save(assessment, by, "safety", SAFE)


def test_saving_as_one_types_answers_with_the_version(sign_in, ruth, assessment):
    client, url = sign_in(ruth), at("keep", assessment.pk, "home")

    kept = client.post(url, {"living": "3", "base": "0"})
    late = client.post(url, {"living": "1", "base": "0"})
    broken = client.post(
        at("keep", assessment.pk, "medical"), {"pain": "99", "base": "0"}
    )

    assert (kept.status_code, late.status_code, broken.status_code) == (200, 409, 422)
    assert 'value="1"' in kept.content.decode()
    assert assessment.sections.get().answers == {"living": "3"}


def test_another_row_keeps_what_was_typed(sign_in, ruth, assessment):
    page = sign_in(ruth).post(
        at("section", assessment.pk, "substances"),
        {"uses-count": "3", "uses-2-substance": "7", "more": "1", "base": "0",
         "submission": str(new_id())},
    )  # fmt: skip

    assert page.status_code == 200
    assert 'name="uses-3-substance"' in page.content.decode()
    assert '<option value="7" selected>' in page.content.decode()
    assert not assessment.sections.exists()


def test_a_section_that_does_not_exist_is_not_there(sign_in, ruth, assessment):
    assert sign_in(ruth).get(at("section", assessment.pk, "shoes")).status_code == 404


def test_spanish_stands_beside_the_question_for_who_speaks_it(
    sign_in, ruth, assessment, lee
):
    lee.language = "es"
    lee.save()

    page = sign_in(ruth).get(at("section", assessment.pk, "reason")).content.decode()

    assert "en sus propias palabras" in page


def test_naughty_strings_come_back_as_they_were_written(sign_in, ruth, assessment):
    client, url = sign_in(ruth), at("section", assessment.pk, "reason")
    base = 0
    for texts in batched(naughty_strings(), 40):
        words = "\n".join(texts)[:3900]
        answer = client.post(
            url, {"own_words": words, "base": base, "submission": str(new_id())}
        )
        assert answer.status_code in (302, 422)
        base = assessment.sections.get().version if answer.status_code == 302 else base
        if answer.status_code == 302:
            page = client.get(url)
            assert page.status_code == 200
            assert b"<script>alert(" not in page.content

    assert base > 5


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def digest_of(assessment):
    from daybridge.assessments.composing import compose

    return compose(assessment).digest


def test_only_one_assessment_of_a_person_is_under_way(assessment, by, lee):
    from daybridge.assessments.errors import AlreadyUnderWay

    with pytest.raises(AlreadyUnderWay):
        begin(patient=lee, at=by.at, by=by)
    assert Assessment.objects.in_program(lee.program).count() == 1
    assert SafetyStop.objects.in_program(lee.program).count() == 0
