"""Reviews as tests write them."""

from datetime import timedelta
from typing import Any

from daybridge.assessments.models import Review
from daybridge.assessments.review_text import compose_review
from daybridge.assessments.services.rating import Rating
from daybridge.assessments.services.reviewing import (
    Proposal,
    SavedReview,
    Written,
    begin_review,
    sign_review,
    write_review,
)
from daybridge.assessments.tests.conftest import IOP
from tests.cast import today

TOMORROW = {"takes_effect_on": today() + timedelta(days=1)}


def written(patient: Any, by: Any, **more: Any) -> SavedReview:
    """A review that is written and not signed."""
    review = begin_review(episode=patient.episodes.get(), at=by.at, by=by)
    said = {
        "rating": Rating(IOP, {}), "progress": "Comes every time.",
        "decision": "continue", "reason": "Goals are in sight.",
    }  # fmt: skip
    return write_review(
        review=review, written=Written(**(said | more)), base=1, at=by.at, by=by
    )


def rated(**changed: str) -> Rating:
    """The ratings of intensive outpatient care, but for these."""
    return Rating(IOP | {key.removeprefix("d"): code for key, code in changed.items()},
                  {})  # fmt: skip


def signed(patient: Any, by: Any, **more: Any) -> Review:
    """A review that decided."""
    return put_under(written(patient, by, **more).review, by)


def put_under(row: Review, by: Any) -> Review:
    sign_review(review=row, digest=compose_review(row).digest, at=by.at, by=by)
    row.refresh_from_db()
    return row


def stepped(patient: Any, by: Any, **more: Any) -> Review:
    """A review that decided for twelve hours on four days from tomorrow."""
    proposal = Proposal(**TOMORROW, minutes_per_week=720, days_per_week=4)
    return signed(patient, by, decision="step_up", proposal=proposal, **more)
