"""An X12 interchange as segments that know where they stand.

The separators are whatever the file's first segment says. What cannot be read is
refused with the number of the segment and the name of the element; counts and control
numbers that do not agree are remarks, for payers send such files and mean them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LARGEST = 5_000_000  # characters; a reply has a few thousand
LONGEST = 10_000  # characters of one segment
SHOWN = 40  # characters of a file that a sentence repeats


class X12Error(ValueError):
    """What cannot be read, where it stands, and what was expected."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its place in the file, its name, its elements."""

    number: int
    name: str
    elements: tuple[str, ...]
    repetition: str
    component: str

    def get(self, position: int) -> str:
        """An element by its number, as in EB07; empty when it is not there."""
        if position <= len(self.elements):
            return self.elements[position - 1].strip()
        return ""

    def each(self, position: int) -> tuple[str, ...]:
        """The repeats of an element."""
        return tuple(part for part in self.get(position).split(self.repetition) if part)

    def parts(self, position: int) -> tuple[str, ...]:
        """The components of an element."""
        return tuple(self.get(position).split(self.component))

    def wrong(self, position: int, expected: str) -> X12Error:
        """The refusal of an element."""
        place = f"{self.name}{position:02}"
        found = self.get(position)
        shown = f"“{found[:SHOWN]}”" if found else "nothing"
        return X12Error(
            f"Segment {self.number}, {place}: expected {expected}, found {shown}."
        )


@dataclass(frozen=True, slots=True)
class Transaction:
    """What stands between ST and SE, both left out."""

    kind: str  # 271
    guide: str  # 005010X279A1
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Interchange:
    """A whole file."""

    control_number: str
    transactions: tuple[Transaction, ...]
    remarks: tuple[str, ...] = field(default=())


def read(text: str) -> Interchange:
    """The transactions of a file."""
    segments = list(split(text))
    first, last = segments[0], segments[-1]
    if last.name != "IEA":
        raise X12Error(
            f"Segment {last.number}: expected IEA at the end, found “{last.name}”. "
            "The file is cut off."
        )
    remarks = list(_differs(last, 2, first.get(13), "the ISA13 of the file"))
    transactions, groups = [], 0
    rest = iter(segments[1:-1])
    for opening in rest:
        if opening.name != "GS":
            raise _expected("GS", opening)
        groups += 1
        found, closing = _group(rest, opening, remarks)
        transactions += found
        remarks += _differs(closing, 1, str(len(found)), "its transactions")
        remarks += _differs(closing, 2, opening.get(6), "the GS06 of the group")
    remarks += _differs(last, 1, str(groups), "its groups")
    return Interchange(first.get(13), tuple(transactions), tuple(remarks))


def split(text: str) -> Iterator[Segment]:
    """The segments of a file, by the separators of its first one."""
    text = text.lstrip("\ufeff \r\n\t")
    if len(text) > LARGEST:
        raise X12Error(f"The file is longer than {LARGEST:,} characters.")
    head = text.split(text[3], 16) if text.startswith("ISA") and len(text) > 3 else []
    if len(head) < 17 or len(head[16]) < 2:
        raise X12Error("Segment 1: expected ISA with 16 elements: this is no X12 file.")
    element, repetition = text[3], head[11]
    component, terminator = head[16][0], head[16][1]
    marks = (element, repetition, component, terminator)
    if len(repetition) != 1 or len(set(marks)) < 4 or any(m.isalnum() for m in marks):
        raise X12Error(
            "Segment 1, ISA11 and ISA16: expected four different separators, found "
            f"“{''.join(marks)[:SHOWN]}”."
        )
    number = 0
    for line in text.split(terminator):
        if not (line := line.strip("\r\n\t ")):
            continue
        number += 1
        if len(line) > LONGEST:
            raise X12Error(f"Segment {number} is longer than {LONGEST:,} characters.")
        name, *elements = line.split(element)
        if not (2 <= len(name) <= 3 and name.isascii() and name.isalnum()):
            raise X12Error(
                f"Segment {number}: expected a name of two or three letters, found "
                f"“{name[:SHOWN]}”."
            )
        yield Segment(number, name, tuple(elements), repetition, component)


def _group(
    rest: Iterator[Segment], opening: Segment, remarks: list[str]
) -> tuple[list[Transaction], Segment]:
    """The transactions up to GE, and that segment."""
    found: list[Transaction] = []
    for segment in rest:
        if segment.name == "GE":
            return found, segment
        if segment.name != "ST":
            raise _expected("ST or GE", segment)
        body, closing = _body(rest, segment)
        remarks += _differs(closing, 1, str(len(body) + 2), "its segments")
        remarks += _differs(closing, 2, segment.get(2), "the ST02 of the transaction")
        guide = segment.get(3) or opening.get(8)
        found.append(Transaction(segment.get(1), guide, tuple(body)))
    raise X12Error(f"Segment {opening.number}: the group has no GE.")


def _body(rest: Iterator[Segment], opening: Segment) -> tuple[list[Segment], Segment]:
    body: list[Segment] = []
    for segment in rest:
        if segment.name == "SE":
            return body, segment
        if segment.name in ("ST", "GS", "GE", "ISA", "IEA"):
            raise _expected("SE before it", segment)
        body.append(segment)
    raise X12Error(f"Segment {opening.number}: the transaction has no SE.")


def _expected(what: str, found: Segment) -> X12Error:
    return X12Error(f"Segment {found.number}: expected {what}, found “{found.name}”.")


def _differs(
    segment: Segment, position: int, expected: str, of_what: str
) -> Sequence[str]:
    """A remark, when a trailer disagrees with what it closes."""
    said = segment.get(position)
    if said.lstrip("0") == expected.lstrip("0"):
        return ()
    place = f"{segment.name}{position:02}"
    return (
        f"Segment {segment.number}, {place}: says “{said[:SHOWN]}”, but {of_what} "
        f"{'is' if ' of ' in of_what else 'are'} {expected[:SHOWN]}.",
    )
