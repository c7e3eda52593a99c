"""The document that is handed to a recipient, and the accounting for a patient."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daybridge.consents.copies import moment_words
from daybridge.consents.models import Consent, ConsentRecipient, Disclosure
from daybridge.consents.scopes import scope_words
from daybridge.consents.sections import Section, by_hand
from daybridge.documents import as_pdf
from daybridge.rules.consent import NOTICES, Item, Notice, Purpose
from daybridge.rules.consent.terms import PURPOSE_WORDS
from daybridge.rules.wording import listed

PACKAGE = "consents/documents/package.typ"
ACCOUNTING = "consents/documents/accounting.typ"
EXPLAINED = (
    "Disclosures made with consent are listed for three years (42 CFR 2.25), those for "
    "treatment, payment and operations where they were made through an electronic "
    "health record. Disclosures that the law allows without consent are listed for six "
    "years (45 CFR 164.528). What you received yourself is not listed."
)


def package_pdf(
    consent: Consent,
    recipient: ConsentRecipient,
    sections: Sequence[Section],
    *,
    purpose: Purpose,
    at: datetime,
    by_name: str,
) -> bytes:
    """Notice, scope and content for one recipient."""
    program, patient = consent.program, consent.patient
    about = [
        ["Patient", patient.legal_name],
        ["Born on", patient.born_on.isoformat() if patient.born_on else "not recorded"],
        ["To", recipient.spoken],
        ["Purpose", PURPOSE_WORDS[purpose]],
        ["Made", f"{moment_words(at, program.zone)}, by {by_name}"],
    ]
    data = {
        "title": "Information disclosed with consent",
        "from": program.name,
        "footer": NOTICES[Notice.SHORT],
        "notice": NOTICES[Notice.LONG],
        "about": about,
        "scope": scope_words(consent).splitlines(),
        "not_kept": not_kept_words(consent),
        "sections": [
            {"title": s.title, "text": s.text, "head": list(s.head),
             "rows": [list(row) for row in s.rows]}
            for s in sections
        ],
    }  # fmt: skip
    return as_pdf(PACKAGE, data, made_at=at)


def not_kept_words(consent: Consent) -> str:
    """What the consent names and this system does not hold, in a sentence."""
    missing = by_hand(frozenset(map(Item, consent.items)))
    if not missing:
        return ""
    return f"Not kept in this system, and not in here: {listed(missing)}."


def accounting_pdf(
    patient: Any,
    consented: Sequence[Disclosure],
    other: Sequence[Disclosure],
    *,
    period: str,
    at: datetime,
) -> bytes:
    """Who received what of one person's records, in two tables."""
    program = patient.program
    about = [
        ["Patient", patient.legal_name],
        ["Record number", patient.record_number],
        ["Period", period],
        ["Made", moment_words(at, program.zone)],
    ]
    data = {
        "title": "Accounting of disclosures",
        "from": program.name,
        "footer": NOTICES[Notice.SHORT],
        "about": about,
        "head": ["Date", "To", "What", "Purpose"],
        "consented": [_line(one, program.zone) for one in consented],
        "other": [_line(one, program.zone) for one in other],
        "none": "None in this period.",
        "explained": EXPLAINED,
    }
    return as_pdf(ACCOUNTING, data, made_at=at)


def _line(one: Disclosure, zone: Any) -> list[str]:
    to = ", ".join(
        filter(None, (one.recipient, " ".join(one.recipient_address.split())))
    )
    return [f"{one.at.astimezone(zone):%Y-%m-%d}", to, one.content, one.purpose]
