"""What in an assessment must not wait for its end: withdrawal danger, danger now.

Source: sections 1A, 1B, 3A of the level-of-care notes: some ratings ask for care around
        the clock. That withdrawal from alcohol and sedatives can kill, and that former
        seizures or delirium make it likelier, is general medical knowledge. The days in
        `HEAVY_DAYS` and `RECENT_DAYS` are ours, **unconfirmed**; the medical director
        of a program reads them before anyone relies on them.
Decided:
- Silence is no danger and no safety: only what was said counts here.
- Alcohol and sedatives alone raise a withdrawal danger by use; opioids do it by rating.
- Danger is raised once for each reason, and again only for a new reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from daybridge.rules.level_of_care.levels import LEVEL_3, Level
from daybridge.rules.level_of_care.ratings import CODES, NAMES, Rating

DANGEROUS_TO_STOP = {  # TEDS SUB -> what it is
    "2": "alcohol",
    "13": "benzodiazepines",
    "14": "tranquilizers",
    "15": "barbiturates",
    "16": "sedatives",
}
HEAVY_DAYS = 25  # of the last 30: daily, or nearly
RECENT_DAYS = 7  # since the last use: a withdrawal may still come
GRAVE_HISTORY = {"seizures": "seizures", "delirium": "delirium tremens"}
URGENT_DIMENSIONS = ("1A", "1B", "2A", "2B", "3A")
AROUND_THE_CLOCK = (LEVEL_3 & {Level.MANAGED_RESIDENTIAL, Level.BIOMEDICAL}) | {
    Level.INPATIENT,
    Level.PSYCHIATRIC,
}
HIGHEST_OF_THIRD = 4
URGENT_OF_THIRD = {"1": "withdrawal", "2": "physical health", "3": "mental health"}


class Door(StrEnum):
    """Which door a danger opens first."""

    NOW = "now"  # 911; 988 to talk
    MEDICAL = "medical"  # withdrawal care around the clock


@dataclass(frozen=True, slots=True)
class Danger:
    """One reason to stop, told in a sentence, with its own key."""

    key: str
    door: Door
    sentence: str


@dataclass(frozen=True, slots=True)
class Use:
    """How one substance is used, as far as it was said."""

    substance: str  # TEDS SUB
    days_in_30: int | None
    last_use_on: date | None


def of_safety(said: Mapping[str, str]) -> list[Danger]:
    """From what was answered to the questions about danger now (key -> yes or no)."""
    sentences = {
        "suicide_now": "They think of ending their life, with a plan or an intent.",
        "violence_now": "They think of harming someone else, with a plan or an intent.",
        "medical_now": "They need a doctor at once.",
    }
    return [
        Danger(key, Door.NOW, sentence)
        for key, sentence in sentences.items()
        if said.get(key) == "yes"
    ]


def of_withdrawal(
    uses: Collection[Use], history: Collection[str], signs_now: bool, *, on: date
) -> list[Danger]:
    """From use by substance, what happened in former withdrawals, and signs now."""
    found = []
    graves = [word for key, word in GRAVE_HISTORY.items() if key in history]
    heavy = [use for use in uses if _is_heavy(use, on)]
    for use in heavy:
        name = DANGEROUS_TO_STOP[use.substance]
        if graves:
            key = f"withdrawal-{use.substance}"
            words = " and ".join(graves)
            sentence = f"Heavy use of {name}, and {words} in a former withdrawal."
            found.append(Danger(key, Door.MEDICAL, sentence))
        elif signs_now:
            key = f"signs-{use.substance}"
            sentence = f"Heavy use of {name}, and signs of withdrawal now."
            found.append(Danger(key, Door.MEDICAL, sentence))
    return found


def of_ratings(edition: str, ratings: Mapping[str, str]) -> list[Danger]:
    """Ratings that ask for care around the clock under medical management."""
    if edition == "3":
        return [
            Danger(f"rated-{key}", _door_of_third(key), f"Dimension {key}, {name}: 4.")
            for key, name in URGENT_OF_THIRD.items()
            if ratings.get(key) == str(HIGHEST_OF_THIRD)
        ]
    return [
        Danger(f"rated-{name}-{code}", _door(name, code), _told(name, code))
        for name in URGENT_DIMENSIONS
        if (code := ratings.get(name, "")) in CODES[name] and _is_urgent(name, code)
    ]


def _is_heavy(use: Use, on: date) -> bool:
    if use.substance not in DANGEROUS_TO_STOP or use.days_in_30 is None:
        return False
    is_over = use.last_use_on is not None and on - use.last_use_on > timedelta(
        days=RECENT_DAYS
    )
    return use.days_in_30 >= HEAVY_DAYS and not is_over


def _is_urgent(name: str, code: str) -> bool:
    need = Rating(name, code).need
    return need is not None and need.level in AROUND_THE_CLOCK


def _door(name: str, code: str) -> Door:
    need = Rating(name, code).need
    at_once = need is not None and need.level in (Level.INPATIENT, Level.PSYCHIATRIC)
    return Door.NOW if at_once else Door.MEDICAL


def _door_of_third(key: str) -> Door:
    return Door.MEDICAL if key == "1" else Door.NOW


def _told(name: str, code: str) -> str:
    need = Rating(name, code).need
    return f"{name} {NAMES[name]} is rated {code}, which asks for {need}."
