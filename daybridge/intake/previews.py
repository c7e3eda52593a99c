"""A document item by item, beside what is on record: to accept, or not."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf.locale import LANG_INFO

from daybridge.intake.ccda import CcdaRefused, Document, Item, Person, read
from daybridge.intake.errors import UnreadableDocument
from daybridge.intake.models import ImportedItem, ReferralDocument
from daybridge.people.models import Patient, Sex

Kind = ImportedItem.Kind
LANGUAGES = {"eng": "en", "spa": "es"}  # ISO 639-2 as some senders write it


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a document says, and what we have."""

    kind: str  # an ImportedItem.Kind
    text: str
    code: str = ""
    code_system: str = ""
    details: str = ""
    status: str = ""
    denied: bool = False
    ours: str = ""  # on record, where it may be replaced
    values: dict[str, Any] = field(default_factory=dict, compare=False)  # of a Patient

    @property
    def digest(self) -> str:
        """What makes it this one, so that it is accepted once."""
        said = [self.kind, self.text, self.code, self.code_system, self.details,
                self.status, self.denied]  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def is_ours_already(self) -> bool:
        return bool(self.values) and self.ours.casefold() == self.text.casefold()

    @property
    def replaces(self) -> bool:
        return bool(self.values and self.ours) and not self.is_ours_already

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Preview:
    """A document as it is shown before anything of it is accepted."""

    document: Document
    choices: tuple[Choice, ...]

    @property
    def of_person(self) -> list[Choice]:
        return [one for one in self.choices if one.kind in OF_PERSON]

    @property
    def of_health(self) -> list[Choice]:
        return [one for one in self.choices if one.kind not in OF_PERSON]


OF_PERSON = frozenset(
    {Kind.NAME, Kind.BORN_ON, Kind.SEX, Kind.LANGUAGE, Kind.PHONE, Kind.EMAIL,
     Kind.ADDRESS}
)  # fmt: skip


def preview_of(row: ReferralDocument, patient: Patient | None) -> Preview:
    """Read a stored document; raises UnreadableDocument with the sentence why not."""
    if not row.is_readable:
        raise UnreadableDocument("This is a PDF. Open it to read it.")
    try:
        document = read(bytes(row.content))
    except CcdaRefused as refusal:
        raise UnreadableDocument(str(refusal)) from None
    of_person = _of_person(document.person, patient)
    choices = [*of_person, *(_of_health(item) for item in document.items)]
    return Preview(document, tuple(dict.fromkeys(choices)))


def _of_health(item: Item) -> Choice:
    return Choice(
        str(item.kind), item.text, item.code[:80], item.code_system[:80],
        item.details, item.status[:80], item.denied,
    )  # fmt: skip


def _of_person(said: Person, ours: Patient | None) -> Iterator[Choice]:
    yield from _names(said, ours)
    if said.born_on:
        day = ours.born_on if ours else None
        yield Choice(
            Kind.BORN_ON, _day(said.born_on), ours=_day(day) if day else "",
            values={"born_on": said.born_on},
        )  # fmt: skip
    if said.sex:
        known = ours.sex if ours and ours.sex != Sex.UNKNOWN else ""
        yield Choice(
            Kind.SEX, str(Sex(said.sex).label),
            ours=str(Sex(known).label) if known else "", values={"sex": said.sex},
        )  # fmt: skip
    yield from _ways_to_reach(said, ours)


def _names(said: Person, ours: Patient | None) -> Iterator[Choice]:
    for name in said.names:
        if name.use == "goes by":
            known = ours.preferred_name if ours else ""
            values = {"preferred_name": name.first[:100]}
        else:
            known = ours.legal_name if ours else ""
            values = {
                "legal_first_name": name.first[:100],
                "legal_last_name": name.last[:100],
            }
        yield Choice(Kind.NAME, name.words, details=name.use, ours=known, values=values)


def _ways_to_reach(said: Person, ours: Patient | None) -> Iterator[Choice]:
    """The first of each; further ones stay in the document's text."""
    language = said.languages[0][:10] if said.languages else ""
    language = LANGUAGES.get(language.lower(), language.split("-")[0].lower())
    spoken = _language(ours.language) if ours else ""
    phone = said.phones[0].partition(" (")[0][:40] if said.phones else ""
    found = (
        (Kind.PHONE, "phone", phone),
        (Kind.EMAIL, "email", said.emails[0][:254] if said.emails else ""),
        (Kind.ADDRESS, "address", said.addresses[0] if said.addresses else ""),
    )
    if language:
        yield Choice(
            Kind.LANGUAGE, _language(language), ours=spoken,
            values={"language": language},
        )  # fmt: skip
    for kind, column, text in found:
        if text:
            known = getattr(ours, column) if ours else ""
            yield Choice(kind, text, ours=known, values={column: text})


def _language(code: str) -> str:
    """The name of a language, as staff read it."""
    return str(LANG_INFO.get(code, {}).get("name", code)) if code else ""


def _day(day: Any) -> str:
    return f"{day:%B} {day.day}, {day.year}"
