"""A form as it is shown, printed and signed: blocks, their plain text, its digest.

The same blocks make the page, the paper and the PDF, so a signature covers what was
seen. Nothing here reads the clock or the person who looks.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats, translation

from daybridge.consents.models import Consent, ConsentRecipient
from daybridge.consents.shipped import words_of
from daybridge.rules.consent import Expiry, Kind

MARK = re.compile(r"^\[(\w+)\]$")
ELEMENTS = "elements"
BOUND = "revocation_bound"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a form: a heading, a paragraph, a point, or a fact with its name."""

    style: str  # heading, paragraph, point, fact
    text: str
    label: str = ""
    points: tuple[str, ...] = ()  # of a fact that lists several

    @property
    def plain(self) -> str:
        if self.style == "heading":
            return f"## {self.text}"
        if self.style == "point":
            return f"- {self.text}"
        if self.style == "fact":
            value = "; ".join(self.points) if self.points else self.text
            return f"{self.label}: {value}"
        return self.text


@dataclass(frozen=True, slots=True)
class Rendered:
    """A whole form in its language."""

    title: str
    language: str
    version: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        head = f"{self.title}\n({self.version})"
        return "\n\n".join([head, *(block.plain for block in self.blocks)])

    @property
    def digest(self) -> str:
        """SHA-256 of the plain text, hex."""
        return hashlib.sha256(self.text.encode(errors="surrogatepass")).hexdigest()


def render(
    consent: Consent, recipients: Sequence[ConsentRecipient] | None = None
) -> Rendered:
    """The form of a consent as it reads now."""
    template = consent.template
    if recipients is None:
        recipients = list(consent.recipients.order_by("created_at", "pk"))
    words = words_of(template.language)
    version = f"{words['labels']['version']} {template.kind} {template.version}"
    return Rendered(
        template.title,
        template.language,
        version,
        tuple(_blocks(consent, recipients, words)),
    )


def marks_in(body: str) -> frozenset[str]:
    """The statements that a text holds, by name."""
    found = (MARK.match(line.strip()) for line in body.splitlines())
    return frozenset(match[1] for match in found if match)


def day_words(day: date, language: str) -> str:
    with translation.override(language):
        return formats.date_format(day, "DATE_FORMAT")


def _blocks(
    consent: Consent,
    recipients: Sequence[ConsentRecipient],
    words: dict[str, dict[str, str]],
) -> Iterator[Block]:
    yield from _who(consent, words)
    for paragraph in re.split(r"\n\s*\n", consent.template.body.strip()):
        mark = MARK.match(paragraph.strip())
        if mark is None:
            yield from _written(paragraph)
        elif mark[1] == ELEMENTS:
            yield from _elements(consent, recipients, words)
        else:
            yield Block("paragraph", _statement(mark[1], consent, words))


def _who(consent: Consent, words: dict[str, dict[str, str]]) -> Iterator[Block]:
    labels, patient = words["labels"], consent.patient
    yield Block("fact", patient.legal_name, labels["patient"])
    if patient.born_on is not None:
        born = day_words(patient.born_on, consent.template.language)
        yield Block("fact", born, labels["born_on"])


def _written(paragraph: str) -> Iterator[Block]:
    lines = [line.strip() for line in paragraph.strip().splitlines()]
    if lines[0].startswith("## "):
        yield Block("heading", lines[0][3:])
    elif all(line.startswith("- ") for line in lines):
        yield from (Block("point", line[2:]) for line in lines)
    else:
        yield Block("paragraph", " ".join(lines))


def _statement(name: str, consent: Consent, words: dict[str, dict[str, str]]) -> str:
    if name == "revocation" and not consent.may_be_revoked:
        name = BOUND
    return words["statements"].get(name, "")


def _elements(
    consent: Consent,
    recipients: Sequence[ConsentRecipient],
    words: dict[str, dict[str, str]],
) -> Iterator[Block]:
    labels = words["labels"]
    if consent.discloser:
        yield Block("fact", consent.discloser, labels["discloser"])
    items = [words["items"][item] for item in consent.items]
    items += [consent.items_words] if consent.items_words else []
    yield Block("fact", "", labels["items"], tuple(items))
    named = [_recipient(one) for one in recipients]
    named += [words["classes"][one] for one in consent.classes]
    yield Block("fact", "", labels["recipients"], tuple(named))
    if consent.members:
        yield Block("fact", consent.members, labels["members"])
    purposes = tuple(words["purposes"][one] for one in consent.purposes)
    yield Block("fact", "", labels["purposes"], purposes)
    yield Block("fact", expiry_words(consent, words), labels["expiry"])


def _recipient(one: ConsentRecipient) -> str:
    address = " ".join(one.address.split())
    return " · ".join(filter(None, (one.spoken, address, one.contact)))


def expiry_words(
    consent: Any, words: dict[str, dict[str, str]], *, language: str = ""
) -> str:
    """How long, in the language of the words (of the form, unless said otherwise)."""
    labels = words["labels"]
    language = language or consent.template.language
    if consent.expiry == Expiry.DATE and consent.expires_on is not None:
        day = day_words(consent.expires_on, language)
        told = labels["until"].format(day=day)
    elif consent.expiry == Expiry.EVENT:
        event = words["events"].get(consent.expiry_event, consent.expiry_event)
        told = labels["at_event"].format(event=event)
    else:
        return labels["no_end"]
    if consent.kind == Kind.CRIMINAL_JUSTICE and not consent.may_be_revoked:
        told = f"{told} {labels['not_revocable']}"
    return told
