"""Answers become the TEDS codes of an admission."""

import pytest

from daybridge.rules.diagnosis import RELEASE
from daybridge.rules.teds import TABLES, TedsFile
from daybridge.rules.teds_admission import (
    AGE_BANDS,
    INSURANCE,
    PAYMENT,
    Means,
    age_code,
    diagnosis_group,
    first_use_code,
    frequency_code,
    gender_code,
    insurance_code,
    payment_code,
    wait_code,
)
from daybridge.rules.teds_codes import MISSING

ADMISSIONS = TABLES[TedsFile.ADMISSIONS]


@pytest.mark.parametrize(("days", "code"), [(0, 1), (1, 2), (29, 2), (30, 3)])
def test_days_of_use_are_none_some_or_daily(days, code):
    assert frequency_code(days) == code


@pytest.mark.parametrize("days", [-1, 31])
def test_more_days_than_there_are_is_a_mistake(days):
    with pytest.raises(ValueError, match="0 to 30"):
        frequency_code(days)


@pytest.mark.parametrize(
    ("age", "code"),
    [(0, 1), (11, 1), (12, 2), (14, 2), (15, 3), (17, 3), (18, 4), (20, 4), (21, 5),
     (24, 5), (25, 6), (29, 6), (30, 7), (99, 7)],
)  # fmt: skip
def test_an_age_at_first_use_falls_into_its_band(age, code):
    assert first_use_code(age) == code


@pytest.mark.parametrize(
    ("days", "code"),
    [(-1, 0), (0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (30, 3), (31, 4)],
)
def test_days_of_waiting_fall_into_their_band(days, code):
    assert wait_code(days) == code


@pytest.mark.parametrize(
    ("code", "group"),
    [("F10.20", 4), ("F10.10", 9), ("F10.920", 3), ("F10.14", 1), ("F11.20", 5),
     ("F11.10", 12), ("F12.20", 7), ("F12.10", 10), ("F14.20", 6), ("F14.10", 13),
     ("F15.20", 8), ("F15.10", 11), ("F15.14", 2), ("F17.200", 8), ("F20.9", 16),
     ("F31.9", 17), ("F33.1", 15), ("F41.1", 14), ("F90.0", 18), ("F43.10", 19),
     ("Z72.0", -9)],
)  # fmt: skip
def test_a_diagnosis_has_its_group(code, group):
    assert diagnosis_group(code) == group


def test_every_code_of_the_chapter_has_a_group_that_exists():
    known = set(ADMISSIONS["DSMCRIT"].labels)

    assert {diagnosis_group(code) for code in RELEASE.codes} <= known


def test_an_age_falls_into_the_band_that_the_codebook_prints():
    for code, label in ADMISSIONS["AGE"].labels.items():
        first, _, last = label.partition(" ")[0].partition("-")
        ages = range(int(first), int(last or 120) + 1)
        assert {age_code(age) for age in ages} == {code}
    assert len(AGE_BANDS) == len(ADMISSIONS["AGE"].labels)


@pytest.mark.parametrize("age", [None, 0, 11])
def test_an_age_that_is_unknown_or_under_twelve_is_missing(age):
    assert age_code(age) == MISSING


@pytest.mark.parametrize(("sex", "code"), [("M", 1), ("F", 2), ("U", -9), ("", -9)])
def test_a_sex_on_record_is_coded_and_anything_else_is_missing(sex, code):
    assert gender_code(sex) == code


@pytest.mark.parametrize(
    ("means", "insurance", "payment"),
    [
        (Means(), "missing", "missing"),
        (Means(["commercial"]), "Private", "Private"),
        (Means(["medicaid", "commercial"]), "Medicaid", "Medicaid"),
        (Means(["medicare"]), "Medicare", "Medicare"),
        (Means(["other"]), "Medicare, other", "Other government"),
        (Means([], pays_themselves=True, is_uninsured=True), "None", "Self-pay"),
        (Means([], pays_themselves=True), "missing", "Self-pay"),
        (Means(["commercial"], pays_themselves=True), "Private", "Self-pay"),
        (Means([], True, True, owes_nothing=True), "None", "No charge"),
        (Means(["medicaid"], owes_nothing=True), "Medicaid", "Medicaid"),
    ],
)
def test_who_pays_is_coded_as_the_codebook_words_it(means, insurance, payment):
    found = {"HLTHINS": insurance_code(means), "PRIMPAY": payment_code(means)}

    for field, starts in (("HLTHINS", insurance), ("PRIMPAY", payment)):
        label = ADMISSIONS[field].labels.get(found[field], "missing")
        assert label.startswith(starts)


def test_every_kind_of_payer_has_codes_of_the_codebook():
    assert set(INSURANCE.values()) < set(ADMISSIONS["HLTHINS"].labels)
    assert set(PAYMENT.values()) < set(ADMISSIONS["PRIMPAY"].labels)
    assert set(INSURANCE) == set(PAYMENT)
