"""How the decision of a signed review is carried out, and what has come of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from daybridge.assessments.levels import track_level
from daybridge.assessments.models import Carried, Decision, Review
from daybridge.assessments.review_text import decision_words, proposal_words
from daybridge.intake.models import Stay
from daybridge.intake.wording import day_words, dose_words
from daybridge.programs.models import Track


class Came(StrEnum):
    """What became of a decision so far."""

    OPEN = "open"  # the review is not signed
    AS_BEFORE = "as before"  # care goes on as it was
    TO_CO_SIGN = "to co-sign"  # and then it can be carried out
    WAITS = "waits"
    CARRIED_OUT = "carried out"
    REPLACED = "replaced"  # a later review decided
    ENDED = "ended"  # they left care before it came


@dataclass(frozen=True, slots=True)
class Following:
    """What a review decided and what came of it, in words."""

    came: Came
    decided: str = ""
    done: str = ""  # what was carried out


def way_of(review: Review, stay: Stay | None, tracks: Iterable[Track]) -> Carried:
    """The act that carries a decision out. A level nobody gives here is a discharge."""
    if review.decision == Decision.DISCHARGE:
        return Carried.DISCHARGE
    level = track_level(review.level)
    if level and level not in {track.level_of_care for track in tracks}:
        return Carried.DISCHARGE
    if review.decision == Decision.TRANSFER:
        return Carried.MOVE
    is_same = not level or stay is None or level == stay.level_of_care
    return Carried.DOSE if is_same else Carried.MOVE


def following_of(review: Review) -> Following:
    """What came of one review."""
    said = filter(None, (decision_words(review), proposal_words(review)))
    return Following(_came(review), ". ".join(said), _done(review))


def _came(review: Review) -> Came:
    if review.signed_at is None:
        return Came.OPEN
    if review.followed_at is not None:
        return Came.CARRIED_OUT
    if review.decision == Decision.CONTINUE:
        return Came.AS_BEFORE
    later = Review.objects.in_program(review.program_id).filter(
        episode=review.episode_id, signed_at__gt=review.signed_at
    )
    if later.exists():
        return Came.REPLACED
    if review.episode.discharged_on is not None:
        return Came.ENDED
    return Came.TO_CO_SIGN if review.awaits_co_signature else Came.WAITS


def _done(review: Review) -> str:
    order = review.dose_order
    if order is not None:
        dose = dose_words(order.minutes_per_week, order.days_per_week)
        to = f"{order.stay.track.name}, " if review.followed_how == Carried.MOVE else ""
        return f"From {day_words(order.starts_on)}: {to}{dose}."
    left_on = review.episode.discharged_on
    if review.followed_how == Carried.DISCHARGE and left_on is not None:
        why = review.episode.get_discharge_reason_display()
        return f"Out of care from {day_words(left_on)}: {why}."
    return ""
