"""The part of the program that decides one day of one client."""

from dataclasses import dataclass

from daybridge.rules.week_fit.instance import Dose
from daybridge.rules.week_fit.model.options import QUARTER, Option
from daybridge.rules.week_fit.model.program import Program, plus, times, total


@dataclass(frozen=True, slots=True)
class Piece:
    """A session that somebody may attend, and the variable that says so."""

    option: Option
    variable: int


class DayPart:
    """No two sessions at once, the bounds of a day, and the gaps in it."""

    def __init__(
        self,
        program: Program,
        dose: Dose,
        served: int,
        pieces: list[Piece],
        longer_gap: int | None = None,  # a variable that allows any gap
    ) -> None:
        self.program = program
        self.dose = dose
        self.pieces = pieces
        self.attended = program.binary()
        self.starts = sorted({each.option.start for each in pieces})
        self.ends = sorted({each.option.end for each in pieces})
        self._longer_gap = longer_gap
        self._later: dict[int, int] = {}
        self._one_at_a_time()
        self._bounded(served)
        if dose.max_gap_minutes is not None:
            for end in self.ends:
                self._forbid_gap(end, dose.max_gap_minutes)

    def idle_quarters(self) -> list[int]:
        """A variable for each quarter of an hour, or part of one, between sessions."""
        found = []
        for end in self.ends:
            longest = self.starts[-1] - end
            if self.dose.max_gap_minutes is not None:
                longest = min(longest, self.dose.max_gap_minutes)
            for reached in range(0, longest, QUARTER):
                is_idle = self.program.binary()
                terms = plus(self._is_gap(end, reached), {is_idle: -1})
                self.program.at_most(terms, 1)
                found.append(is_idle)
        return found

    def _one_at_a_time(self) -> None:
        """Two sessions meet exactly when one is on as the other begins."""
        for start in self.starts:
            on = [
                e.variable
                for e in self.pieces
                if e.option.start <= start < e.option.end
            ]
            self.program.implies(on, self.attended)
        anything = total(each.variable for each in self.pieces)
        self.program.at_least(plus(anything, {self.attended: -1}), 0)

    def _bounded(self, served: int) -> None:
        minutes = {each.variable: each.option.minutes for each in self.pieces}
        bounds = self.dose.day_minutes
        if bounds.most is not None:
            self.program.at_most(plus(minutes, {self.attended: -bounds.most}), 0)
        if bounds.least:
            asked = {self.attended: -bounds.least, served: -bounds.least}
            self.program.at_least(plus(minutes, asked), -bounds.least)

    def _forbid_gap(self, end: int, longest: int) -> None:
        if self.starts[-1] <= end + longest:
            return
        gap = self._is_gap(end, longest)
        allowed = {} if self._longer_gap is None else {self._longer_gap: -1}
        self.program.at_most(plus(gap, allowed), 1)

    def _is_gap(self, end: int, longer_than: int) -> dict[int, int]:
        """Two, when a session ends then and the next begins only after so long."""
        ending = total(e.variable for e in self.pieces if e.option.end == end)
        following = total(
            e.variable
            for e in self.pieces
            if end <= e.option.start <= end + longer_than
        )
        later = {self._from(end + longer_than + 1): 1}
        return plus(ending, later, times(-1, following))

    def _from(self, moment: int) -> int:
        """Whether a session begins at that moment or later in the day."""
        start = next(each for each in self.starts if each >= moment)
        if not self._later:
            self._make_later()
        return self._later[start]

    def _make_later(self) -> None:
        after: int | None = None
        for start in reversed(self.starts):
            here = self._later[start] = self.program.binary()
            beginning = [e.variable for e in self.pieces if e.option.start == start]
            self.program.implies(beginning, here)
            if after is not None:
                self.program.implies([after], here)
            after = here
