"""The newcomer's packet: begin it, remind of it, and finish it with the last form."""

from datetime import datetime

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.errors import PacketOpen
from daybridge.consents.models import Consent, Packet, PacketReminder
from daybridge.consents.packet_forms import PacketLine, forms_on
from daybridge.consents.services.drafting import draft_consent
from daybridge.people.models import Patient


@service
def begin_packet(
    *, patient: Patient, language: str, at: datetime, by: Viewer
) -> Packet:
    """Prepare every form that this newcomer has to sign and has not signed yet."""
    packet = _insert(patient, language, at=at, by=by)
    for line in forms_on(by.program, by.program.day_of(at)):
        if not _holds_already(patient, line):
            _draft(packet, patient, line, at=at, by=by)
    record("consents.packet_begun", by=by.actor, target=packet, at=at)
    return packet


@service
def remind(*, packet: Packet, how: str, at: datetime, by: Viewer) -> PacketReminder:
    """Write down that somebody was reminded of their forms."""
    reminder: PacketReminder = PacketReminder.objects.create(
        program_id=by.program_id, packet=packet, patient_id=packet.patient_id, at=at,
        how=how, made_by_id=by.staff_id,
    )  # fmt: skip
    record("consents.packet_reminded", by=by.actor, target=packet, at=at)
    return reminder


@service
def withdraw_packet(*, packet: Packet, at: datetime, by: Viewer) -> bool:
    """Put an unfinished packet away with what is unsigned in it."""
    rows = Packet.objects.in_program(by.program_id).open().filter(pk=packet.pk)
    if not rows.update(withdrawn_at=at):
        return False
    Consent.objects.in_program(by.program_id).filter(
        packet=packet, signed_at=None, withdrawn_at=None
    ).update(withdrawn_at=at)
    record("consents.packet_put_away", by=by.actor, target=packet, at=at)
    return True


def finish_if_complete(consent: Consent, *, at: datetime, by: Viewer) -> None:
    """Finish the packet of a form when nothing of it waits any more."""
    if consent.packet_id is None:
        return
    waiting = Consent.objects.in_program(consent.program_id).filter(
        packet_id=consent.packet_id, signed_at=None, withdrawn_at=None
    )
    if waiting.exists():
        return
    rows = Packet.objects.in_program(consent.program_id).open()
    if rows.filter(pk=consent.packet_id).update(completed_at=at):
        packet = Packet.objects.in_program(consent.program_id).get(pk=consent.packet_id)
        record("consents.packet_finished", by=by.actor, target=packet, at=at)


def _insert(patient: Patient, language: str, *, at: datetime, by: Viewer) -> Packet:
    """The row itself; the constraint is the last word on who was first."""
    packet = Packet(
        program_id=by.program_id, patient=patient, language=language, created_at=at,
        made_by_id=by.staff_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            packet.save(force_insert=True)
    except IntegrityError:
        raise PacketOpen("Their forms are begun already. Nothing was added.") from None
    return packet


def _holds_already(patient: Patient, line: PacketLine) -> bool:
    """Whether a form of this kind is signed, stands, and need not be asked again."""
    return bool(
        Consent.objects.in_program(patient.program_id)
        .standing()
        .filter(patient=patient, kind=line.kind.value)
        .exists()
    )


def _draft(
    packet: Packet, patient: Patient, line: PacketLine, *, at: datetime, by: Viewer
) -> Consent:
    return draft_consent(
        patient=patient, draft=line.draft(patient, packet.language), at=at, by=by,
        packet=packet, position=line.position, may_be_unfinished=True,
    )  # fmt: skip
