"""One table of a curriculum file, read key by key, with errors that say where.

Ask for every key you know, then call `finish`: whatever is left is a typing error
in the file, and is named. `CurriculumError` messages hold the file's own words only.
"""

from collections.abc import Mapping
from typing import Any


class CurriculumError(ValueError):
    """A curriculum that cannot be used; the message names file, topic and key."""


class Table:
    """A TOML table that knows its place in the file."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._left = dict(values)
        self.where = where

    def error(self, key: str, problem: str) -> CurriculumError:
        return CurriculumError(f"{self.where}, {key}: {problem}")

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._take(key, default)
        if not isinstance(value, str) or not (value.strip() or value == default):
            raise self.error(key, "needs a text in quotes")
        return value.strip()

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.error(key, f"is {value!r}, not one of {', '.join(allowed)}")
        return value

    def number(self, key: str) -> int:
        return self._whole(key, self._take(key))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.error(key, "needs true or false")
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        values = self._list(key, required=required)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, "needs a list of texts in quotes")
        return tuple(value.strip() for value in values)

    def choices(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        values = self.texts(key, required=True)
        for value in values:
            if value not in allowed:
                raise self.error(key, f"{value!r} is not one of {', '.join(allowed)}")
        return values

    def numbers(self, key: str) -> tuple[int, ...]:
        return tuple(self._whole(key, value) for value in self._list(key))

    def tables(self, key: str, *, required: bool = False) -> list["Table"]:
        values = self._list(key, required=required)
        if not all(isinstance(value, dict) for value in values):
            raise self.error(key, "needs a list of tables")
        return [
            Table(value, f"{self.where}, {key} {place}")
            for place, value in enumerate(values, start=1)
        ]

    def has(self, key: str) -> bool:
        return key in self._left

    def finish(self) -> None:
        """Complain about the first key nobody asked for."""
        for key in self._left:
            raise self.error(key, "is not a key of this format; see README.md")

    def _take(self, key: str, default: Any = None) -> Any:
        value = self._left.pop(key, default)
        if value is None:
            raise self.error(key, "is missing")
        return value

    def _list(self, key: str, *, required: bool = False) -> list[Any]:
        value = self._take(key, None if required else [])
        if not isinstance(value, list) or (required and not value):
            raise self.error(key, "needs a list in [ ] with at least one entry")
        return value

    def _whole(self, key: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.error(key, "needs a whole number from 1")
        return value
