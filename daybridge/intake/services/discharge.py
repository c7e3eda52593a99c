"""End an episode, and take a discharge back on the day it was written."""

from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from daybridge.access.service import service
from daybridge.access.teams import NOTES_TIME, finish_teams, give_teams_back
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import before, remember
from daybridge.happenings import happened
from daybridge.intake.errors import (
    AlreadyInCare,
    DayOutOfOrder,
    IntakeError,
    NotInCare,
    TooLateToTakeBack,
)
from daybridge.intake.models import DischargeReason, Episode, Stay
from daybridge.intake.queries import discharge_written_at
from daybridge.intake.services.admission import READABLE
from daybridge.intake.services.holding import (
    DAYS_AHEAD,
    hold_open_episode,
    hold_person,
    refuse_far_ahead,
)
from daybridge.intake.values import Followed, Leaving
from daybridge.intake.wording import day_words

AGAIN = "They were admitted again since. Nothing changed."


@service
def discharge(
    *, episode: Episode, leaving: Leaving, at: datetime, by: Viewer
) -> Followed:
    """End an episode; `discharged_on` is the first day out.

    Standing places, expected places and the team end with it; what was written stays.
    Raises NotInCare when someone was quicker.
    """
    row = hold_open_episode(episode, by)
    _refuse_reason(leaving)
    _refuse_days(row, leaving, at=at, by=by)
    remember([row], fields=READABLE, by=by.actor, at=at)
    row.discharged_on = leaving.discharged_on
    row.discharge_reason = leaving.reason
    row.last_contact_on = leaving.last_contact_on
    row.save(update_fields=["discharged_on", "discharge_reason", "last_contact_on"])
    remember([row], fields=READABLE, by=by.actor, at=at)
    _end_stays(row, leaving.discharged_on, at=at, by=by)
    record(
        "intake.discharged",
        by=by.actor,
        target=row,
        at=at,
        detail={"on": leaving.discharged_on.isoformat(), "reason": leaving.reason},
    )
    finish_teams(
        patient_id=row.patient_id,
        until=team_stays_until(leaving.discharged_on, at=at, by=by),
        at=at,
        by=by,
    )
    told = happened("intake.discharged", episode=row, at=at, by=by)
    return Followed(row, tuple(sentence for one in told for sentence in one))


@service
def take_back_discharge(*, episode: Episode, at: datetime, by: Viewer) -> Followed:
    """Undo a discharge made by mistake, the same day; all that ended is given back."""
    hold_person(episode.patient_id, by)
    row: Episode = Episode.objects.in_program(by.program_id).get(pk=episode.pk)
    written_at = _refuse_to_take_back(row, at=at, by=by)
    row.discharged_on, row.discharge_reason, row.last_contact_on = None, "", None
    try:
        with transaction.atomic():
            row.save(
                update_fields=["discharged_on", "discharge_reason", "last_contact_on"]
            )
    except IntegrityError:
        raise AlreadyInCare(
            "They were admitted again since. Nothing changed."
        ) from None
    remember([row], fields=READABLE, by=by.actor, at=at)
    _open_stays_again(row, written_at, at=at, by=by)
    record("intake.discharge_taken_back", by=by.actor, target=row, at=at)
    give_teams_back(
        patient_id=row.patient_id, finished_at=written_at, at=at, by=by
    )  # fmt: skip
    told = happened(
        "intake.discharge_taken_back", episode=row, written_at=written_at, at=at, by=by
    )
    return Followed(row, tuple(sentence for one in told for sentence in one))


def team_stays_until(discharged_on: date, *, at: datetime, by: Viewer) -> datetime:
    """When the team of a discharged patient ends: after time for the last notes."""
    first_out = datetime.combine(discharged_on, time(), by.program.zone)
    return max(first_out, at) + NOTES_TIME


def _refuse_reason(leaving: Leaving) -> None:
    if leaving.reason not in DischargeReason.values:
        raise IntakeError("Choose a reason of the list.", field="reason")


def _refuse_days(row: Episode, leaving: Leaving, *, at: datetime, by: Viewer) -> None:
    day, contact = leaving.discharged_on, leaving.last_contact_on
    refuse_far_ahead(
        day, by=by, at=at, days=DAYS_AHEAD, field="discharged_on", what="A discharge"
    )
    if day < row.admitted_on:
        raise DayOutOfOrder(
            f"They came into care on {day_words(row.admitted_on)}. "
            "A discharge is on that day or later.",
            field="discharged_on",
        )
    moved: Stay | None = row.stays.filter(
        started_on__gt=day, started_on__lte=by.program.day_of(at)
    ).first()
    if moved is not None:
        raise DayOutOfOrder(
            f"They changed track on {day_words(moved.started_on)}. "
            "A discharge is on that day or later.",
            field="discharged_on",
        )
    if contact is None:
        return
    if not row.admitted_on <= contact <= min(day, by.program.day_of(at)):
        raise DayOutOfOrder(
            "The last contact is between the admission on "
            f"{day_words(row.admitted_on)} and the discharge, and not ahead.",
            field="last_contact_on",
        )


def _end_stays(row: Episode, day: date, *, at: datetime, by: Viewer) -> None:
    """End what is still open; a stay that had not begun never does."""
    stays = list(row.stays.filter(Q(ended_on=None) | Q(ended_on__gt=day)))
    _rewrite(stays, [max(day, stay.started_on) for stay in stays], at=at, by=by)


def _open_stays_again(
    row: Episode, written_at: datetime, *, at: datetime, by: Viewer
) -> None:
    stays, ends = [], []
    for stay in row.stays.all():
        was = before(stay, at=written_at)
        if was is not None:
            stays.append(stay)
            ends.append(
                date.fromisoformat(was["ended_on"]) if was["ended_on"] else None
            )
    _rewrite(stays, ends, at=at, by=by)


def _rewrite(stays: list[Any], ends: list[Any], *, at: datetime, by: Viewer) -> None:
    remember(stays, fields=("ended_on",), by=by.actor, at=at)
    for stay, end in zip(stays, ends, strict=True):
        stay.ended_on = end
        stay.save(update_fields=["ended_on"])
    remember(stays, fields=("ended_on",), by=by.actor, at=at)


def _refuse_to_take_back(row: Episode, *, at: datetime, by: Viewer) -> datetime:
    """When the discharge was written, if it may still be taken back."""
    if row.discharged_on is None:
        raise NotInCare("This discharge was already taken back.")
    written_at = discharge_written_at(row)
    if written_at is None or by.program.day_of(written_at) != by.program.day_of(at):
        raise TooLateToTakeBack(
            "A discharge can be taken back on the day it was written. "
            "Admit them again instead."
        )
    running = Episode.objects.in_program(by.program_id).filter(
        patient_id=row.patient_id, discharged_on=None
    )
    if running.exists():
        raise AlreadyInCare(AGAIN)
    return written_at
