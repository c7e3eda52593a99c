"""The tables of intake, a file for each part of the way in."""

from daybridge.intake.models.care import (
    DischargeReason,
    DoseOrder,
    DoseOrderQuerySet,
    Episode,
    EpisodeQuerySet,
    Stay,
    StayQuerySet,
)

__all__ = [
    "DischargeReason",
    "DoseOrder",
    "DoseOrderQuerySet",
    "Episode",
    "EpisodeQuerySet",
    "Stay",
    "StayQuerySet",
]
