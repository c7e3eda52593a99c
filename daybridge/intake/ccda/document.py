"""A whole document, or a part of one, as facts: who, which items, and all other words.

What is not understood is kept as text, section by section: nothing that the sender
wrote is lost on the way. Numbers of identity cards are not words and stay in the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from daybridge.intake.ccda.codes import HEADER_TITLES
from daybridge.intake.ccda.items import Item, ItemKind, items_of
from daybridge.intake.ccda.narrative import (
    CELL,
    Narrative,
    as_text,
    squeeze,
    when,
    words_of,
)
from daybridge.intake.ccda.person import Person, read_person
from daybridge.intake.ccda.tree import CcdaRefused, Node, parse

STATEMENTS = frozenset(
    {"act", "observation", "organizer", "procedure", "encounter", "supply",
     "substanceAdministration"}
)  # fmt: skip
NESTED = STATEMENTS | {"section"}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the document: its title, its text, and what its entries say."""

    title: str
    text: str = ""
    entries: tuple[str, ...] = ()  # one line an observation, act or person

    @property
    def blocks(self) -> list["Block"]:
        """The text as paragraphs and tables, to show."""
        blocks = []
        lines = self.text.split("\n") if self.text else []
        for is_table, run in groupby(lines, key=lambda line: CELL in line):
            some = list(run)
            if is_table and len(some) > 1:
                head, *rows = (tuple(line.split(CELL)) for line in some)
                blocks.append(Block(head=head, rows=tuple(rows)))
            else:
                blocks.append(Block(text="\n".join(some)))
        return blocks


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table whose first row is its head."""

    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a C-CDA says."""

    title: str
    written_on: str  # as exactly as it was given
    person: Person
    items: tuple[Item, ...]
    sections: tuple[Section, ...]

    def of_kind(self, kind: ItemKind) -> list[Item]:
        return [item for item in self.items if item.kind is kind]


def read(content: bytes) -> Document:
    """Read a C-CDA document or fragment, or raise CcdaRefused with the reason."""
    root = parse(content)
    narrative = Narrative(root)
    document = Document(
        title=squeeze(as_text(root.first("title") or Node("title"))),
        written_on=when(root.value("effectiveTime")),
        person=read_person(root),
        items=items_of(root, narrative),
        sections=tuple(_sections(root)),
    )
    if not document.sections and not document.items and document.person == Person():
        raise CcdaRefused(
            f"This is XML, but no clinical document: it begins with “{root.tag[:40]}”."
        )
    return document


def _sections(root: Node) -> Iterator[Section]:
    yield from _header(root)
    for node in root.walk():
        if node.tag == "section":
            yield _section(node)
        elif node.tag == "nonXMLBody":
            yield _enclosed(node)
    if root.tag in STATEMENTS:
        yield Section("Entry", entries=tuple(_lines([root])))


def _section(node: Node) -> Section:
    title = squeeze(as_text(node.first("title") or Node("title")))
    text = node.first("text")
    rest = [one for one in node.children if one.tag not in ("title", "text")]
    return Section(
        title or node.value("code", name="displayName") or "Untitled section",
        as_text(text) if text else "",
        tuple(_lines(one for one in rest if one.tag not in ("code", "component"))),
    )


def _lines(nodes: Iterable[Node]) -> Iterator[str]:
    """A line for each statement; what is nested in it has lines of its own."""
    for node in nodes:
        for inner in node.walk(frozenset({"section"})):
            told = inner is node or inner.tag in STATEMENTS
            if told and (line := " · ".join(words_of(inner, NESTED))):
                yield line


def _header(root: Node) -> Iterator[Section]:
    """Who wrote, keeps and signed it, and what else is said of the person."""
    tops = [root] if root.tag in HEADER_TITLES else list(root.children)
    for node in tops:
        title = HEADER_TITLES.get(node.tag)
        if title and (root.tag == node.tag or root.tag == "ClinicalDocument"):
            lines = tuple(_lines([node]))
            if lines:
                yield Section(title, entries=lines)


def _enclosed(node: Node) -> Section:
    """The body of a document that is a file or plain text, not sections."""
    text = node.first("text") or Node("text")
    kind = text.get("mediaType") or "unknown kind"
    if text.get("representation") == "B64":
        return Section("Enclosed file", f"A file is enclosed ({kind}); open it there.")
    return Section("Text", as_text(text))
