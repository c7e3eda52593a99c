"""The texts that come with Daybridge: a file for each kind and language.

`templates_data/<kind>.<language>.md` begins with `version:` and `title:`, then a blank
line and the text: paragraphs, `## ` headings, `- ` lists, and names in brackets, each
alone on its line, for the elements and for the statements of `words.<language>.toml`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from daybridge.rules.consent import Kind

FOLDER = Path(__file__).with_name("templates_data")
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Shipped:
    """One text as it came."""

    kind: Kind
    language: str
    number: int
    title: str
    body: str


@cache
def shipped(kind: Kind, language: str) -> Shipped:
    """The text of a kind in a language."""
    path = FOLDER / f"{kind.value}.{language}.md"
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    known = dict(line.split(": ", 1) for line in head.splitlines())
    return Shipped(
        kind, language, int(known["version"]), known["title"], body.strip()
    )  # fmt: skip


@cache
def words_of(language: str) -> dict[str, dict[str, str]]:
    """Items, purposes, labels and statements in a language."""
    path = FOLDER / f"words.{language}.toml"
    words: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return words
