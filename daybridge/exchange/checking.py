"""Check a file cell by cell: rows that can be used, and every cell that cannot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daybridge.exchange.fields import Field, NotThis
from daybridge.exchange.mapping import Mapping
from daybridge.exchange.problems import Problem, UnreadableFile
from daybridge.exchange.sheets import FORMULA, Line, read_lines

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoodRow:
    """One row whose every cell could be read."""

    line: int
    values: Values

    def problem(self, column: str, expected: str) -> Problem:
        """What is wrong with this row after all, seen beside the others."""
        value = self.values.get(column)
        return Problem(self.line, column, "" if value is None else str(value), expected)


def check_file(
    path: Path, mapping: Mapping, progress: Callable[[int], None]
) -> Iterator[GoodRow | list[Problem]]:
    """Each row of the file, either good or with all that is wrong in it."""
    columns, lines = read_lines(path)
    _check_columns(path, mapping, columns)
    for line in lines:
        progress(1)
        if all(line.cells.get(name, "") == word for name, word in mapping.only.items()):
            yield _check_line(line, mapping)


def _check_columns(path: Path, mapping: Mapping, columns: list[str]) -> None:
    needed = {field.name for field in mapping.fields if field.required}
    for field_name in sorted(needed):
        column = mapping.columns.get(field_name)
        if column not in columns and field_name not in mapping.defaults:
            raise UnreadableFile(
                f"{path.name} has no column “{column or field_name}”, which "
                f"{field_name} needs. Its columns: {', '.join(columns)}."
            )
    for column in mapping.only.keys() - set(columns):
        raise UnreadableFile(f"{path.name} has no column “{column}”.")


def _check_line(line: Line, mapping: Mapping) -> GoodRow | list[Problem]:
    values: Values = {}
    problems = []
    for field in mapping.fields:
        column = mapping.columns.get(field.name, "")
        value = line.cells.get(column, "") or mapping.defaults.get(field.name, "")
        value = mapping.values.get(field.name, {}).get(value, value)
        try:
            values[field.name] = _read(field, value, mapping)
        except NotThis as expected:
            shown = "a formula" if value == FORMULA else value
            name = column or field.name
            problems.append(Problem(line.number, name, shown, str(expected)))
    return problems or GoodRow(line.number, values)


def _read(field: Field, value: str, mapping: Mapping) -> Any:
    if value == FORMULA:
        raise NotThis("a plain value: paste values instead of formulas")
    if not value:
        if field.required:
            raise NotThis(f"filled in, and {field.name} is needed")
        return None
    return field.read(value, mapping.reading)
