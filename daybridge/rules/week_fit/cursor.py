"""Walk through a document; what is wrong is noted with its place, and reading goes on.

A problem makes the document unreadable as a whole, so the stand-ins that are given
back for wrong values are never seen by anyone.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, TypeVar

from daybridge.rules.week_fit.clock import DAY, Window, merged, read_time
from daybridge.rules.wording import listed

LARGEST = 1_000_000_000  # so that sums of thousands of them stay exact in any solver

Choice = TypeVar("Choice", bound=StrEnum)
Read = TypeVar("Read")
Default = TypeVar("Default")


class UnreadableWeek(ValueError):
    """A document that breaks the contract; each problem names its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Cursor:
    """A value in a document, and where it stands: `clients[3].busy[0]`."""

    def __init__(self, value: Any, place: str = "", noted: list[str] | None = None):
        self.value = value
        self.place = place
        self.noted: list[str] = [] if noted is None else noted

    def refuse(self, expected: str) -> None:
        """Note what was expected here."""
        where = self.place or "The document"
        self.noted.append(f"{where}: expected {expected}, found {shown(self.value)}.")

    def done(self) -> None:
        """Refuse the document when anything was noted."""
        if self.noted:
            raise UnreadableWeek(self.noted)

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> bool:
        """Whether this is an object; it has all that is required and no stranger."""
        if not isinstance(self.value, dict):
            self.refuse("an object")
            return False
        for name in required:
            if name not in self.value:
                self.noted.append(f"{self._inside(name)}: expected, but absent.")
        known = [*required, *optional]
        for name in self.value:
            if name not in known:
                where = self._inside(str(name)[:40])
                self.noted.append(f"{where}: unknown; expected {listed(known)}.")
        return True

    def has(self, name: str) -> bool:
        return isinstance(self.value, dict) and name in self.value

    def at(self, name: str) -> "Cursor":
        """The field of that name; `fields` has noted it when it is absent."""
        if self.has(name):
            return Cursor(self.value[name], self._inside(name), self.noted)
        return Cursor(None, self._inside(name), [])

    def maybe(
        self, name: str, read: Callable[["Cursor"], Read], otherwise: Default
    ) -> Read | Default:
        """What a field holds that may be absent."""
        return read(self.at(name)) if self.has(name) else otherwise

    def items(self) -> Iterator["Cursor"]:
        """Each item of a list."""
        if not isinstance(self.value, list):
            self.refuse("a list")
            return
        for index, value in enumerate(self.value):
            yield Cursor(value, f"{self.place}[{index}]", self.noted)

    def text(self) -> str:
        """A text that is not empty and can be written."""
        if not isinstance(self.value, str) or not self.value:
            self.refuse("a text")
            return ""
        if any("\ud800" <= letter <= "\udfff" for letter in self.value):
            self.refuse("a text without half characters")
            return ""
        return self.value

    def whole(self, least: int = 0, most: int = LARGEST) -> int:
        """A whole number that is not negative, or from `least` to `most`."""
        value = self.value
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if is_whole and least <= value <= most:
            return int(value)
        self.refuse(f"a whole number from {least} to {most:,}")
        return least

    def minutes(self, grid: int, least: int = 0) -> int:
        """A duration on the grid."""
        before = len(self.noted)
        found = self.whole(least)
        if len(self.noted) == before and found % grid:
            self.refuse(f"a multiple of {grid} minutes")
        return found

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("true or false")
        return self.value is True

    def choice(self, options: Iterable[Choice]) -> Choice:
        """One of the words of a vocabulary."""
        words = {option.value: option for option in options}
        if isinstance(self.value, str) and self.value in words:
            return words[self.value]
        self.refuse(" or ".join(f"“{word}”" for word in words))
        return next(iter(words.values()))

    def words(self) -> frozenset[str]:
        """A list of tags."""
        return frozenset(item.text() for item in self.items())

    def known(self, ids: Iterable[str], what: str) -> str:
        """An id that was given elsewhere in the document."""
        if isinstance(self.value, str) and self.value in ids:
            return self.value
        self.refuse(f"the id of {what}")
        return ""

    def known_ids(self, ids: Iterable[str], what: str) -> tuple[str, ...]:
        """A list of such ids, none of them twice."""
        found: list[str] = []
        for item in self.items():
            each = item.known(ids, what)
            if each and each in found:
                item.refuse("each id once")
            found.append(each)
        return tuple(found)

    def time(self, grid: int, *, is_end: bool = False) -> int:
        """A minute of the week on the grid; only an end may be 24:00."""
        minute = read_time(self.value) if isinstance(self.value, str) else None
        is_midnight = isinstance(self.value, str) and self.value.endswith("24:00")
        if minute is None or (is_midnight and not is_end):
            self.refuse("a time such as “Mon 18:00”")
            return 0
        if (DAY if is_midnight else minute % DAY) % grid:
            self.refuse(f"a time on the grid of {grid} minutes")
        return minute

    def window(self, grid: int) -> Window:
        """A start and a later end on the same day."""
        ends = list(self.items())
        if len(ends) != 2:
            if isinstance(self.value, list):
                self.refuse("a start and an end")
            return Window(0, 1)
        before = len(self.noted)
        window = Window(ends[0].time(grid), ends[1].time(grid, is_end=True))
        if len(self.noted) > before:
            return Window(0, 1)
        if ends[0].value[:3] != ends[1].value[:3]:
            self.refuse("a window that does not cross midnight")
        elif window.end <= window.start:
            self.refuse("an end after its start")
        return window

    def windows(self, grid: int) -> tuple[Window, ...]:
        """A list of windows, in order and merged where they touch."""
        return merged([item.window(grid) for item in self.items()])

    def _inside(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def shown(value: object) -> str:
    """A value as a message may show it."""
    if isinstance(value, str):
        text = value if len(value) <= 40 else f"{value[:40]}…"
        return f"“{text.encode('utf-8', 'replace').decode()}”"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return f"{value:,}" if abs(value) <= LARGEST else "a number out of range"
    if isinstance(value, float):
        return f"{value:.20g}"
    if isinstance(value, list):
        return "a list" if len(value) != 2 else f"[{shown_flat(value)}]"
    return "an object"


def shown_flat(values: list[Any]) -> str:
    """Two values in a row, such as the ends of a window."""
    kinds = (list, dict)
    return ", ".join("…" if isinstance(each, kinds) else shown(each) for each in values)
