"""Why a draft does not give somebody their dose, and the smallest change that would.

Decided: the timetable of the draft stands, and so do the places of all others.
         What could open or move is tried on the board of the draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from daybridge.programs.models import Track
from daybridge.rules.week_fit.model.serving import ways_to_serve
from daybridge.rules.week_fit.model.standing import as_planned
from daybridge.rules.week_fit.plan import State
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.timetable import group_names
from daybridge.schedule.fitting.wording import in_words

MOST_WAYS = 5  # to be served, shown at once


@dataclass(frozen=True)
class Reasons:
    """What would serve one person in the week of a draft."""

    found: Found
    id: str  # of the person in the draft

    @property
    def is_served(self) -> bool:
        return self.found.week.clients[self.id].state is State.SERVED

    @property
    def shown(self) -> list[str]:
        """The first smallest sets of changes, in words."""
        return self._ways[:MOST_WAYS]

    @property
    def more(self) -> int:
        return max(len(self._ways) - MOST_WAYS, 0)

    @cached_property
    def _ways(self) -> list[str]:
        if self.is_served:
            return []
        instance = self.found.instance
        board = as_planned(instance, self.found.week)
        board.withdraw(self.id)
        ways = ways_to_serve(board, instance.clients[self.id])
        names = group_names(self.found.draft)
        return [in_words(each, names, self._tracks) for each in ways]

    @property
    def _tracks(self) -> Mapping[str, str]:
        tracks = Track.objects.in_program(self.found.draft.program_id)
        return {str(key): name for key, name in tracks.values_list("pk", "name")}
