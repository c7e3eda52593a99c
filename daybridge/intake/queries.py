"""Reads of intake: who is in care on a day, how much was ordered, when care ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.audit.versions import versions_of
from daybridge.intake.models import DoseOrder, Episode


@dataclass(frozen=True, slots=True)
class DoseInForce:
    """How much treatment a week one patient was ordered, as it stood on a day."""

    patient_id: UUID
    episode_id: UUID
    stay_id: UUID
    order_id: UUID
    track_id: UUID
    level_of_care: str
    minutes_per_week: int
    days_per_week: int
    starts_on: date
    stay_started_on: date
    modality_mix: dict[str, int] = field(hash=False)

    @property
    def hours_per_week(self) -> float:
        return self.minutes_per_week / 60


_COLUMNS = (
    "stay__episode__patient_id",
    "stay__episode_id",
    "stay_id",
    "pk",
    "stay__track_id",
    "stay__level_of_care",
    "minutes_per_week",
    "days_per_week",
    "starts_on",
    "stay__started_on",
    "modality_mix",
)


def dose_orders_in_force(
    scope: Any, *, day: date, patient_ids: Iterable[UUID] | None = None
) -> dict[UUID, DoseInForce]:
    """The order that holds for each patient in care on a day, in one query.

    `scope` is a viewer (their patients only) or a program. Without `patient_ids`,
    everybody in care. A patient without a stay or order on that day is not in the
    answer.
    """
    orders = (
        DoseOrder.objects.visible_to(scope)
        if isinstance(scope, Viewer)
        else DoseOrder.objects.in_program(scope)
    ).in_force(day)
    if patient_ids is not None:
        orders = orders.filter(stay__episode__patient_id__in=list(patient_ids))
    rows = orders.order_by("starts_on").values_list(*_COLUMNS)
    return {row[0]: DoseInForce(*row) for row in rows}  # the latest one stands


def discharge_written_at(episode: Episode) -> datetime | None:
    """The moment a discharge was written; None while in care, or when it was imported.

    It is the first reading of the episode after one without a discharge.
    """
    if episode.discharged_on is None:
        return None
    written_at = None
    for version in versions_of(episode).reverse():
        if version.values.get("discharged_on") in (None, ""):
            return written_at
        written_at = version.at
    return None
