"""The person a document is about, with every name and address it gives."""

from dataclasses import dataclass
from datetime import date

from daybridge.intake.ccda.codes import NAME_USES, PHONE_USES
from daybridge.intake.ccda.narrative import as_text, squeeze, when
from daybridge.intake.ccda.tree import Node

SEXES = {"F": "F", "M": "M"}  # administrativeGenderCode -> people.Sex


@dataclass(frozen=True, slots=True)
class PersonName:
    """One name; `use` in words when the document says which name it is."""

    first: str
    last: str
    use: str = ""

    @property
    def words(self) -> str:
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, as the sender wrote it; what was not given is empty."""

    names: tuple[PersonName, ...] = ()
    born_on: date | None = None
    born_words: str = ""  # as exactly as it was given, also when that is only a year
    sex: str = ""  # F or M
    sex_words: str = ""
    languages: tuple[str, ...] = ()  # the preferred one first
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # number, and in brackets what it is
    emails: tuple[str, ...] = ()


def read_person(root: Node) -> Person:
    """The first patient role of a document or fragment; empty when there is none."""
    role = next((one for one in root.walk() if one.tag == "patientRole"), None)
    if role is None:
        return Person()
    patient = role.first("patient") or Node("patient")
    birth = patient.value("birthTime")
    sex = patient.first("administrativeGenderCode") or Node("none")
    return Person(
        names=tuple(filter(lambda one: one.words, map(_name, patient.all("name")))),
        born_on=day_of(birth),
        born_words=when(birth),
        sex=SEXES.get(sex.get("code"), ""),
        sex_words=sex.get("displayName") or sex.get("code"),
        languages=_languages(patient),
        addresses=tuple(filter(None, map(_address, role.all("addr")))),
        phones=_telecoms(role, mail=False),
        emails=_telecoms(role, mail=True),
    )


def day_of(value: str) -> date | None:
    """A whole day of an HL7 moment, or None when it is not that exact or not one."""
    try:
        return date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
    except ValueError:
        return None


def _name(node: Node) -> PersonName:
    use = NAME_USES.get(node.get("use").split(" ")[0], "")
    given = [as_text(one) for one in node.all("given")]
    family = [as_text(one) for one in node.all("family")]
    family += [as_text(one) for one in node.all("suffix")]
    if not given and not family:  # written as one text
        first, _, last = squeeze(as_text(node)).rpartition(" ")
        return PersonName(first or last, last if first else "", use)
    return PersonName(squeeze(" ".join(given)), squeeze(" ".join(family)), use)


def _languages(patient: Node) -> tuple[str, ...]:
    spoken = patient.all("languageCommunication")
    spoken.sort(key=lambda one: one.value("preferenceInd") != "true")
    codes = (one.value("languageCode", name="code") for one in spoken)
    return tuple(dict.fromkeys(filter(None, codes)))


def _address(node: Node) -> str:
    """An address as lines; text outside of the parts is kept as well."""
    street = [as_text(one) for one in node.all("streetAddressLine")]
    city = " ".join(
        filter(None, (as_text(one) for one in _parts(node, "city", "state")))
    )
    after = " ".join(
        filter(None, (as_text(one) for one in _parts(node, "postalCode", "country")))
    )
    lines = [*street, squeeze(f"{city} {after}")]
    if not any(lines):
        lines = [as_text(node)]
    return "\n".join(filter(None, lines))


def _parts(node: Node, *tags: str) -> list[Node]:
    return [one for tag in tags for one in node.all(tag)]


def _telecoms(role: Node, *, mail: bool) -> tuple[str, ...]:
    found = []
    for node in role.all("telecom"):
        kind, _, rest = node.get("value").partition(":")
        if (kind == "mailto") is not mail or not (rest or kind):
            continue
        number = squeeze(rest or kind)
        use = "" if mail else PHONE_USES.get(node.get("use").split(" ")[0], "")
        found.append(f"{number} ({use})" if use else number)
    return tuple(dict.fromkeys(found))
