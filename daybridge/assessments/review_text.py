"""The text of a continued-service review, beside how it was rated the last time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from daybridge.assessments.composing import NOTHING, Composed, Part, ratings_text, whole
from daybridge.assessments.levels import level_words, to_evaluate, unrated
from daybridge.assessments.models import Assessment, Decision, Review
from daybridge.intake.wording import day_words, dose_words
from daybridge.rules.note_format import text_hash
from daybridge.rules.wording import listed

STEPS = (Decision.STEP_UP, Decision.STEP_DOWN)
CHANGES_DOSE = (*STEPS, Decision.TRANSFER)


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
        Part("Decision", decision_text(review) or NOTHING),
    )
    text = whole(parts)
    return Composed(parts, text, text_hash(text), tuple(_missing(review)))


def decision_text(review: Review) -> str:
    """What was decided, from when, and why; a line each."""
    lines = [decision_words(review), proposal_words(review), review.reason]
    return "\n".join(filter(None, lines))


def decision_words(review: Review) -> str:
    """Step up: 2.5 High-Intensity Outpatient."""
    level = level_words(review.edition, review.level) if review.level else ""
    said = [str(review.get_decision_display()) if review.decision else "", level]
    return ": ".join(filter(None, said))


def proposal_words(review: Review) -> str:
    """From December 1, 2026: 12 h a week on 4 days."""
    if review.decision in ("", Decision.CONTINUE):
        return ""
    since = review.takes_effect_on
    what = [
        _dose_words(review) if review.decision in CHANGES_DOSE else "",
        str(review.get_discharge_reason_display())
        if review.decision == Decision.DISCHARGE
        else "",
    ]
    said = [f"From {day_words(since)}" if since else "", *what]
    return ": ".join(filter(None, said))


def _dose_words(review: Review) -> str:
    minutes, days = review.minutes_per_week, review.days_per_week
    return dose_words(minutes, days) if minutes and days else ""


def _missing(review: Review) -> Iterable[tuple[str, str]]:
    if not review.progress:
        yield "Say how far they have come.", "progress"
    if left := unrated(review.edition, review.ratings):
        yield f"Rate {listed([one.key for one in left])}.", "ratings"
    if waiting := to_evaluate(review.edition, review.ratings):
        yield f"{listed(waiting)} is to be evaluated first.", "ratings"
    if not review.decision:
        yield "Choose a decision.", "decision"
    else:
        yield from _missing_of_decision(review)
    if not review.reason:
        yield "Say why.", "reason"


def _missing_of_decision(review: Review) -> Iterable[tuple[str, str]]:
    has_aim = review.level or review.minutes_per_week
    if review.decision in STEPS and not has_aim:
        yield "Choose the level they step to, or write the dose.", "level"
    if review.decision == Decision.DISCHARGE and not review.discharge_reason:
        yield "Choose the reason for the discharge.", "discharge_reason"
    if review.decision != Decision.CONTINUE and not review.takes_effect_on:
        yield "Say from which day it holds.", "takes_effect_on"
