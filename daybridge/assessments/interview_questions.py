"""The interview as data: sections, questions, wordings in two languages, TEDS fields.

Each file of `interview/` is a section; its number orders it. A mistake in a file stops
the start, naming the place.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("interview")
KINDS = frozenset(
    {"yes_no", "choice", "several", "number", "date", "line", "text", "rows"}
)
YES_NO = (("yes", "Yes", "Sí"), ("no", "No", "No"))


class BrokenInterview(ValueError):
    """A file of the interview says something that cannot be; the message says where."""


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    en: str
    es: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `columns` are those of a table, for rows."""

    key: str
    kind: str
    en: str
    es: str
    required: bool = False
    teds: str = ""
    unit: str = ""
    least: int | None = None
    most: int | None = None
    rows: int = 0
    options: tuple[Option, ...] = ()
    columns: "tuple[Question, ...]" = ()
    told: tuple[str, ...] = ()  # where the answer may be known from
    anew: bool = False  # asked each time, whatever an earlier assessment says

    @property
    def labels(self) -> dict[str, str]:
        return {option.key: option.en for option in self.options}


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    questions: tuple[Question, ...]
    required: bool = False
    lede: str = ""

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without which nothing is signed."""
        return tuple(each for each in self.questions if each.required)


@cache
def sections() -> tuple[Section, ...]:
    """Every section in order."""
    return tuple(read(file) for file in sorted(FOLDER.glob("*.toml")))


def section_of(key: str) -> Section | None:
    return next((each for each in sections() if each.key == key), None)


def read(file: Path) -> Section:
    """One section; raises BrokenInterview."""
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        questions = tuple(_question(each) for each in raw.pop("questions"))
        section = Section(questions=questions, **raw)
    except (KeyError, TypeError, BrokenInterview) as problem:
        raise BrokenInterview(f"{file.name}: {problem}") from None
    keys = [question.key for question in questions]
    if len(set(keys)) < len(keys):
        raise BrokenInterview(f"{file.name}: a key is there twice")
    return section


def _question(raw: dict[str, Any]) -> Question:
    kind, key = raw["kind"], raw["key"]
    if kind not in KINDS:
        raise BrokenInterview(f"{key}: no kind of question is called {kind}")
    options = tuple(Option(**each) for each in raw.pop("options", ()))
    if kind == "yes_no":
        options = tuple(Option(*each) for each in YES_NO)
    if kind in ("choice", "several") and not options:
        raise BrokenInterview(f"{key}: a choice needs options")
    columns = tuple(_question(each) for each in raw.pop("columns", ()))
    if (kind == "rows") is not bool(columns):
        raise BrokenInterview(f"{key}: rows and columns go together")
    told = tuple(raw.pop("told", ()))
    return Question(options=options, columns=columns, told=told, **raw)
