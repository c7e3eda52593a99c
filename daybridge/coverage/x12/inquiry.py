"""A 270: the question to a payer what a policy pays, as a file.

Source: 005010X279A1 as its published samples show it. Names are written in capital
letters of the basic character set: accents fall away, and so does whatever could be
read as a separator. What has no letters left is refused with a sentence.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from daybridge.coverage.errors import CannotBeWritten

ELEMENT, REPETITION, COMPONENT, TERMINATOR = "*", "^", ":", "~"
GUIDE = "005010X279A1"
SERVICES = ("30", "MH", "A8", "AI", "CJ")  # the plan, mental health, substance use
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"&'()+,-./;?=")
LONGEST_CONTROL = 999_999_999
SELF = "18"


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber, or a dependent."""

    last_name: str
    first_name: str
    born_on: date | None = None
    sex: str = ""  # F, M or nothing


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of whom, by whom."""

    payer_name: str
    payer_number: str
    receiver_number: str  # the clearinghouse, or the payer itself
    provider_name: str
    npi: str
    sender_number: str
    member_number: str
    subscriber: Person
    dependent: Person | None  # the patient, where they are not the subscriber
    relationship: str  # INS02 of the dependent
    about_on: date
    trace_number: str
    control_number: int
    is_test: bool = False
    services: tuple[str, ...] = SERVICES


def write(question: Question, *, at: datetime) -> str:
    """The whole file, a segment a line. Raises CannotBeWritten."""
    if not 0 < question.control_number <= LONGEST_CONTROL:
        raise CannotBeWritten("The next number of a file has nine digits at most.")
    body = [
        ("ST", "270", "0001", GUIDE),
        ("BHT", "0022", "13", question.trace_number, f"{at:%Y%m%d}", f"{at:%H%M}"),
        *_parties(question),
        *_people(question),
        ("DTP", "291", "D8", f"{question.about_on:%Y%m%d}"),
        ("EQ", REPETITION.join(question.services)),
    ]
    body.append(("SE", str(len(body) + 1), "0001"))
    number = question.control_number
    sender, receiver = _code(question.sender_number), _code(question.receiver_number)
    group = (
        "GS", "HS", sender, receiver, f"{at:%Y%m%d}", f"{at:%H%M}", str(number), "X",
        GUIDE,
    )  # fmt: skip
    closing = [("GE", "1", str(number)), ("IEA", "1", f"{number:09}")]
    lines = [_isa(question, sender, receiver, at), group, *body, *closing]
    return "".join(f"{ELEMENT.join(_cut(line))}{TERMINATOR}\n" for line in lines)


def _isa(
    question: Question, sender: str, receiver: str, at: datetime
) -> tuple[str, ...]:
    """The first segment, 106 characters to the byte."""
    return (
        "ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{sender:<15}", "ZZ",
        f"{receiver:<15}", f"{at:%y%m%d}", f"{at:%H%M}", REPETITION, "00501",
        f"{question.control_number:09}", "0", "T" if question.is_test else "P",
        COMPONENT,
    )  # fmt: skip


def _parties(question: Question) -> Iterable[tuple[str, ...]]:
    """The payer who is asked and the provider who asks."""
    payer = plain(question.payer_name, "The payer's name", longest=60)
    provider = plain(question.provider_name, "The provider's name", longest=60)
    number = plain(question.payer_number, "The payer's number", longest=80)
    yield ("HL", "1", "", "20", "1")
    yield ("NM1", "PR", "2", payer, "", "", "", "", "PI", number)
    yield ("HL", "2", "1", "21", "1")
    yield ("NM1", "1P", "2", provider, "", "", "", "", "XX", question.npi)


def _people(question: Question) -> Iterable[tuple[str, ...]]:
    """The subscriber and, where it is somebody else, the patient."""
    member = plain(question.member_number, "The member number", longest=80)
    trace = (
        "TRN",
        "1",
        question.trace_number,
        f"9{_code(question.sender_number)[:9]:0>9}",
    )
    is_self = question.dependent is None
    yield ("HL", "3", "2", "22", "0" if is_self else "1")
    if is_self:
        yield trace
    yield ("NM1", "IL", "1", *_names(question.subscriber), "", "", "", "MI", member)
    yield from _birth(question.subscriber)
    if question.dependent is not None:
        yield ("HL", "4", "3", "23", "0")
        yield trace
        yield ("NM1", "03", "1", *_names(question.dependent))
        yield from _birth(question.dependent)
        yield ("INS", "N", question.relationship)


def _names(person: Person) -> tuple[str, str]:
    return (
        plain(person.last_name, "The last name", longest=60),
        plain(person.first_name, "The first name", longest=35),
    )


def _birth(person: Person) -> Iterable[tuple[str, ...]]:
    if person.born_on is not None:
        sex = person.sex if person.sex in ("F", "M") else ""
        yield ("DMG", "D8", f"{person.born_on:%Y%m%d}", sex)


def plain(text: str, what: str, *, longest: int) -> str:
    """A text in the letters a file may hold; CannotBeWritten when none are left."""
    spread = unicodedata.normalize("NFKD", text.replace("ß", "ss")).upper()
    kept = "".join(c if c in PLAIN else " " if c.isspace() else "" for c in spread)
    kept = " ".join(kept.split())[:longest].strip()
    if not any(c.isalnum() for c in kept):
        raise CannotBeWritten(
            f"{what} has no letters or digits that a payer's file can hold. "
            "Write it the way the insurance card spells it."
        )
    return kept


def _code(text: str) -> str:
    return plain(text, "The sender's or receiver's number", longest=15)


def _cut(line: tuple[str, ...]) -> tuple[str, ...]:
    """A segment without empty elements at its end."""
    while line and not line[-1]:
        line = line[:-1]
    return line
