"""Change care as a signed review decided: the act and the review hold together."""

from datetime import date, datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.models import Carried, Review
from daybridge.audit.recording import record
from daybridge.intake import services as intake
from daybridge.intake.models import DoseOrder, Episode
from daybridge.intake.services.holding import hold_person
from daybridge.intake.values import Dose, Followed, Leaving, Move


@service
def order_as_decided(
    *, review: Review, dose: Dose, starts_on: date, at: datetime, by: Viewer
) -> DoseOrder:
    """Order the dose a review decided for. Raises what intake refuses."""
    _claim(review, Carried.DOSE, at=at, by=by)
    order: DoseOrder = intake.change_dose(
        episode=review.episode, dose=dose, starts_on=starts_on, at=at, by=by
    )
    _tie(review, order, by)
    return order


@service
def move_as_decided(
    *, review: Review, move: Move, at: datetime, by: Viewer
) -> Followed:
    """Bring a person to the track a review decided for. Raises what intake refuses."""
    _claim(review, Carried.MOVE, at=at, by=by)
    followed: Followed = intake.transfer(
        episode=review.episode, move=move, at=at, by=by
    )
    orders = DoseOrder.objects.in_program(by.program_id)
    order = orders.get(stay__episode=review.episode, stay__ended_on=None)
    _tie(review, order, by)
    return followed


@service
def discharge_as_decided(
    *, review: Review, leaving: Leaving, at: datetime, by: Viewer
) -> Followed:
    """End care as a review decided. Raises what intake refuses."""
    _claim(review, Carried.DISCHARGE, at=at, by=by)
    followed: Followed = intake.discharge(
        episode=review.episode, leaving=leaving, at=at, by=by
    )
    return followed


@service
def wait_again(
    *, episode: Episode, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """A discharge that is taken back has not followed from its review after all."""
    rows = Review.objects.in_program(by.program_id).filter(
        episode=episode, followed_how=Carried.DISCHARGE, followed_at__gte=written_at
    )
    for review in rows:
        review.followed_at, review.followed_by, review.followed_how = None, None, ""
        review.save(update_fields=["followed_at", "followed_by", "followed_how"])
        record("assessments.review_waits_again", by=by.actor, target=review, at=at)
    return []


def _claim(review: Review, how: Carried, *, at: datetime, by: Viewer) -> None:
    """One who carries it out wins; an older review no longer decides."""
    hold_person(review.patient_id, by)
    row = Review.objects.in_program(by.program_id).filter(pk=review.pk)
    if not row.to_carry_out().exists():
        raise AssessmentRefusal(
            "This decision was carried out already, waits for a co-signature, or "
            "a later review has replaced it."
        )
    row.update(followed_at=at, followed_by_id=by.person_id, followed_how=how)
    record("assessments.review_followed", by=by.actor, target=review, at=at,
           detail={"how": how.value})  # fmt: skip


def _tie(review: Review, order: DoseOrder, by: Viewer) -> None:
    rows = Review.objects.in_program(by.program_id).filter(pk=review.pk)
    rows.update(dose_order=order)
