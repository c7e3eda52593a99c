"""Answers become the TEDS codes of an admission."""

import pytest

from daybridge.rules.diagnosis import RELEASE
from daybridge.rules.teds import TABLES, TedsFile
from daybridge.rules.teds_admission import (
    diagnosis_group,
    first_use_code,
    frequency_code,
    wait_code,
)

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
