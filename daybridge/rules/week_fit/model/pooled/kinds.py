"""Which offerings are alike for everyone who may attend them."""

from collections.abc import Callable
from dataclasses import dataclass

from daybridge.rules.week_fit.instance import Instance, Modality, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.units import rooms_of


@dataclass(frozen=True)
class Kind:
    """All of an offering that somebody's life, tags and dose can tell apart."""

    minutes: int
    modality: Modality | None  # where somebody's dose bounds it
    requires: frozenset[str]
    on_site: bool
    offering: str | None  # of a series, which is attended as a whole


@dataclass(frozen=True)
class Pool:
    """The places of one kind at one start, in however many groups."""

    kind: Kind
    start: int

    @property
    def end(self) -> int:
        return self.start + self.kind.minutes


def kinds(board: Board) -> Callable[[Offering], Kind]:
    """What gives the kind of an offering."""
    bounded = _bounded_modalities(board.instance)

    def kind_of(offering: Offering) -> Kind:
        return Kind(
            minutes=offering.minutes,
            modality=offering.modality if offering.modality in bounded else None,
            requires=offering.requires,
            on_site=bool(rooms_of(board, offering)),
            offering=offering.id if offering.series is not None else None,
        )

    return kind_of


def _bounded_modalities(instance: Instance) -> set[Modality]:
    return {
        modality
        for client in instance.clients.values()
        for modality in client.dose.modalities
    }
