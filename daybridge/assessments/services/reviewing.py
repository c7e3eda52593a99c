"""Continued-service reviews: begin one, write it, sign it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from daybridge.access.matrix import Operation
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import (
    AlreadyUnderWay,
    AssessmentRefusal,
    ChangedMeanwhile,
    NotComplete,
    NotYours,
    TextChangedSinceShown,
)
from daybridge.assessments.levels import levels_of
from daybridge.assessments.models import Review, SafetyStop
from daybridge.assessments.reach import may
from daybridge.assessments.review_text import compose_review, last_rated
from daybridge.assessments.services.holding import hold_review
from daybridge.assessments.services.rating import Rating, refuse_unknown
from daybridge.assessments.services.signing import put_signature
from daybridge.assessments.services.stopping import (
    look_for_danger,
    refuse_while_stopped,
)
from daybridge.assessments.settings import assessing_on
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.intake.models import Episode
from daybridge.rules.note_format import tidy

READABLE = (
    "ratings", "rating_words", "progress", "amendments", "decision", "level", "reason",
    "takes_effect_on", "minutes_per_week", "days_per_week", "discharge_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to become of care: from which day, how much a week, or why it ends."""

    takes_effect_on: date | None = None
    minutes_per_week: int | None = None
    days_per_week: int | None = None
    discharge_reason: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A review as it is written: ratings, words and the decision."""

    rating: Rating = field(default_factory=lambda: Rating({}, {}))
    progress: str = ""
    amendments: str = ""
    decision: str = ""
    level: str = ""
    reason: str = ""
    proposal: Proposal = field(default_factory=Proposal)


@dataclass(frozen=True, slots=True)
class SavedReview:
    """The review as stored, and the danger that a save brought up."""

    review: Review
    stop: SafetyStop | None


@service
def begin_review(*, episode: Episode, at: datetime, by: Viewer) -> Review:
    """An open review of someone in care; it begins with the ratings of the last time.

    Raises AlreadyUnderWay.
    """
    if episode.discharged_on is not None:
        raise AssessmentRefusal("They are not in care now: nothing is to be reviewed.")
    rule = assessing_on(by.program_id, by.program.day_of(at))
    last = last_rated(episode.patient_id, by.program_id)
    same = last is not None and last.edition == rule.edition
    row = Review(
        program_id=by.program_id,
        patient_id=episode.patient_id,
        episode=episode,
        author_id=by.person_id,
        started_at=at,
        edition=rule.edition,
        ratings=dict(last.ratings) if last is not None and same else {},
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyUnderWay("A review is under way. Go on with that one.") from None
    record("assessments.review_begun", by=by.actor, target=row, at=at)
    return row


@service
def write_review(
    *, review: Review, written: Written, base: int, at: datetime, by: Viewer
) -> SavedReview:
    """Keep what was written. Raises ChangedMeanwhile for a version since changed."""
    held = hold_review(review, by)
    if held.version != base:
        raise ChangedMeanwhile(
            "Somebody else saved this review meanwhile. What you see now is how it "
            "reads; save again to put yours in its place.",
            now=held,
        )
    _refuse(held, written)
    _put(held, written)
    held.rated_at, held.rated_by_id, held.version = at, by.person_id, base + 1
    held.save()
    remember([held], fields=READABLE, by=by.actor, at=at)
    record("assessments.review_written", by=by.actor, target=held, at=at)
    return SavedReview(held, look_for_danger(held, at=at, by=by))


@service
def sign_review(*, review: Review, digest: str, at: datetime, by: Viewer) -> Review:
    """Close a review over the text that was on the screen."""
    held = hold_review(review, by)
    both = (Operation.CREATE, Operation.SIGN)
    if not all(may(by, held.patient_id, one) for one in both):
        raise NotYours("A counselor on the treatment team signs it.")
    refuse_while_stopped(held)
    composed = compose_review(held)
    if composed.digest != digest:
        raise TextChangedSinceShown
    if composed.missing:
        raise NotComplete(" ".join(sentence for sentence, _ in composed.missing))
    put_signature(held, composed.text, composed.digest, at=at, by=by)
    record("assessments.review_signed", by=by.actor, target=held, at=at,
           detail={"decision": held.decision})  # fmt: skip
    return held


def _refuse(held: Review, written: Written) -> None:
    refuse_unknown(held.edition, written.rating.ratings)
    if written.level and written.level not in dict(levels_of(held.edition)):
        raise NotComplete("Choose one of the levels.", field="level")
    hours, days = written.proposal.minutes_per_week, written.proposal.days_per_week
    if bool(hours) is not bool(days):
        raise NotComplete(
            "A dose is both: hours and days a week.",
            field="days_per_week" if hours else "hours_per_week",
        )


def _put(held: Review, written: Written) -> None:
    held.ratings = {key: code for key, code in written.rating.ratings.items() if code}
    held.rating_words = {
        key: words
        for key, text in written.rating.words.items()
        if (words := tidy(text))
    }
    held.progress, held.amendments = tidy(written.progress), tidy(written.amendments)
    held.decision, held.level = written.decision, written.level
    held.reason = tidy(written.reason)
    held.takes_effect_on = written.proposal.takes_effect_on
    held.minutes_per_week = written.proposal.minutes_per_week
    held.days_per_week = written.proposal.days_per_week
    held.discharge_reason = written.proposal.discharge_reason
