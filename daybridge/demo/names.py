"""Invented people: names as Philadelphia hears them, and ways to reach them."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from daybridge.demo.draw import Draw

FILE = Path(__file__).parent / "text" / "names.toml"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    first: str
    last: str
    preferred: str
    pronouns: str
    phone: str
    address: str

    @property
    def called(self) -> str:
        return self.preferred or self.first


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(unicodedata.normalize("NFC", FILE.read_text()))


def person(draw: Draw, sex: str) -> Person:
    """Invent someone of the sex on their papers; some go by another name."""
    lists = _lists()
    first = draw.one(lists["women" if sex == "F" else "men"])
    preferred, pronouns = "", ""
    if draw.percent(16):
        preferred = draw.one(lists["preferred"])
    if draw.percent(45):
        pronouns = "she/her" if sex == "F" else "he/him"
    if draw.percent(4):
        preferred = preferred or draw.one(lists["men" if sex == "F" else "women"])
        pronouns = draw.one(("they/them", "he/him" if sex == "F" else "she/her"))
    return Person(
        first, _family_name(draw), preferred, pronouns, phone(draw), address(draw)
    )


def contact(draw: Draw) -> tuple[str, str]:
    """The name of somebody close, and who they are to the person."""
    lists = _lists()
    first = draw.one(lists["women"] if draw.percent(55) else lists["men"])
    return f"{first} {_family_name(draw)}", draw.one(lists["relationships"])


def phone(draw: Draw) -> str:
    """A number of the range that is kept free for stories."""
    return f"215-555-{draw.between(100, 199):04d}"


def email_of(name: str, domain: str) -> str:
    """An address at a domain that belongs to nobody."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    local = "".join(c for c in plain if c.isascii() and (c.isalnum() or c == "."))
    return f"{local}@{domain}"


def address(draw: Draw) -> str:
    lists = _lists()
    street = f"{draw.between(100, 6200)} {draw.one(lists['streets'])}"
    return f"{street}\nPhiladelphia, PA {draw.one(lists['postcodes'])}"


def _family_name(draw: Draw) -> str:
    last = draw.one(_lists()["last"])
    if draw.percent(5):
        return f"{last}-{draw.one(_lists()['last'])}"
    return last
