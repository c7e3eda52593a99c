"""Whom an intermediary passed records on to: the list of 42 CFR 2.24.

Source: 42 CFR 2.24 (the list covers disclosures under a general designation within the
        past three years: names of the recipients, days, a brief description). That an
        answer is due within 30 days is unconfirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q

from daybridge.consents.copies import moment_words
from daybridge.consents.models import Consent, PassedOn
from daybridge.consents.register import THREE_YEARS, years_before
from daybridge.documents import as_pdf
from daybridge.rules.consent import NOTICES, Kind, Notice

DOCUMENT = "consents/documents/passed_on.typ"
EXPLAINED = (
    "This list names to whom an intermediary passed records on under a general "
    "designation in the last three years, as the intermediary told us (42 CFR 2.24). "
    "For what it has not told us, ask the intermediary as well."
)


@dataclass(frozen=True, slots=True)
class Group:
    """One consent that names an intermediary, and what was passed on under it."""

    consent: Consent
    intermediary: str
    rows: Sequence[PassedOn]


def passed_on(patient: Any, at: datetime) -> tuple[list[Group], date]:
    """The consents that named an intermediary, each with three years; and since when.

    A consent that has ended stays on the list: what was passed on before was.
    """
    since = patient.program.day_of(years_before(at, THREE_YEARS))
    recent = PassedOn.objects.in_program(patient.program_id).filter(
        passed_on__gte=since
    )
    rows = (
        Consent.objects.in_program(patient.program_id)
        .filter(
            Q(kind=Kind.INTERMEDIARY.value) | Q(combined_with=Kind.INTERMEDIARY.value),
            patient=patient,
            signed_at__isnull=False,
        )
        .prefetch_related(
            "recipients",
            Prefetch("passed_on", recent.order_by("-passed_on", "-pk")),
        )
        .order_by("-signed_at")
    )
    return [Group(row, _names(row), list(row.passed_on.all())) for row in rows], since


def passed_on_pdf(
    patient: Any, groups: Sequence[Group], since: date, *, at: datetime
) -> bytes:
    """The list as the document that the patient receives."""
    program = patient.program
    about = [
        ["Patient", patient.legal_name],
        ["Record number", patient.record_number],
        ["Since", since.isoformat()],
        ["Made", moment_words(at, program.zone)],
    ]
    data = {
        "title": "Passed on by intermediaries",
        "from": program.name,
        "footer": NOTICES[Notice.SHORT],
        "about": about,
        "head": ["Day", "To", "What"],
        "groups": [_as_data(group) for group in groups],
        "none": "Nothing that we were told of.",
        "explained": EXPLAINED,
    }
    return as_pdf(DOCUMENT, data, made_at=at)


def _as_data(group: Group) -> dict[str, Any]:
    return {
        "title": group.intermediary,
        "members": f"May pass on to: {group.consent.members}",
        "rows": [
            [row.passed_on.isoformat(), row.recipient, row.content]
            for row in group.rows
        ],
    }


def _names(consent: Consent) -> str:
    """The intermediary; one that the consent was taken back for is named as well."""
    return "; ".join(one.spoken for one in consent.recipients.all())
