"""The one text of an assessment that is shown, printed, hashed and signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from daybridge.assessments.answers import section_text, unanswered
from daybridge.assessments.dangers import stored_answers
from daybridge.assessments.interview_questions import sections
from daybridge.assessments.levels import (
    dimensions,
    level_words,
    to_evaluate,
    unrated,
)
from daybridge.assessments.models import Assessment, Diagnosis, Placement
from daybridge.assessments.queries.diagnoses import in_force_of
from daybridge.rules.diagnosis import CRITERIA
from daybridge.rules.note_format import text_hash, tidy
from daybridge.rules.wording import listed

NOTHING = "Nothing recorded."


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the text, under its heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts, the whole text, its digest, and what still has to be said."""

    parts: tuple[Part, ...]
    text: str
    digest: str
    missing: tuple[tuple[str, str], ...]  # (sentence, where: a section, or a page)


def compose(assessment: Assessment) -> Composed:
    """The assessment as it reads now."""
    stored = stored_answers(assessment)
    diagnoses = in_force_of(assessment.patient_id, assessment.program_id)
    placement = placement_of(assessment)
    parts = (
        *_interview(stored),
        Part("Diagnoses", diagnoses_text(diagnoses, assessment) or NOTHING),
        Part("Ratings", ratings_text(assessment) or NOTHING),
        Part("Level of care", placement_text(assessment, placement) or NOTHING),
        *_stops(assessment),
    )
    text = whole(parts)
    missing = tuple(_missing(assessment, stored, diagnoses, placement))
    return Composed(parts, text, text_hash(text), missing)


def whole(parts: Iterable[Part]) -> str:
    """The text; an empty line stands between two parts and nowhere else."""
    return tidy("\n\n".join(f"{one.title}\n{_block(one.text)}" for one in parts))


def parts_of(text: str) -> list[tuple[str, str]]:
    """A whole text as parts again: (title, body)."""
    blocks = (block.partition("\n") for block in text.split("\n\n"))
    return [(title, body) for title, _, body in blocks]


def _block(text: str) -> str:
    return "\n".join(line for line in tidy(text).split("\n") if line.strip())


def placement_of(assessment: Assessment) -> Placement | None:
    rows = Placement.objects.in_program(assessment.program_id)
    found: Placement | None = rows.filter(assessment=assessment).first()
    return found


def ratings_text(rated: Any) -> str:
    """Ratings and words of an assessment or a review, by dimension."""
    lines = []
    for dimension in dimensions(rated.edition):
        codes = [
            f"{one.key} {one.name}: {code}, {one.meaning(code)}"
            for one in dimension.rated
            if (code := rated.ratings.get(one.key))
        ]
        words = rated.rating_words.get(dimension.key, "")
        if codes or words:
            lines += [f"Dimension {dimension.key}, {dimension.name}", *codes]
            lines += [words] if words else []
    return "\n".join(lines)


def placement_text(assessment: Assessment, placement: Placement | None) -> str:
    if placement is None:
        return ""
    said = (
        ("Recommended by the rule pack", placement.recommended),
        ("Selected", placement.selected),
        ("Offered", placement.offered),
    )
    lines = [
        f"{name}: {level_words(assessment.edition, level)}"
        for name, level in said
        if level
    ]
    if placement.residence:
        lines.append("A recovery residence is recommended beside it.")
    if placement.difference_reason:
        lines.append(f"Why they differ: {placement.difference_reason}")
    return "\n".join(lines)


def diagnoses_text(rows: Iterable[Diagnosis], assessment: Assessment) -> str:
    lines = [diagnosis_line(row) for row in rows]
    if not lines and assessment.has_no_diagnosis:
        return "Looked for; no diagnosis was found."
    return "\n".join(lines)


def diagnosis_line(row: Diagnosis) -> str:
    """F10.20 Alcohol dependence, uncomplicated: severe; 7 criteria; primary."""
    parts = [part for part in (row.severity, row.get_remission_display()) if part]
    if row.criteria is not None:
        parts.append(f"{len(row.criteria)} of {len(CRITERIA)} criteria")
    if row.is_primary:
        parts.append("primary")
    said = f": {'; '.join(parts)}" if parts else ""
    words = f"\n{row.words}" if row.words else ""
    return f"{row.code} {row.description}{said}{words}"


def _interview(stored: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    return [
        Part(section.title, text)
        for section in sections()
        if (text := section_text(section, stored.get(section.key, {})))
    ]


def _stops(assessment: Assessment) -> list[Part]:
    """Dangers that were seen, and how each was answered."""
    lines = [
        f"{' '.join(cause['sentence'] for cause in stop.causes)} "
        f"{stop.get_outcome_display()}. {stop.explanation}"
        for stop in assessment.stops.exclude(closed_at=None).order_by("raised_at")
    ]
    return [Part("Dangers seen", "\n".join(lines))] if lines else []


def _missing(
    assessment: Assessment,
    stored: Mapping[str, Mapping[str, Any]],
    diagnoses: list[Diagnosis],
    placement: Placement | None,
) -> Iterable[tuple[str, str]]:
    if assessment.stops.filter(closed_at=None).exists():
        yield "A danger was seen: say how it was answered.", "stop"
    for section in sections():
        if unanswered(section, stored.get(section.key, {})):
            yield f"{section.title}: answer what is needed.", section.key
    if not diagnoses and not assessment.has_no_diagnosis:
        yield "Write a diagnosis, or say that none was found.", "diagnoses"
    if left := unrated(assessment.edition, assessment.ratings):
        yield f"Rate {listed([one.key for one in left])}.", "ratings"
    if waiting := to_evaluate(assessment.edition, assessment.ratings):
        yield f"{listed(waiting)} is to be evaluated first.", "ratings"
    if placement is None or not placement.selected:
        yield "Select a level of care.", "ratings"
    elif not placement.offered:
        yield "Say which level is offered.", "ratings"
