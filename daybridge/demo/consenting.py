"""Consents of the demo: newcomers' forms, recipients, disclosures, one revocation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from daybridge.access.models import Grant
from daybridge.consents.copies import form_pdf
from daybridge.consents.grants import READER, opened_by
from daybridge.consents.models import (
    Consent,
    ConsentFile,
    ConsentRecipient,
    ConsentTemplate,
    Disclosure,
    Packet,
    PacketReminder,
    Revocation,
    Signature,
)
from daybridge.consents.packet_forms import tpo_terms
from daybridge.consents.rendering import render
from daybridge.consents.scopes import content_words
from daybridge.consents.shipped import shipped
from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.models import Episode, Inquiry
from daybridge.people.models import Patient
from daybridge.programs.models import Program
from daybridge.rules.consent import NOTICE_VERSION, Item, Kind
from daybridge.rules.consent.terms import PURPOSE_WORDS, Purpose
from daybridge.uploads import FileKind, Received, columns

NEWCOMER = (
    Kind.NOTICE_RECEIPT, Kind.TPO, Kind.TREATMENT_AGREEMENT, Kind.GROUP_AGREEMENT,
    Kind.EMERGENCY_CONTACT, Kind.TELEHEALTH,
)  # fmt: skip
RECIPIENTS: tuple[tuple[str, str, str, list[str], str], ...] = (
    ("Officer R. Adler", "County Probation and Parole", "(215) 555-0190",
     ["status", "attendance"], "supervision"),
    ("Dr. Imani Okonkwo", "Northeast Medical Center", "(215) 555-0180",
     ["dates", "level", "medications", "care_plan"], "treatment"),
    ("", "Delaware Valley Drivers’ Union, member assistance", "(215) 555-0186",
     ["status", "attendance"], "employment"),
    ("Her sister Marguerite", "", "(215) 555-0144", ["presence", "status"], "family"),
)  # fmt: skip
Recipients = Sequence[tuple[str, str, str]]  # name, organization, contact
COPIES = 6  # signed copies as PDF; the others are as a clinic has them from before
OFTEN = 40  # percent who let a person or organization know something


@dataclass(frozen=True, slots=True)
class Desk:
    """What every row needs."""

    clinic: Clinic
    draw: Draw
    program: Program
    templates: dict[Kind, ConsentTemplate]

    def add(self, model: Any, made_at: datetime, **values: Any) -> Any:
        shared = {"program_id": self.clinic.program_id, "created_at": made_at}
        return self.clinic.bulk.add(model, id=self.draw.id(made_at), **shared, **values)

    @property
    def front(self) -> Any:
        return self.clinic.with_role("front_desk")[0]


def consent(clinic: Clinic, draw: Draw) -> Desk:
    """Write the forms of everyone in care, and the unfinished ones of newcomers."""
    program = Program.objects.get(pk=clinic.program_id)
    desk = Desk(clinic, draw, program, _templates(clinic, draw))
    people = in_care(clinic)
    for number, (patient, admitted_on) in enumerate(people):
        at = datetime.combine(admitted_on, time(15, 40), ZONE)
        forms = NEWCOMER if draw.percent(80) else NEWCOMER[:4]
        for kind in forms:
            _form(desk, patient, kind, at, copies=number < COPIES)
        if number < len(RECIPIENTS) or draw.percent(OFTEN):
            _recipient(desk, patient, number, at, copies=number < COPIES)
    _unfinished(desk)
    clinic.bulk.flush()
    return desk


def _templates(clinic: Clinic, draw: Draw) -> dict[Kind, ConsentTemplate]:
    """The texts in use, as rows."""
    made = {}
    for kind in (*NEWCOMER, Kind.SPECIFIC, Kind.INTERMEDIARY):
        text = shipped(kind, "en")
        values: dict[str, Any] = {
            "id": draw.id(clinic.opened_at), "program_id": clinic.program_id,
            "created_at": clinic.opened_at, "kind": kind.value, "language": "en",
            "origin": "shipped", "number": text.number, "title": text.title,
            "body": text.body,
        }  # fmt: skip
        clinic.bulk.add(ConsentTemplate, **values)
        made[kind] = ConsentTemplate(**values)
    return made


def in_care(clinic: Clinic) -> list[tuple[Patient, Any]]:
    rows = (
        Episode.objects.in_program(clinic.program_id)
        .filter(discharged_on=None)
        .select_related("patient")
        .order_by("patient__record_number")
    )
    return [(row.patient, row.admitted_on) for row in rows]


def _form(
    desk: Desk, patient: Patient, kind: Kind, at: datetime, *, copies: bool,
    packet_id: Any = None, position: int = 0, is_signed: bool = True,
) -> Consent:  # fmt: skip
    """One form of a newcomer, signed on the tablet unless said otherwise."""
    terms: dict[str, Any] = {"expiry": "none"}
    to: Recipients = ()
    if kind is Kind.TPO:
        terms |= tpo_terms(desk.program.name)
    if kind is Kind.EMERGENCY_CONTACT:
        terms |= {
            "discloser": desk.program.name, "items": ["presence"],
            "purposes": ["emergency"], "expiry": "event",
            "expiry_event": "emergency_over",
        }  # fmt: skip
        who = desk.draw.one(("Mother", "Partner", "A close friend"))
        to = [(who, "", f"(215) 555-01{desk.draw.between(10, 99)}")]
    return write_consent(
        desk, patient, kind, terms, to, at, copies=copies, packet_id=packet_id,
        position=position, is_signed=is_signed,
    )  # fmt: skip


def _recipient(
    desk: Desk, patient: Patient, number: int, at: datetime, *, copies: bool
) -> None:
    """A consent to tell somebody something, and what left under it."""
    place = number % len(RECIPIENTS)
    name, organization, contact, items, purpose = RECIPIENTS[place]
    today = desk.clinic.today
    last = today + timedelta(days=9 if number == 0 else desk.draw.between(20, 150))
    signed_at = max(at, desk.clinic.now - timedelta(days=60)) + timedelta(days=1)
    if signed_at > desk.clinic.now:
        return
    terms = {
        "discloser": desk.program.name, "items": items, "purposes": [purpose],
        "expiry": "date", "expires_on": last,
    }  # fmt: skip
    row = write_consent(
        desk, patient, Kind.SPECIFIC, terms, [(name, organization, contact)], signed_at,
        copies=copies, revoked_at=_revoked(desk, number, signed_at),
    )  # fmt: skip
    spoken = ", ".join(filter(None, (name, organization)))
    until = row.revoked_at or desk.clinic.now
    for days in range(7, 60, 14):
        left_at = signed_at + timedelta(days=days, minutes=desk.draw.between(0, 200))
        if left_at < until:
            _disclosure(desk, patient, row, spoken, items, purpose, left_at)


def _revoked(desk: Desk, number: int, signed_at: datetime) -> datetime | None:
    """The third one took it back."""
    moment = desk.clinic.now - timedelta(days=3)
    return moment if number == 2 and moment > signed_at else None


def write_consent(
    desk: Desk, patient: Patient, kind: Kind, terms: dict[str, Any],
    to: Recipients, at: datetime, *, copies: bool,
    packet_id: Any = None, position: int = 0, is_signed: bool = True,
    revoked_at: datetime | None = None,
) -> Consent:  # fmt: skip
    row = Consent(
        id=desk.draw.id(at), program=desk.program, patient=patient, kind=kind.value,
        template=desk.templates[kind], created_at=at, packet_id=packet_id,
        position=position, drafted_by_id=desk.front.id, must_sign=["patient"],
        must_sign_reason="They are of age.", **terms,
    )  # fmt: skip
    recipients = _named(desk, row, to, at)
    if is_signed:
        form = render(row, recipients)
        row.shown_text, row.shown_digest = form.text, form.digest
        row.signed_at, row.revoked_at = at, revoked_at
    desk.clinic.bulk.add(Consent, **values_of(row))
    for one in recipients:
        desk.clinic.bulk.add(ConsentRecipient, **values_of(one))
    if is_signed:
        _sign(desk, row, recipients, copies=copies)
        for matter in opened_by(row):
            desk.add(Grant, at, patient_id=patient.pk, reader=READER.value,
                     opens=matter.value, basis_id=row.pk, starts_at=at)  # fmt: skip
    if revoked_at is not None:
        desk.add(
            Revocation, revoked_at, consent_id=row.pk, patient_id=patient.pk,
            at=revoked_at, signer="patient", name=patient.legal_name, way="phone",
            words="I would rather tell them myself.",
        )  # fmt: skip
    return row


def _named(
    desk: Desk, row: Consent, to: Recipients, at: datetime
) -> list[ConsentRecipient]:
    return [
        ConsentRecipient(
            id=desk.draw.id(at), program_id=row.program_id, created_at=at, consent=row,
            patient_id=row.patient_id, name=name, organization=organization,
            contact=contact,
        )
        for name, organization, contact in to
    ]  # fmt: skip


def _sign(
    desk: Desk, row: Consent, recipients: Iterable[ConsentRecipient], *, copies: bool
) -> None:
    assert row.signed_at is not None
    signature = Signature(
        id=desk.draw.id(row.signed_at), program_id=row.program_id,
        created_at=row.signed_at, consent=row, patient_id=row.patient_id,
        signer="patient", name=row.patient.legal_name, method="typed",
        text_digest=row.shown_digest, way=desk.draw.one(("tablet", "phone")),
        at=row.signed_at, address="10.0.0.9", received_by_id=desk.front.id,
    )  # fmt: skip
    desk.clinic.bulk.add(Signature, **values_of(signature))
    if copies:
        form = render(row, list(recipients))
        pdf = form_pdf(row, form, [signature], at=row.signed_at)
        kept = columns(Received(f"{row.kind}.pdf", FileKind.PDF, pdf))
        desk.add(ConsentFile, row.signed_at, consent_id=row.pk, purpose="copy",
                 patient_id=row.patient_id, **kept)  # fmt: skip


def _disclosure(
    desk: Desk, patient: Patient, row: Consent, spoken: str, items: list[str],
    purpose: str, at: datetime,
) -> None:  # fmt: skip
    channel = desk.draw.one(("page", "feed", "phone"))
    desk.add(
        Disclosure, at, patient_id=patient.pk, at=at, basis="consent",
        consent_id=row.pk, recipient=spoken, items=items,
        content=content_words(map(Item, items)),
        purpose=PURPOSE_WORDS[Purpose(purpose)], notice="1",
        notice_version=NOTICE_VERSION, channel=channel,
        scope_words=row.shown_text[:2000], is_for_tpo=purpose == "treatment",
        through_ehr=channel != "phone",
        made_by_id=desk.front.id if channel == "phone" else None,
        made_by_name=desk.front.name if channel == "phone" else spoken,
    )  # fmt: skip


def _unfinished(desk: Desk) -> None:
    """Newcomers who have begun their forms; one of them was reminded."""
    inquiries = (
        Inquiry.objects.in_program(desk.clinic.program_id)
        .under_way()
        .exclude(patient=None)
        .filter(patient__episodes=None)
        .select_related("patient")
        .order_by("first_contact_at", "pk")
    )
    for number, inquiry in enumerate(inquiries[:4]):
        patient = inquiry.patient
        assert patient is not None  # by the query
        at = desk.clinic.now - timedelta(hours=[52, 30, 6, 2][number])
        packet_id = desk.add(
            Packet, at, patient_id=inquiry.patient_id, made_by_id=desk.front.id
        )
        for place, kind in enumerate(NEWCOMER, start=1):
            _form(desk, patient, kind, at, copies=False, packet_id=packet_id,
                  position=place, is_signed=place <= number + 1)  # fmt: skip
        if number == 0:
            reminded_at = at + timedelta(hours=25)
            desk.add(PacketReminder, reminded_at, packet_id=packet_id, how="Phone",
                     patient_id=inquiry.patient_id, at=reminded_at,
                     made_by_id=desk.front.id)  # fmt: skip


def values_of(row: Any) -> dict[str, Any]:
    """The columns of a row that was made in memory."""
    return {field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields}  # fmt: skip
