"""Assessments and recommendations as documents (docs/contracts/placement.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from daybridge.rules.level_of_care.cascade import Recommendation, recommend
from daybridge.rules.level_of_care.levels import Need
from daybridge.rules.level_of_care.ratings import CODES, NAMES, Emergency, Rating
from daybridge.rules.wording import listed

RULE_PACK = "4e-1"  # changes whenever the same ratings would give another answer
NOTICE = (
    "A suggestion from ratings. A clinician decides the level of care. The ASAM "
    "Criteria are the property of the American Society of Addiction Medicine."
)
BY_HAND = "For the 3rd edition the level is chosen by hand: no rule pack suggests one."
THIRD_EDITION = {
    "1": "Acute Intoxication and/or Withdrawal Potential",
    "2": "Biomedical Conditions and Complications",
    "3": "Emotional, Behavioral or Cognitive Conditions and Complications",
    "4": "Readiness to Change",
    "5": "Relapse, Continued Use or Continued Problem Potential",
    "6": "Recovery/Living Environment",
}
HIGHEST = 4  # of the 3rd edition: 0 is none, 4 is severe


class UnreadableAssessment(ValueError):
    """A document that is no assessment; each problem names its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a document says, checked."""

    edition: str  # "3" or "4"
    emergency: Emergency | None
    ratings: Mapping[str, Any]


def read(document: object) -> Assessment:
    """The assessment in a document; raises with everything that is wrong in it."""
    if not isinstance(document, dict):
        raise UnreadableAssessment(
            [f"The document: expected an object, found {_kind(document)}."]
        )
    problems = list(_problems(document))
    if problems:
        raise UnreadableAssessment(problems)
    emergency = document.get("emergency")
    return Assessment(
        edition=document["edition"],
        emergency=Emergency(emergency) if emergency else None,
        ratings=document.get("ratings", {}),
    )


def answer(assessment: Assessment) -> dict[str, Any]:
    """What the rule pack says to an assessment, as a document."""
    if assessment.edition == "3" and assessment.emergency is None:
        return {
            "edition": "3",
            "rule_pack": None,
            "recommended": None,
            "is_final": False,
            "evaluate": [],
            "reasons": [{"sentence": BY_HAND, "because": []}],
            "notice": NOTICE,
        }
    found = recommend(assessment.ratings, emergency=assessment.emergency)
    return {
        "edition": assessment.edition,
        "rule_pack": RULE_PACK,
        "recommended": _recommended(found),
        "is_final": found.is_final,
        "evaluate": [rating.dimension for rating in found.to_evaluate],
        "reasons": [
            {
                "sentence": reason.sentence,
                "because": [_rating(rating) for rating in reason.because],
            }
            for reason in found.reasons
        ],
        "notice": NOTICE,
    }


def _recommended(found: Recommendation) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "level": found.level.value,
        "co_occurring_enhanced": found.is_enhanced,
        "recovery_residence": found.needs_residence,
        "continue_medication": found.must_continue_medication,
    }


def _rating(rating: Rating) -> dict[str, str]:
    means = rating.meaning
    return {
        "dimension": rating.dimension,
        "name": NAMES[rating.dimension],
        "code": rating.code,
        "means": f"asks for {means}" if isinstance(means, Need) else means.value,
    }


def _problems(document: dict[Any, Any]) -> Iterator[str]:
    for key in document:
        if key not in ("edition", "emergency", "ratings"):
            yield f"{str(key)[:40]}: unknown; expected edition, emergency and ratings."
    edition = document.get("edition")
    if edition not in ("3", "4"):
        yield f"edition: expected “3” or “4”, found {_shown(edition)}."
    emergency = document.get("emergency")
    kinds = [kind.value for kind in Emergency]
    if emergency is not None and emergency not in kinds:
        expected = " or ".join(f"“{kind}”" for kind in kinds)
        yield f"emergency: expected {expected} or null, found {_shown(emergency)}."
    ratings = document.get("ratings", {})
    if not isinstance(ratings, dict):
        yield f"ratings: expected an object, found {_kind(ratings)}."
    elif emergency is None and edition == "3":
        yield from _of_third_edition(ratings)
    elif emergency is None and edition == "4":
        yield from _of_fourth_edition(ratings)


def _of_third_edition(ratings: dict[Any, Any]) -> Iterator[str]:
    yield from _strangers(ratings, THIRD_EDITION)
    for dimension, rated in ratings.items():
        if dimension not in THIRD_EDITION:
            continue
        is_number = isinstance(rated, int | float) and not isinstance(rated, bool)
        if not is_number or rated not in range(HIGHEST + 1):
            yield (
                f"ratings.{dimension}: expected a whole number from 0 to {HIGHEST}, "
                f"found {_shown(rated)}."
            )


def _of_fourth_edition(ratings: dict[Any, Any]) -> Iterator[str]:
    yield from _strangers(ratings, CODES)
    for dimension, code in ratings.items():
        if dimension in CODES and not (
            isinstance(code, str) and code in CODES[dimension]
        ):
            expected = ", ".join(f"“{each}”" for each in CODES[dimension])
            yield f"ratings.{dimension}: expected {expected}, found {_shown(code)}."


def _strangers(ratings: dict[Any, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for dimension in ratings:
        if dimension not in known:
            expected = listed([*known])
            yield f"ratings.{str(dimension)[:40]}: unknown; expected {expected}."
    if missing := [dimension for dimension in known if dimension not in ratings]:
        yield f"ratings: {listed(missing)} not rated yet."


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return f"“{value[:40]}”" if isinstance(value, str) else _kind(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.20g}"
    kinds: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}
    return kinds.get(type(value), "null")
