"""XML into a plain tree, within limits: hostile or broken XML is refused in a sentence.

Namespaces are not resolved: the published samples are fragments that use `xsi:` and
`sdtc:` without declaring them, and some senders prefix every element. The prefix goes,
but for `sdtc:`, whose elements repeat the names of others. The parser is defusedxml's;
of `xml.sax` only names are used.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import SAXException, SAXParseException  # nosec B406
from xml.sax.handler import ContentHandler  # nosec B406

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

MOST_BYTES = 10 * 1024 * 1024
DEEPEST = 120  # levels; published documents stay under 40
MOST_NODES = 400_000  # elements and attributes together


class CcdaRefused(ValueError):
    """A document that is not read; `str()` is the sentence that says why."""


@dataclass(slots=True)
class Node:
    """One element: its name, its attributes, and text and elements as they come."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list["str | Node"] = field(default_factory=list)

    @property
    def children(self) -> Iterator["Node"]:
        return (one for one in self.content if isinstance(one, Node))

    def all(self, *path: str) -> list["Node"]:
        """The elements at the end of a path of names."""
        found = [self]
        for tag in path:
            found = [one for node in found for one in node.children if one.tag == tag]
        return found

    def first(self, *path: str) -> "Node | None":
        return next(iter(self.all(*path)), None)

    def get(self, name: str) -> str:
        """An attribute without spaces around it; empty when it is not there."""
        return self.attributes.get(name, "").strip()

    def value(self, *path: str, name: str = "value") -> str:
        """An attribute of the first element at the end of a path."""
        node = self.first(*path)
        return node.get(name) if node else ""

    def walk(self, but: frozenset[str] = frozenset()) -> Iterator["Node"]:
        """This element and all below, in order; `but` names what is not entered."""
        yield self
        for child in self.children:
            if child.tag not in but:
                yield from child.walk(but)


class _Builder(ContentHandler):
    """Builds the tree while it is read, so that a limit stops the reading."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []
        self.nodes = 0
        self.text: list[str] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self._close_text()
        self.nodes += 1 + len(attrs)
        if self.nodes > MOST_NODES:
            raise CcdaRefused(
                f"This document has more than {MOST_NODES:,} elements. "
                "Ask the sender for a shorter one."
            )
        if len(self.open) >= DEEPEST:
            raise CcdaRefused(
                f"This document is nested more than {DEEPEST} levels deep, as no "
                "clinical document is."
            )
        node = Node(_plain(name), {_plain(key): value for key, value in attrs.items()})
        if self.open:
            self.open[-1].content.append(node)
        else:
            self.root = node
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._close_text()
        self.open.pop()

    def characters(self, content: str) -> None:
        self.text.append(content)

    def _close_text(self) -> None:
        text = "".join(self.text)
        self.text.clear()
        if self.open and text:
            self.open[-1].content.append(text)


def parse(content: bytes) -> Node:
    """The tree of a document, or CcdaRefused."""
    if len(content) > MOST_BYTES:
        raise CcdaRefused(
            f"This document is larger than {MOST_BYTES // 1024 // 1024} MB. "
            "Ask the sender for a shorter one."
        )
    if not content.strip():
        raise CcdaRefused("This document is empty.")
    builder = _Builder()
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(builder)
    try:
        parser.parse(BytesIO(content))
    except DTDForbidden:
        raise CcdaRefused(
            "This document brings definitions of its own (a DOCTYPE), which is how "
            "harmful files work. A clinical document has none."
        ) from None
    except DefusedXmlException:
        raise CcdaRefused(
            "This document asks for other files or entities. A clinical document "
            "stands alone."
        ) from None
    except SAXParseException as problem:
        raise CcdaRefused(_broken(problem)) from None
    except (SAXException, LookupError, ValueError) as problem:
        if isinstance(problem, CcdaRefused):
            raise
        raise CcdaRefused(
            "The letters of this document cannot be read: its encoding is unknown."
        ) from None
    if builder.root is None:
        raise CcdaRefused("This document is empty.")
    return builder.root


def _broken(problem: SAXParseException) -> str:
    reason = str(problem.getMessage())
    line = problem.getLineNumber() or 1
    if "encoding" in reason or "decode" in reason:
        return "The letters of this document cannot be read: its encoding is unknown."
    if "no element found" in reason or "unclosed" in reason:
        return f"This document breaks off in line {line}. Ask for it again."
    return f"This is not whole XML: {reason}, in line {line}."


def _plain(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return name if prefix == "sdtc" or not local else local
