"""A mapping file: which of their columns is which of our fields, and how they write.

kind = "roster"                  # or "schedule", "attendance"
source = "spreadsheet-2026"      # keys are remembered under this name
dates = ["%m/%d/%Y"]             # as Python's strptime writes them
[columns]                        # our field = "their column"
external_id = "Client No"
[values.sex]                     # their word = "our word"
"W" = "F"
[defaults]                       # our field = "for every empty cell"
track = "Evening IOP"
[only]                           # their column = "keep rows with this value only"
Status = "Active"
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from daybridge.exchange.fields import DATE_FORMATS, KINDS, Field, Reading
from daybridge.exchange.problems import UnreadableFile

PRESETS = Path(__file__).with_name("presets")
KNOWN = {"kind", "source", "dates", "columns", "values", "defaults", "only"}


@dataclass(frozen=True, slots=True)
class Mapping:
    kind: str
    source: str
    reading: Reading
    columns: dict[str, str]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    only: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        return KINDS[self.kind]


def read_mapping(path: Path, **defaults: str) -> Mapping:
    """Read a mapping file; `defaults` come from the command line and win."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(f"{path.name}: {error}") from error
    for key in table.keys() - KNOWN:
        raise UnreadableFile(f"{path.name}: “{key}” is not part of a mapping.")
    if table.get("kind") not in KINDS:
        raise UnreadableFile(f"{path.name}: kind is one of {', '.join(KINDS)}.")
    mapping = Mapping(
        kind=table["kind"],
        source=str(table.get("source") or path.stem)[:80],
        reading=Reading(dates=tuple(table.get("dates", DATE_FORMATS))),
        columns=table.get("columns", {}),
        values=table.get("values", {}),
        defaults={**table.get("defaults", {}), **defaults},
        only=table.get("only", {}),
    )
    _check(mapping, path.name)
    return mapping


def straight(kind: str, source: str, **defaults: str) -> Mapping:
    """The mapping of a file whose columns are named like our fields."""
    columns = {field.name: field.name for field in KINDS[kind]}
    return Mapping(kind, source, Reading(), columns, defaults=defaults)


def _check(mapping: Mapping, name: str) -> None:
    ours = {field.name for field in mapping.fields}
    used: dict[str, Any] = {**mapping.columns, **mapping.values, **mapping.defaults}
    for field_name in used.keys() - ours:
        raise UnreadableFile(
            f"{name}: “{field_name}” is not a field of a {mapping.kind}. "
            f"Fields: {', '.join(sorted(ours))}."
        )
