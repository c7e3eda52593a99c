"""The ICD-10-CM codes of chapter F: what each is called, and how one is found."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("icd10cm_f.csv")
MOST_FOUND = 12
SUBSTANCES = tuple(f"F{number}" for number in range(10, 20))


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the classification."""

    code: str  # with its dot: "F10.20"
    description: str
    is_billable: bool

    @property
    def category(self) -> str:
        """F10 of F10.20."""
        return self.code.partition(".")[0]

    @property
    def is_substance_use(self) -> bool:
        """F10 to F19: disorders due to a substance."""
        return self.category in SUBSTANCES

    @property
    def part(self) -> str:
        """What kind of use: 1 abuse, 2 dependence, 9 use; empty elsewhere."""
        rest = self.code.partition(".")[2]
        return rest[:1] if self.is_substance_use else ""

    @property
    def is_remission(self) -> bool:
        return "in remission" in self.description and self.is_substance_use


@dataclass(frozen=True, slots=True)
class Release:
    """Which release of the classification the codes come from."""

    effective_on: date
    codes: Mapping[str, Code]

    @property
    def version(self) -> str:
        return f"ICD-10-CM {self.effective_on.isoformat()}"


@cache
def _read() -> Release:
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        effective_on = date.fromisoformat(next(rows)[2])
        codes = {code: Code(code, words, bill == "1") for code, bill, words in rows}
    return Release(effective_on, codes)


RELEASE = _read()


def code_of(text: str) -> Code | None:
    """The code that a person typed, with or without its dot; None for no code."""
    plain = text.strip().upper().replace(".", "")
    dotted = f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain
    return RELEASE.codes.get(dotted)


def find(words: str, *, most: int = MOST_FOUND) -> list[Code]:
    """Codes that can be billed and hold every word, or begin like the one typed."""
    exact = code_of(words)
    asked = words.lower().split()
    if not asked:
        return []
    prefix = words.strip().upper()
    found = [
        code
        for code in RELEASE.codes.values()
        if code.is_billable
        and code != exact
        and (
            code.code.startswith(prefix)
            or all(word in code.description.lower() for word in asked)
        )
    ]
    first = [exact] if exact is not None and exact.is_billable else []
    return [*first, *found][:most]
