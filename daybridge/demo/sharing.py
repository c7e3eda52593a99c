"""More consents of the demo: several named on one, an exchange, a known flaw."""

from datetime import date, timedelta
from typing import Any

from daybridge.consents.models import (
    Consent,
    ConsentRecipient,
    Flaw,
    KnownFlaw,
    PassedOn,
    RecipientRevocation,
)
from daybridge.demo.consenting import Desk, in_care, write_consent
from daybridge.people.models import Patient
from daybridge.rules.consent import Kind

COURT = (
    ("Officer T. Reyes", "County Probation and Parole", "(215) 555-0191"),
    ("Ana Beltran", "Public Defender", "(215) 555-0192"),
    ("Judge’s clerk", "Treatment Court, Part 4", "(215) 555-0193"),
)
EXCHANGE = (("", "Delaware Valley Health Exchange", "(215) 555-0170"),)
PASSED_ON = (  # days ago, to whom, what
    (9, "Dr. Imani Okonkwo, Northeast Medical Center", "Medications and allergies"),
    (41, "Wissahickon Family Practice", "Medications and allergies"),
    (63, "Temple Street Pharmacy", "Medications"),
)
REPORT = "Quarterly report of the exchange"


def share_on(desk: Desk) -> None:
    """One of each, of people who are in care for a while."""
    people = [patient for patient, _ in in_care(desk.clinic)]
    for patient, tell in zip(people[4:], (_court, _exchange, _false), strict=False):
        tell(desk, patient)
    desk.clinic.bulk.flush()


def _court(desk: Desk, patient: Patient) -> None:
    """Three named on one form; for one of them it was taken back."""
    row = _sign(desk, patient, Kind.SPECIFIC, COURT, "supervision",
                ["status", "attendance"])  # fmt: skip
    at = desk.clinic.now - timedelta(days=2)
    left_out = ConsentRecipient.objects.in_program(desk.program).get(
        consent_id=row.pk, name="Ana Beltran"
    )
    left_out.revoked_at = at
    left_out.save(update_fields=["revoked_at"])
    desk.add(
        RecipientRevocation, at, recipient_id=left_out.pk, patient_id=patient.pk,
        at=at, signer="patient", name=patient.legal_name, way="paper",
        words="She is not my lawyer any more.", received_by_id=desk.front.id,
    )  # fmt: skip


def _exchange(desk: Desk, patient: Patient) -> None:
    """An intermediary for “my treating providers”, and what it passed on."""
    row = _sign(desk, patient, Kind.INTERMEDIARY, EXCHANGE, "treatment",
                ["medications", "dates"], members="my treating providers")  # fmt: skip
    at, today = desk.clinic.now - timedelta(days=1), desk.clinic.today
    for days, recipient, content in PASSED_ON:
        day: date = today - timedelta(days=days)
        desk.add(
            PassedOn, at, consent_id=row.pk, patient_id=patient.pk, passed_on=day,
            recipient=recipient, content=content, told_by=REPORT,
            entered_by_id=desk.front.id,
        )  # fmt: skip


def _false(desk: Desk, patient: Patient) -> None:
    """A form that somebody else had signed."""
    sister = (("Her sister Colleen", "", "(215) 555-0149"),)
    row = _sign(desk, patient, Kind.SPECIFIC, sister, "family", ["status"])
    at = desk.clinic.now - timedelta(days=5)
    Consent.objects.in_program(desk.program).filter(pk=row.pk).update(known_false_at=at)
    desk.add(
        KnownFlaw, at, consent_id=row.pk, patient_id=patient.pk, at=at,
        flaw=Flaw.FALSE.value, found_by_id=desk.front.id,
        words="The sister says that she signed it herself.",
    )  # fmt: skip


def _sign(
    desk: Desk, patient: Patient, kind: Kind, to: Any, purpose: str, items: list[str],
    **more: str,
) -> Consent:  # fmt: skip
    """A form that was signed three months ago."""
    at = desk.clinic.now - timedelta(days=90)
    terms = {
        "discloser": desk.program.name, "items": items, "purposes": [purpose],
        "expiry": "date", "expires_on": desk.clinic.today + timedelta(days=120), **more,
    }  # fmt: skip
    row = write_consent(desk, patient, kind, terms, to, at, copies=False)
    desk.clinic.bulk.flush()
    return row
