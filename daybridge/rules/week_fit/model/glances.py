"""Some of everybody's choice, so few that all of a large clinic is one program.

Everyone sees other groups than the next person, so every group is seen by people of
all lives, and leaders and rooms stay shared by all: what is left out is choice, not
anything that is scarce. Individual sessions begin on the hour only.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.options import Option
from daybridge.rules.week_fit.model.units import Unit, units_of

GROUPS = 80  # offerings that each person sees, about
OF_A_SORT = 3  # units at least


@dataclass(frozen=True, slots=True)
class Glance:
    """Some groups at any time, and individual sessions on the hour."""

    offerings: frozenset[str]

    def includes(self, option: Option) -> bool:
        if option.is_individual:
            return option.start % 60 == 0
        return option.id in self.offerings


def glances(instance: Instance, groups: int = GROUPS) -> Mapping[str, Glance]:
    """What each client sees: of every sort of groups as large a share."""
    sorts: dict[object, list[Unit]] = defaultdict(list)
    for unit in units_of(instance):
        first = unit.offerings[0]
        sorts[first.modality, first.requires, len(unit.offerings)].append(unit)
    share = min(1.0, groups / max(1, len(instance.offerings)))
    chance = random.Random(0)  # noqa: S311 - who sees which group, no secret
    return {id: _glance(sorts.values(), share, chance) for id in instance.clients}


def _glance(sorts: Iterable[list[Unit]], share: float, chance: random.Random) -> Glance:
    seen = (
        chance.sample(units, min(len(units), max(OF_A_SORT, round(share * len(units)))))
        for units in sorts
    )
    return Glance(
        frozenset(e.id for units in seen for unit in units for e in unit.offerings)
    )
