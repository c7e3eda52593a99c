"""The words of a document: narrative as lines of text, coded entries as words."""

from collections.abc import Iterator
from functools import cached_property

from daybridge.intake.ccda.tree import Node

LINES = frozenset(
    {"paragraph", "item", "tr", "caption", "table", "list", "title", "br"}
)
CELLS = frozenset({"td", "th"})
CELL = " | "  # between two cells in the text of a row
NEXT_CELL = "\x00"  # between two cells of a row; no XML text can hold it
LONGEST_QUOTE = 500  # characters of a narrative that an entry points to
SAID_IN = ("displayName", "value", "unit")  # attributes that people can read
NOT_SAID = frozenset({"id", "templateId", "setId", "typeId", "realmCode", "time"})
WHOLE = frozenset({"name", "addr"})  # said as one
MOMENTS = frozenset(
    {"effectiveTime", "low", "high", "time", "birthTime", "center", "phase"}
)
MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def squeeze(text: str) -> str:
    """Text with single spaces, as a browser shows it."""
    return " ".join(text.split())


def as_text(node: Node) -> str:
    """A narrative as lines: a row a line, its cells apart, nothing left out."""
    lines = "".join(_pieces(node)).split("\n")
    return "\n".join(filter(None, map(_row, lines)))


def _row(line: str) -> str:
    cells = line.strip(NEXT_CELL + " ").split(NEXT_CELL)
    return CELL.join(map(squeeze, cells))


def _pieces(node: Node) -> Iterator[str]:
    after_element = False
    for one in node.content:
        if isinstance(one, str):
            yield one.replace("\n", " ")
            after_element = False
            continue
        edge = "\n" if one.tag in LINES else " " if after_element else ""
        yield edge
        yield from _pieces(one)
        yield NEXT_CELL if one.tag in CELLS else edge
        after_element = True


class Narrative:
    """The parts of a document that entries point to by `#id`."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._read: dict[str, str] = {}

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for node in self._root.walk():
            if "ID" in node.attributes:
                found.setdefault(node.attributes["ID"].strip(), node)
        return found

    def quote(self, node: Node | None) -> str:
        """The words of an element: its own, or those it points to."""
        if node is None:
            return ""
        own = squeeze(as_text(node).replace("\n", ", "))
        return own or self._at(node.value("reference"))

    def _at(self, reference: str) -> str:
        key = reference.removeprefix("#")
        if key and key not in self._read:
            node = self._by_id.get(key)
            text = as_text(node).replace("\n", ", ") if node else ""
            self._read[key] = squeeze(text)[:LONGEST_QUOTE]
        return self._read.get(key, "")


def words_of(node: Node, but: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What an entry says, in order, each thing once: names of codes, values, text."""
    said: dict[str, None] = {}
    for words in filter(None, _said(node, but)):
        said.setdefault(words)
    return tuple(said)


def _said(node: Node, but: frozenset[str]) -> Iterator[str]:
    if node.tag not in NOT_SAID:
        yield from _attributes_said(node)
    if node.tag in WHOLE:
        yield squeeze(" ".join(_texts(node)))
        return
    for one in node.content:
        if isinstance(one, str):
            yield squeeze(one)
        elif one.tag not in but:
            yield from _said(one, but)


def _texts(node: Node) -> Iterator[str]:
    for one in node.content:
        if isinstance(one, str):
            yield one
        else:
            yield from _texts(one)


def _attributes_said(node: Node) -> Iterator[str]:
    if node.tag == "reference" or not node.attributes:
        return
    if node.tag in MOMENTS:
        if moment := when(node.get("value")):
            yield moment
        return
    words = squeeze(" ".join(node.get(name) for name in SAID_IN))
    yield words.removeprefix("tel:").removeprefix("mailto:")


def when(value: str) -> str:
    """An HL7 moment as people read it, as exactly as it was given."""
    digits = value.strip()
    if not digits[:4].isdigit() or len(digits) < 4:
        return ""
    year, month, day = digits[:4], digits[4:6], digits[6:8]
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return year
    name = MONTHS[int(month) - 1]
    return f"{name} {int(day)}, {year}" if day.isdigit() else f"{name} {year}"
