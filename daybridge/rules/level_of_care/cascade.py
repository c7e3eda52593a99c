"""From all the ratings of an assessment to one level, from the top down.

Each step is asked in turn; the first that holds gives the level and says which ratings
made it so. It is no sum and no average: one rating can decide.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from daybridge.rules.level_of_care.levels import (
    CLINICAL_RESIDENTIAL,
    LEVEL_2,
    LEVEL_3,
    MANAGED,
    OUTPATIENT,
    WITH_ENHANCED,
    Level,
    name_of,
)
from daybridge.rules.level_of_care.ratings import CODES, Emergency, Other, Rating
from daybridge.rules.wording import listed


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: one sentence, and the ratings it rests on."""

    sentence: str
    because: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the pack suggests."""

    level: Level
    is_enhanced: bool  # for co-occurring conditions
    needs_residence: bool  # a recovery residence beside it
    must_continue_medication: bool  # the program has to support it
    to_evaluate: tuple[Rating, ...]  # until then it is no answer
    reasons: tuple[Reason, ...]

    @property
    def is_final(self) -> bool:
        return not self.to_evaluate

    @property
    def code(self) -> str:
        """As it is written: "2.1", "2.5 COE"."""
        return f"{self.level} COE" if self.is_enhanced else self.level.value

    @property
    def name(self) -> str:
        return name_of(self.level, is_enhanced=self.is_enhanced)


@dataclass(frozen=True, slots=True)
class Asked:
    """The ratings, by what they ask for."""

    ratings: Sequence[Rating]

    def of(self, levels: Collection[Level]) -> tuple[Rating, ...]:
        """Those that ask for one of these levels."""
        return tuple(r for r in self.ratings if r.need and r.need.level in levels)

    def other(self, meaning: Other) -> tuple[Rating, ...]:
        return tuple(rating for rating in self.ratings if rating.meaning is meaning)

    @property
    def enhanced(self) -> tuple[Rating, ...]:
        return tuple(r for r in self.ratings if r.need and r.need.is_enhanced)


@dataclass(frozen=True, slots=True)
class _Found:
    level: Level
    reason: Reason
    may_be_enhanced: bool = True


def recommend(
    ratings: Mapping[str, str], *, emergency: Emergency | None = None
) -> Recommendation:
    """The level that a code for each sub-dimension speaks for.

    In an emergency nothing else is looked at. Raises ValueError for a sub-dimension
    that is missing or unknown, and for a code it does not have.
    """
    if emergency is not None:
        return _at_once(emergency)
    if missing := [name for name in CODES if name not in ratings]:
        raise ValueError(f"Not rated yet: {listed(missing)}.")
    asked = Asked([Rating(name, code) for name, code in ratings.items()])
    found = next(filter(None, (step(asked) for step in STEPS)))
    level, reasons = found.level, [found.reason]
    is_enhanced = found.may_be_enhanced and bool(asked.enhanced)
    if is_enhanced:
        level = WITH_ENHANCED.get(level, level)
        reasons.append(_enhanced(found.level, level, asked.enhanced))
    homes = asked.other(Other.RESIDENCE) if level in OUTPATIENT else ()
    if homes:
        reasons.append(Reason("A recovery residence is added for a safe home.", homes))
    medication = asked.other(Other.MEDICATION)
    if medication:
        reasons.append(Reason("The program must support the medication.", medication))
    to_evaluate = asked.other(Other.EVALUATION)
    if to_evaluate:
        reasons.append(Reason("An evaluation is needed before this is final.",
                              to_evaluate))  # fmt: skip
    return Recommendation(
        level=level,
        is_enhanced=is_enhanced,
        needs_residence=bool(homes),
        must_continue_medication=bool(medication),
        to_evaluate=to_evaluate,
        reasons=tuple(reasons),
    )


def _at_once(emergency: Emergency) -> Recommendation:
    level, sentence = {
        Emergency.MEDICAL: (
            Level.INPATIENT,
            "A medical emergency: call 911 or go to an emergency department now.",
        ),
        Emergency.IMMINENT_DANGER: (
            Level.PSYCHIATRIC,
            "Imminent danger: do not leave the person alone; call 911, or 988 to talk.",
        ),
    }[emergency]
    return Recommendation(level, False, False, False, (), (Reason(sentence),))


def _inpatient(asked: Asked) -> _Found | None:
    acute = asked.of({Level.INPATIENT})
    if acute:
        sentence = "An acute need asks for inpatient care."
        return _Found(Level.INPATIENT, Reason(sentence, acute), False)
    enhanced = asked.of({Level.BIOMEDICAL})
    beside = (*asked.enhanced, *asked.of({Level.PSYCHIATRIC}))
    if enhanced and beside:
        sentence = (
            "Biomedically enhanced care and co-occurring or psychiatric care are given "
            "together in inpatient care only."
        )
        return _Found(Level.INPATIENT, Reason(sentence, (*enhanced, *beside)), False)
    return None


def _psychiatric(asked: Asked) -> _Found | None:
    because = asked.of({Level.PSYCHIATRIC})
    if not because:
        return None
    sentence = "Psychiatric symptoms ask for psychiatric inpatient care."
    return _Found(Level.PSYCHIATRIC, Reason(sentence, because), False)


def _medically_managed(asked: Asked) -> _Found | None:
    managed = asked.of(MANAGED)
    if not managed:
        return None
    for levels, answer, where in (
        (LEVEL_3, Level.MANAGED_RESIDENTIAL, "around the clock"),
        (LEVEL_2, Level.MANAGED_INTENSIVE, "in intensive outpatient care"),
    ):
        if beside := asked.of(levels):
            if asked.of({Level.BIOMEDICAL}):
                answer = Level.BIOMEDICAL
            because = tuple(dict.fromkeys((*managed, *beside)))
            sentence = f"Medical management is needed {where}."
            return _Found(answer, Reason(sentence, because))
    sentence = "Medical management is needed in outpatient care."
    return _Found(Level.MANAGED_OUTPATIENT, Reason(sentence, managed))


def _residential(asked: Asked) -> _Found | None:
    living_in = asked.of(CLINICAL_RESIDENTIAL)
    if not living_in:
        return None
    intense = asked.of({Level.HIGH_INTENSITY, Level.HIGH_RESIDENTIAL})
    if intense:
        because = tuple(dict.fromkeys((*living_in, *intense)))
        sentence = "Residential care of high intensity is needed."
        return _Found(Level.HIGH_RESIDENTIAL, Reason(sentence, because))
    sentence = "Residential care of low intensity is enough."
    return _Found(Level.LOW_RESIDENTIAL, Reason(sentence, living_in))


def _outpatient(asked: Asked) -> _Found:
    for level in (Level.HIGH_INTENSITY, Level.INTENSIVE, Level.OUTPATIENT):
        if because := asked.of({level}):
            sentence = f"The highest need is {level}, {name_of(level)}."
            return _Found(level, Reason(sentence, because))
    raise ValueError("No rating asks for a level.")  # 4A always does


STEPS: tuple[Callable[[Asked], _Found | None], ...] = (
    _inpatient,
    _psychiatric,
    _medically_managed,
    _residential,
    _outpatient,
)


def _enhanced(before: Level, after: Level, because: tuple[Rating, ...]) -> Reason:
    if before == after:
        return Reason("Co-occurring conditions ask for enhanced care.", because)
    return Reason(
        f"Co-occurring conditions ask for enhanced care, which {before} does not have: "
        f"{after} does.",
        because,
    )
