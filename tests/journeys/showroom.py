"""The demo clinic in the suite's database, with one of everything a page can show."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from daybridge.access.invitations import invite
from daybridge.access.models import ChartOpening, TeamMembership
from daybridge.access.records import Record
from daybridge.access.services import open_chart
from daybridge.assessments.models import HelpContact
from daybridge.attendance.models import DoorTablet
from daybridge.attendance.services.door import make_tablet
from daybridge.demo.build import build
from daybridge.intake.models import (
    AssessmentBooking,
    ImportedItem,
    OpenSeat,
    OrientationStep,
    ReferralDocument,
    SeatOffer,
)
from daybridge.notes.models import Note, QuickPhrase
from daybridge.notes.services.counseling import write_counseling_note
from daybridge.notes.services.individual import begin_individual
from daybridge.notes.services.phrases import save_phrase
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import DayRule, Program, Site
from daybridge.schedule.models import Session
from tests.access.assessed import assess
from tests.cast import today
from tests.journeys.showroom_calendars import rows_of_calendars
from tests.journeys.showroom_consents import rows_of_consents
from tests.journeys.showroom_coverage import rows_of_coverage
from tests.journeys.showroom_drafts import rows_of_drafts
from tests.journeys.showroom_reminders import rows_of_reminders
from tests.journeys.showroom_repairs import rows_of_repairs
from tests.journeys.showroom_weeks import rows_of_weeks

PASSWORD = "four unrelated quiet words"
ROLES = (
    "director", "supervisor", "counselor", "front_desk", "medical", "peer", "biller",
    "administrator",
)  # fmt: skip
CALLED = {  # models that addresses call otherwise
    "opening": ChartOpening, "membership": TeamMembership, "tablet": DoorTablet,
    "rule": DayRule, "document": ReferralDocument, "item": ImportedItem,
    "seat": OpenSeat, "offer": SeatOffer, "step": OrientationStep,
    "booking": AssessmentBooking,
}  # fmt: skip


@dataclass
class Showroom:
    """One member of staff for each role, and rows for the addresses of pages."""

    program: Any
    session: Any
    staff: dict[str, Any]
    door_token: str = ""
    rows: dict[str, Any] = field(default_factory=dict)  # `note_id`, or `page note_id`

    def row(self, page: str, argument: str, around: Mapping[str, Any]) -> Any:
        """What stands for an argument of a page's address; None if nobody knows.

        `around` are the arguments before it: a contact is one of that patient's.
        """
        for known in (f"{page} {argument}", argument):
            if known in self.rows:
                return self.rows[known]
        return self._newest(argument, around)

    def _newest(self, argument: str, around: Mapping[str, Any]) -> Any:
        """The newest row of the model an argument is named for: Room for `room_id`."""
        name = argument.removesuffix("_id")
        records = (each for each in apps.get_models() if issubclass(each, Record))
        models: dict[str, Any] = {each.__name__.lower(): each for each in records}
        model = CALLED.get(name) or models.get(name.replace("_", ""))
        if model is None:
            return None
        columns = {field.attname for field in model._meta.concrete_fields}
        within = {column: around[column] for column in around if column in columns}
        rows = model.objects.in_program(self.program).filter(**within)
        return rows.order_by("-pk").values_list("pk", flat=True).first()

    def half_signed_in(self) -> Client:
        """A browser in which the director gave a password and no second step yet."""
        client = Client()
        email = self.staff["director"].user.email
        client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        return client

    def just_confirmed(self, client: Client) -> Client:
        """The director, who said a moment ago that it is still them."""
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    def visitor(self) -> Client:
        """A browser in which one click made somebody a counselor."""
        client = Client()
        client.post(reverse("demo:sign_in", args=[self.staff["counselor"].pk]))
        return client

    def tablet(self) -> Client:
        client = Client()
        client.cookies["door"] = self.door_token
        return client


def open_showroom(patients: int = 60) -> Showroom:
    """Build it; every call gives the same clinic."""
    build(seed=1, patients=patients, today=today(), progress=lambda done: None)
    program = Program.objects.get()
    coming = Session.objects.in_program(program).held().filter(notes=None)
    session = coming.exclude(attendances=None).order_by("starts_at", "pk")[0]
    made = Showroom(program, session, _one_of_each(program, session.leader))
    _give_factors(made.staff["director"].user)
    _fill(made)
    return made


def _one_of_each(program: Any, leader: Any) -> dict[str, Any]:
    everyone = Staff.objects.in_program(program).active().exclude(user=None)
    staff = {
        role: next(each for each in everyone.order_by("pk") if role in each.role_set)
        for role in ROLES
    }
    return staff | {"counselor": leader}


def _give_factors(user: Any) -> None:
    """A password, an authenticator app, recovery codes and a passkey."""
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    WebAuthn.add(user, "Blue key", _credential())


def _credential() -> dict[str, Any]:
    """What a passkey device answers when it is added."""
    key = ES256.from_cryptography_key(
        ec.generate_private_key(ec.SECP256R1()).public_key()
    )
    data = AttestedCredentialData.create(Aaguid(bytes(16)), b"blue", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, data)
    attestation = AttestationObject.create("none", seen, {})
    client = {"type": "webauthn.create", "challenge": "", "origin": "http://localhost"}
    return {
        "id": websafe_encode(b"blue"), "rawId": websafe_encode(b"blue"),
        "type": "public-key", "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "attestationObject": websafe_encode(attestation),
            "clientDataJSON": websafe_encode(json.dumps(client).encode()),
        },
    }  # fmt: skip


def _fill(made: Showroom) -> None:
    """One draft, one counseling note, one opened chart, one tablet, one link."""
    now, staff = timezone.now(), made.staff
    by = viewer_of(staff["counselor"], at=now, writes=True)
    above = viewer_of(staff["director"], at=now, writes=True)
    patient = made.session.attendances.select_related("patient").first().patient
    signed = Note.objects.in_program(made.program).filter(patient=patient)
    note = signed.exclude(signed_at=None).order_by("-happened_at").first()
    draft = begin_individual(
        patient=patient, happened_at=now - timedelta(hours=2), minutes=50, by=by, at=now
    )
    counseling = write_counseling_note(
        patient=patient, text="Spoke of her mother.", by=by, at=now
    )
    phrase = save_phrase(
        phrase=QuickPhrase(), label="Refusal", text="Practiced saying no in pairs.",
        field="any", by=by,
    )  # fmt: skip
    other = Patient.objects.in_program(made.program).exclude(pk=patient.pk).first()
    _open_charts(patient, other, staff["director"], now)
    site = Site.objects.in_program(made.program).first()
    made.door_token = make_tablet(site=site, name="Lobby", at=now, by=above)[1]
    made.rows = {
        "place": made.program.public_place,
        "patient_id": patient.pk, "session_id": made.session.pk,
        "staff_id": staff["counselor"].pk, "note_id": note.pk, "kind": "note",
        "row_id": draft.pk, "phrase_id": phrase.pk, "handle": "0", "slug": "census",
        "token": invite(staff=staff["peer"], by=above, at=now),
        "on": note.happened_at.astimezone(made.program.zone).date().isoformat(),
        "pk": Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk,
        "public:text key": "family", "public:text language": "es",
        "notes:write_individual note_id": draft.pk,
        "notes:review_individual note_id": draft.pk,
        "notes:counseling_note note_id": counseling.pk,
    }  # fmt: skip
    made.rows |= _assessed(patient, staff["counselor"])
    made.rows["other_id"] = other.pk  # than the one the page is about
    made.rows |= rows_of_consents(made.program, patient, staff)
    made.rows |= rows_of_calendars(made.program, staff)
    made.rows |= rows_of_coverage(patient)
    made.rows |= rows_of_weeks(patient, staff)
    made.rows |= rows_of_drafts(made.program)
    made.rows |= rows_of_reminders(patient, made.session, staff)
    made.rows |= rows_of_repairs(made.program)


def _open_charts(patient: Any, other: Any, director: Any, now: datetime) -> None:
    """Two openings to review: one is overdue, and the newest is the patient's."""
    before = now - timedelta(days=12)
    open_chart(
        patient=other, kind="emergency", reason="danger", at=before,
        by=viewer_of(director, at=before, writes=True),
        explanation="He wrote that he will not be there tomorrow.",
    )  # fmt: skip
    open_chart(
        patient=patient, kind="emergency", reason="medical_emergency", at=now,
        by=viewer_of(director, at=now, writes=True),
        explanation="The hospital calls: unresponsive, what does she take?",
    )  # fmt: skip


def _assessed(patient: Any, counselor: Any) -> dict[str, Any]:
    """One row for each page of assessments."""
    episode = patient.episodes.get(discharged_on=None)
    rows = assess(patient, episode, counselor, code="F63.0")
    contacts = HelpContact.objects.in_program(patient.program_id)
    return {
        "assessment_id": rows.under_way.pk, "diagnosis_id": rows.diagnosis.pk,
        "stop_id": rows.stop.pk, "review_id": rows.review.pk,
        "assessments:admission assessment_id": rows.finished.pk,
        "assessments:review_follow review_id": rows.decided.pk,
        "assessments:section key": "reason", "assessments:keep key": "reason",
        "assessments:contact_change contact_id": contacts.in_use().first().pk,
    }  # fmt: skip
