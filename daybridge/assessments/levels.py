"""Levels of care as people choose them, and the dimensions they are rated in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from daybridge.assessments.models.signed import Edition
from daybridge.rules.level_of_care import Level, Rating, recommend
from daybridge.rules.level_of_care.documents import (
    HIGHEST,
    NOTICE,
    RULE_PACK,
    THIRD_EDITION,
)
from daybridge.rules.level_of_care.levels import NAMES as LEVEL_NAMES
from daybridge.rules.level_of_care.levels import Need, name_of
from daybridge.rules.level_of_care.ratings import CODES, NAMES

ENHANCED = ("1.5", "1.7", "2.5", "2.7", "3.5", "3.7")  # levels with a COE form
OF_THIRD = (
    ("0.5", "Early Intervention"), ("1", "Outpatient"),
    ("OTP", "Opioid Treatment Program"), ("2.1", "Intensive Outpatient"),
    ("2.5", "Partial Hospitalization"),
    ("3.1", "Clinically Managed Low-Intensity Residential"),
    ("3.3", "Population-Specific High-Intensity Residential"),
    ("3.5", "Clinically Managed High-Intensity Residential"),
    ("3.7", "Medically Monitored Intensive Inpatient"),
    ("4", "Medically Managed Intensive Inpatient"),
)  # fmt: skip
DIMENSIONS = {
    "1": "Intoxication, withdrawal and addiction medications",
    "2": "Biomedical conditions",
    "3": "Psychiatric and cognitive conditions",
    "4": "Substance use-related risks",
    "5": "Recovery environment interactions",
    "6": "Person-centered considerations",
}
SEVERITY = ("none or stable", "mild", "moderate", "serious", "severe or in danger now")


@dataclass(frozen=True, slots=True)
class Rateable:
    """One thing to rate: its key, its name and its codes with what each means."""

    key: str
    name: str
    codes: tuple[tuple[str, str], ...]

    def meaning(self, code: str) -> str:
        return dict(self.codes).get(code, "")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension, what is rated in it, and where its words go."""

    key: str
    name: str
    rated: tuple[Rateable, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rule pack says; it suggests and never decides."""

    code: str = ""
    name: str = ""
    residence: bool = False
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()
    missing: tuple[str, ...] = ()  # sub-dimensions not rated yet
    to_evaluate: tuple[str, ...] = ()
    notice: str = NOTICE
    rule_pack: str = RULE_PACK
    is_by_hand: bool = field(default=False)

    @property
    def is_final(self) -> bool:
        return bool(self.code) and not self.to_evaluate


def dimensions(edition: str) -> tuple[Dimension, ...]:
    """The dimensions of an edition, in order."""
    if edition == Edition.THIRD:
        codes = tuple((str(n), SEVERITY[n]) for n in range(HIGHEST + 1))
        return tuple(
            Dimension(key, name, (Rateable(key, name, codes),))
            for key, name in THIRD_EDITION.items()
        )
    return tuple(
        Dimension(key, name, tuple(_rateable(sub) for sub in CODES if sub[0] == key))
        for key, name in DIMENSIONS.items()
    )


def rateables(edition: str) -> list[Rateable]:
    return [each for dimension in dimensions(edition) for each in dimension.rated]


def _rateable(sub: str) -> Rateable:
    codes = tuple(
        (code, f"asks for {means}" if isinstance(means, Need) else means.value)
        for code, means in CODES[sub].items()
    )
    return Rateable(sub, NAMES[sub], codes)


def levels_of(edition: str) -> list[tuple[str, str]]:
    """Every level one may choose: (code, "2.1 Intensive Outpatient")."""
    if edition == Edition.THIRD:
        return [(code, f"{code} {name}") for code, name in OF_THIRD]
    choices = []
    for level in LEVEL_NAMES:
        choices.append((level.value, f"{level} {name_of(level)}"))
        if level.value in ENHANCED:
            name = name_of(level, is_enhanced=True)
            choices.append((f"{level} COE", f"{level} COE {name}"))
    return choices


def level_words(edition: str, code: str) -> str:
    return dict(levels_of(edition)).get(code, code)


def unrated(edition: str, ratings: Mapping[str, str]) -> list[Rateable]:
    return [each for each in rateables(edition) if not ratings.get(each.key)]


def to_evaluate(edition: str, ratings: Mapping[str, str]) -> list[str]:
    """The sub-dimensions that wait for an evaluation; they block the end."""
    return [
        each.key
        for each in rateables(edition)
        if edition == Edition.FOURTH and ratings.get(each.key) == "EVAL"
    ]


def suggest(
    edition: str, ratings: Mapping[str, str], *, uses_rule_pack: bool
) -> Suggestion:
    """What the ratings speak for, where the pack is used and everything is rated."""
    if edition == Edition.THIRD or not uses_rule_pack:
        return Suggestion(is_by_hand=True, rule_pack="")
    missing = unrated(edition, ratings)
    if missing:
        return Suggestion(missing=tuple(one.key for one in missing))
    found = recommend({one.key: ratings[one.key] for one in rateables(edition)})
    return Suggestion(
        code=found.code,
        name=found.name,
        residence=found.needs_residence,
        reasons=tuple(
            (reason.sentence, tuple(_because(each) for each in reason.because))
            for reason in found.reasons
        ),
        to_evaluate=tuple(each.dimension for each in found.to_evaluate),
    )


def _because(rating: Rating) -> str:
    return f"{rating.dimension} {NAMES[rating.dimension]}: {rating.code}"


def track_level(code: str) -> str:
    """The level a track has, of a chosen level: 2.5 COE is given on a 2.5 track."""
    return code.removesuffix(" COE")


def given_here(track_levels: Iterable[str]) -> set[str]:
    """The levels one may offer on tracks of these levels."""
    return {form for level in track_levels for form in (level, f"{level} COE")}


__all__ = ["Level", "Suggestion", "dimensions", "given_here", "levels_of", "suggest"]
