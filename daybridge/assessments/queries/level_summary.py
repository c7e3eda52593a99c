"""The level of care as billing reads it: as much as the patient's consent names.

Levels, days, codes and what each code means; never the words of a clinician. Only what
was signed counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from daybridge.assessments.levels import dimensions, level_words
from daybridge.assessments.models import Assessment, Diagnosis, Placement, Review
from daybridge.assessments.queries.diagnoses import in_force_of
from daybridge.intake.models import Stay
from daybridge.rules.consent import Item

MOST = 20  # of each kind; the newest first


@dataclass(frozen=True, slots=True)
class Decided:
    """What one signed assessment came to."""

    signed_at: datetime
    recommended: str
    selected: str
    offered: str
    actual: str
    actual_on: date | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one signed review decided."""

    signed_at: datetime
    decision: str
    level: str


@dataclass(frozen=True, slots=True)
class RatedDimension:
    """One dimension: its name, and each thing rated in it with its code in words."""

    name: str
    rated: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LevelSummary:
    """The parts that a consent names; what it does not name is empty."""

    stays: tuple[Stay, ...] = ()
    decided: tuple[Decided, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()
    rated_at: datetime | None = None
    ratings: tuple[RatedDimension, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()


def level_summary(patient: Any, named: Collection[Item]) -> LevelSummary:
    """The summary of one person, of the items that a consent names."""
    assesses = Item.ASSESSMENTS in named
    placements = _placements(patient) if assesses else []
    reviews = _reviews(patient) if assesses else []
    rated = _last_rated(placements, reviews)
    return LevelSummary(
        stays=tuple(_stays(patient)) if Item.LEVEL in named else (),
        decided=tuple(map(_decided, placements)),
        reviewed=tuple(map(_reviewed, reviews)),
        rated_at=rated.signed_at if rated else None,
        ratings=ratings_of(rated) if rated else (),
        diagnoses=tuple(in_force_of(patient.pk, patient.program_id))
        if Item.DIAGNOSES in named else (),
    )  # fmt: skip


def ratings_of(rated: Assessment | Review) -> tuple[RatedDimension, ...]:
    """What was rated, dimension by dimension, without the words beside it."""
    found = []
    for dimension in dimensions(rated.edition):
        codes = tuple(
            (one.name, f"{code}, {one.meaning(code)}")
            for one in dimension.rated
            if (code := rated.ratings.get(one.key))
        )
        if codes:
            found.append(RatedDimension(f"{dimension.key} {dimension.name}", codes))
    return tuple(found)


def _stays(patient: Any) -> list[Stay]:
    rows = Stay.objects.in_program(patient.program_id).select_related("track")
    return list(rows.filter(episode__patient=patient).order_by("-started_on")[:MOST])


def _placements(patient: Any) -> list[Placement]:
    rows = Placement.objects.in_program(patient.program_id).filter(patient=patient)
    rows = rows.exclude(assessment__signed_at=None).select_related("assessment")
    return list(rows.order_by("-assessment__signed_at")[:MOST])


def _reviews(patient: Any) -> list[Review]:
    rows = Review.objects.in_program(patient.program_id).filter(patient=patient)
    return list(rows.exclude(signed_at=None).order_by("-signed_at")[:MOST])


def _last_rated(
    placements: list[Placement], reviews: list[Review]
) -> Assessment | Review | None:
    signed: list[Assessment | Review] = [*reviews]
    signed += [one.assessment for one in placements]
    rated = [one for one in signed if one.ratings]
    return max(rated, key=_signed_at, default=None)


def _signed_at(row: Assessment | Review) -> datetime:
    assert row.signed_at is not None  # by the query
    return row.signed_at


def _decided(row: Placement) -> Decided:
    edition = row.assessment.edition
    recommended, selected, offered, actual = (
        level_words(edition, level)
        for level in (row.recommended, row.selected, row.offered, row.actual)
    )
    signed_at = _signed_at(row.assessment)
    return Decided(signed_at, recommended, selected, offered, actual, row.actual_on)


def _reviewed(row: Review) -> Reviewed:
    level = level_words(row.edition, row.level)
    return Reviewed(_signed_at(row), row.get_decision_display(), level)
