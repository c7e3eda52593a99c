"""The text of a continued-service review, beside how it was rated the last time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from daybridge.assessments.composing import NOTHING, Composed, Part, ratings_text, whole
from daybridge.assessments.levels import level_words, to_evaluate, unrated
from daybridge.assessments.models import Assessment, Review
from daybridge.rules.note_format import text_hash
from daybridge.rules.wording import listed


def last_rated(patient_id: UUID, program_id: Any) -> Assessment | Review | None:
    """The signed assessment or review whose ratings came last."""
    last_assessment = (
        Assessment.objects.in_program(program_id).finished().filter(patient=patient_id)
    )
    last_review = (
        Review.objects.in_program(program_id)
        .filter(patient=patient_id)
        .exclude(signed_at=None)
    )
    found = [
        row
        for rows in (last_assessment, last_review)
        if (row := rows.order_by("-signed_at").first()) is not None
    ]
    return max(found, key=lambda row: row.signed_at or row.started_at, default=None)


def compose_review(review: Review) -> Composed:
    """The review as it reads now."""
    parts = (
        Part("Progress", review.progress or NOTHING),
        Part("Changes of the plan that were tried", review.amendments or NOTHING),
        Part("Ratings", ratings_text(review) or NOTHING),
        Part("Decision", _decision(review) or NOTHING),
    )
    text = whole(parts)
    return Composed(parts, text, text_hash(text), tuple(_missing(review)))


def _decision(review: Review) -> str:
    level = level_words(review.edition, review.level) if review.level else ""
    said = [str(review.get_decision_display()) if review.decision else "", level]
    lines = [": ".join(filter(None, said)), review.reason]
    return "\n".join(filter(None, lines))


def _missing(review: Review) -> Iterable[tuple[str, str]]:
    if not review.progress:
        yield "Say how far they have come.", "progress"
    if left := unrated(review.edition, review.ratings):
        yield f"Rate {listed([one.key for one in left])}.", "ratings"
    if waiting := to_evaluate(review.edition, review.ratings):
        yield f"{listed(waiting)} is to be evaluated first.", "ratings"
    if not review.decision:
        yield "Choose a decision.", "decision"
    elif review.decision in ("step_up", "step_down") and not review.level:
        yield "Choose the level they step to.", "level"
    if not review.reason:
        yield "Say why.", "reason"
