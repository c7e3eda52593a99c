"""Move a person to another track, and so perhaps to another level of care."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.happenings import happened
from daybridge.intake.errors import DayOutOfOrder, IntakeError
from daybridge.intake.models import Episode, Stay
from daybridge.intake.services.holding import (
    hold_open_episode,
    open_stay,
    refuse_closed_track,
    refuse_far_ahead,
)
from daybridge.intake.services.orders import write_order
from daybridge.intake.values import Followed, Move
from daybridge.intake.wording import day_words

DAYS_AHEAD = 14


@service
def transfer(*, episode: Episode, move: Move, at: datetime, by: Viewer) -> Followed:
    """End the stay where it is and begin the next one, with a dose of its own.

    Places in groups of the former track end, but for those the person keeps.
    """
    held = hold_open_episode(episode, by)
    former = open_stay(held)
    _refuse(former, move, at=at, by=by)
    Stay.objects.in_program(by.program_id).filter(pk=former.pk, ended_on=None).update(
        ended_on=move.starts_on
    )
    stay = Stay(
        program_id=by.program_id,
        episode=held,
        track=move.track,
        level_of_care=move.track.level_of_care,
        started_on=move.starts_on,
    )
    stay.save(force_insert=True)
    write_order(
        episode=held, stay=stay, dose=move.dose, starts_on=move.starts_on, by=by, at=at
    )
    record("intake.transferred", by=by.actor, target=held, at=at,
           detail={"from": str(former.track_id), "to": str(stay.track_id),
                   "on": move.starts_on.isoformat()})  # fmt: skip
    told = happened(
        "intake.transferred", former=former, stay=stay, kept=move.places_kept, at=at,
        by=by,
    )  # fmt: skip
    return Followed(held, tuple(sentence for one in told for sentence in one))


def _refuse(former: Stay, move: Move, *, at: datetime, by: Viewer) -> None:
    if move.track.pk == former.track_id:
        raise IntakeError(
            f"They are on {former.track.name} already. Choose another track.",
            field="track",
        )
    if move.starts_on < former.started_on:
        raise DayOutOfOrder(
            f"They came to {former.track.name} on {day_words(former.started_on)}. "
            "Choose that day or a later one.",
            field="starts_on",
        )
    refuse_far_ahead(
        move.starts_on, by=by, at=at, days=DAYS_AHEAD, field="starts_on",
        what="A transfer",
    )  # fmt: skip
    refuse_closed_track(move.track, move.starts_on)
