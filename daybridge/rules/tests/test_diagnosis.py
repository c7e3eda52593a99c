"""Diagnoses that agree with themselves, and every way in which they do not."""

import csv
from itertools import chain, combinations

import pytest

from daybridge.rules.diagnosis import (
    CRITERIA,
    RELEASE,
    Remission,
    Severity,
    code_of,
    find,
    problems,
    severity_of,
)
from tests.naughty import SHARED, naughty_strings

PUBLIC = SHARED / "data" / "codes" / "icd10cm_F10_F19.csv"
SUBSTANCE = [one for one in RELEASE.codes.values() if one.is_substance_use]
EVERY_SET = list(
    chain.from_iterable(
        combinations(CRITERIA, number) for number in range(len(CRITERIA) + 1)
    )
)


def met(number):
    return list(CRITERIA)[:number]


def test_there_are_eleven_criteria_and_2048_sets_of_them():
    assert len(CRITERIA) == 11
    assert len(EVERY_SET) == 2048


@pytest.mark.parametrize(
    ("number", "severity"),
    [(0, ""), (1, ""), (2, "mild"), (3, "mild"), (4, "moderate"), (5, "moderate"),
     (6, "severe"), (11, "severe")],
)  # fmt: skip
def test_the_number_of_criteria_gives_the_severity(number, severity):
    assert severity_of(met(number)) == severity


def test_every_set_of_criteria_counts_by_its_number():
    def by_number(size):
        return "" if size < 2 else "mild" if size < 4 else "moderate" if size < 6 \
            else "severe"  # fmt: skip

    wrong = [
        each
        for each in EVERY_SET
        if severity_of(each) != by_number(len(each))
        or severity_of(each, as_prescribed=True)
        != by_number(len(set(each) - {"tolerance", "withdrawal"}))
        or severity_of(each, category="F16")
        != by_number(len(set(each) - {"withdrawal"}))
    ]

    assert wrong == []


def test_a_criterion_that_is_none_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="No criteria"):
        severity_of(["sadness"])


def expected_of_code(code, severity, remission):
    """Written apart from the rule, from the table in docs/rules/diagnosis.md."""
    fits = {"1": {"mild"}, "2": {"moderate", "severe"}}.get(code.part, {""})
    remits = "in remission" in code.description
    needs_remission = remits and code.part in "12"
    return (
        code.is_billable
        and severity in fits
        and (remits or not remission)
        and (bool(remission) or not needs_remission)
    )


def test_every_code_agrees_with_exactly_the_severities_and_remissions_of_the_table():
    tried, wrong = 0, []
    for code in SUBSTANCE:
        for severity in Severity:
            for remission in Remission:
                tried += 1
                said = problems(code, severity=severity, remission=remission)
                if (said == []) is not expected_of_code(code, severity, remission):
                    wrong.append((code.code, severity, remission, said))

    assert tried == len(SUBSTANCE) * 4 * 5 == 11_800
    assert wrong == []


def test_a_count_that_says_another_severity_is_named():
    [sentence] = problems(
        code_of("F10.20"), severity=Severity.MODERATE, criteria=met(6)
    )

    assert sentence == "6 criteria met is severe, not moderate."


def test_one_criterion_is_no_disorder():
    [sentence] = problems(code_of("F12.10"), severity=Severity.MILD, criteria=met(1))

    assert sentence == "1 criterion met: a use disorder begins with 2."


def test_prescribed_medication_can_take_the_disorder_away():
    bodily = ["tolerance", "withdrawal"]

    counted = problems(code_of("F11.10"), severity=Severity.MILD, criteria=bodily)
    left_out = problems(code_of("F11.10"), severity=Severity.MILD, criteria=bodily,
                        as_prescribed=True)  # fmt: skip

    assert counted == []
    assert left_out == ["0 criteria met: a use disorder begins with 2."]


def test_mild_with_dependence_says_which_code_to_choose():
    [sentence] = problems(code_of("F10.20"), severity=Severity.MILD)

    assert "F10.1" in sentence


def test_mild_tobacco_use_is_not_in_this_chapter():
    [sentence] = problems(code_of("F17.200"), severity=Severity.MILD)

    assert "Z72.0" in sentence


def test_a_condition_of_mental_health_has_its_severity_in_its_code():
    depression = code_of("F33.1")

    assert problems(depression) == []
    assert len(problems(depression, severity=Severity.SEVERE, criteria=met(3),
                        remission=Remission.EARLY)) == 3  # fmt: skip


def test_a_heading_is_no_diagnosis():
    assert "F10.1 is a heading" in problems(code_of("F10.1"), severity=Severity.MILD)[0]


@pytest.mark.parametrize("typed", ["F1020", "f10.20", " F10.20 "])
def test_a_code_is_known_however_it_is_typed(typed):
    assert code_of(typed).description == "Alcohol dependence, uncomplicated"


def test_nothing_odd_is_a_code_or_breaks_the_search():
    for text in naughty_strings():
        assert code_of(text) is None
        assert isinstance(find(text), list)


def test_codes_are_found_by_words_and_by_their_beginning():
    assert "F10.20" in [one.code for one in find("alcohol dependence uncomplicated")]
    assert find("F33")[0].code.startswith("F33")
    assert find("F11.20")[0].code == "F11.20"
    assert find("") == []
    assert all(one.is_billable for one in find("alcohol"))


def test_the_codes_are_those_of_the_public_table():
    if not PUBLIC.exists():
        pytest.skip("needs the public table of F10 to F19")
    with PUBLIC.open(newline="") as file:
        rows = list(csv.DictReader(file))

    missing = [
        row["code"]
        for row in rows
        if (ours := code_of(row["code"])) is None
        or ours.description != row["description"]
        or ours.is_billable is not (row["billable"] == "1")
    ]

    assert len(rows) > 200
    assert missing == []
