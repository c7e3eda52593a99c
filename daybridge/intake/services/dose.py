"""Order another dose: history is added to, never changed."""

from datetime import date, datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.intake.errors import DayOutOfOrder
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.intake.services.holding import hold_open_episode, refuse_far_ahead
from daybridge.intake.services.orders import write_order
from daybridge.intake.values import Dose
from daybridge.intake.wording import day_words

DAYS_AHEAD = 60


@service
def change_dose(
    *, episode: Episode, dose: Dose, starts_on: date, at: datetime, by: Viewer
) -> DoseOrder:
    """Order a dose from a day on, in the stay of that day.

    Raises DoseAlreadyOrdered when that day has an order, DoseOutsideRule when it leaves
    the level's rule and nobody said why.
    """
    held = hold_open_episode(episode, by)
    refuse_far_ahead(
        starts_on, by=by, at=at, days=DAYS_AHEAD, field="starts_on", what="A dose"
    )
    return write_order(
        episode=held, stay=_stay_on(held, starts_on), dose=dose, starts_on=starts_on,
        by=by, at=at,
    )  # fmt: skip


def _stay_on(episode: Episode, day: date) -> Stay:
    """The stay that a day belongs to."""
    stay: Stay | None = episode.stays.on(day).select_related("track").first()
    if stay is None:
        raise DayOutOfOrder(
            f"They came into care on {day_words(episode.admitted_on)}. "
            "Choose that day or a later one.",
            field="starts_on",
        )
    return stay
