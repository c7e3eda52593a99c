"""Intake in plain words: days, doses, the labels of TEDS codes."""

from collections.abc import Mapping
from datetime import date

from daybridge.programs.models import Modality
from daybridge.rules.teds import TABLES, TedsFile
from daybridge.rules.wording import count_of, hours_and_minutes

ADMISSIONS = TABLES[TedsFile.ADMISSIONS]
NO_SUBSTANCE = 1  # "None" cannot be what someone is treated for

LANGUAGES = (  # those that come up most; "other" is for an interpreter to find out
    ("en", "English"), ("es", "Spanish"), ("ar", "Arabic"), ("zh", "Chinese"),
    ("fr", "French"), ("ht", "Haitian Creole"), ("km", "Khmer"), ("ko", "Korean"),
    ("pt", "Portuguese"), ("ru", "Russian"), ("vi", "Vietnamese"), ("xx", "Another"),
)  # fmt: skip


def day_words(day: date) -> str:
    """November 24, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def dose_words(minutes: int, days: int) -> str:
    """9 h a week on 3 days."""
    return f"{hours_and_minutes(minutes)} a week on {count_of(days, 'day')}"


def mix_words(mix: Mapping[str, int]) -> str:
    """Sessions a week: 2 group therapy, 1 education."""
    labels = dict(Modality.choices)
    parts = [
        f"{mix[kind]} {str(labels[kind]).lower()}" for kind in labels if mix.get(kind)
    ]
    return f"Sessions a week: {', '.join(parts)}" if parts else ""


def referral_sources() -> list[tuple[str, str]]:
    """TEDS PSOURCE as choices."""
    return [(str(code), label) for code, label in ADMISSIONS["PSOURCE"].labels.items()]


def substances() -> list[tuple[str, str]]:
    """TEDS SUB as choices."""
    labels = ADMISSIONS["SUB"].labels
    return [(str(code), name) for code, name in labels.items() if code != NO_SUBSTANCE]


def referral_words(code: str) -> str:
    return dict(referral_sources()).get(code, "")


def substance_words(code: str) -> str:
    return dict(substances()).get(code, "")
