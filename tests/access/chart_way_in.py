"""Dana's part in the second half of intake: who sent her, her wait, first days."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, today


@dataclass
class WayIn:
    inquiry: Any
    referral: Any
    document: Any
    item: Any
    wait: Any
    seat: Any
    offer: Any
    step: Any  # late


def make_way_in(clinic: Clinic, patient: Any) -> WayIn:
    inquiry = _inquiry(clinic, patient)
    referral = _referral(clinic, inquiry)
    document = _document(clinic, referral)
    wait = _wait(clinic, inquiry)
    seat = _seat(clinic)
    return WayIn(
        inquiry, referral, document, _item(clinic, patient, document), wait, seat,
        _offer(clinic, _seat(clinic), wait), _step(clinic, patient),
    )  # fmt: skip


def _inquiry(clinic: Clinic, patient: Any) -> Any:
    from daybridge.intake.models import Inquiry

    now = timezone.now()
    return Inquiry.objects.create(
        program=clinic.program, patient=patient, first_name="Dana",
        last_name="Whitfield", phone="215 555 0142", first_contact_at=now,
        stage_since=now,
    )  # fmt: skip


def _referral(clinic: Clinic, inquiry: Any) -> Any:
    from daybridge.intake.models import Referral

    return Referral.objects.create(
        program=clinic.program, inquiry=inquiry, kind="detox",
        organization="Delaware Detox", received_at=timezone.now(),
    )  # fmt: skip


def _document(clinic: Clinic, referral: Any) -> Any:
    from daybridge.intake.models import ReferralDocument

    content = b"<section><title>Dana</title><text>Dana slept well</text></section>"
    return ReferralDocument.objects.create(
        program=clinic.program, referral=referral, received_at=timezone.now(),
        name="ccd.xml", kind="application/xml", size_bytes=len(content),
        digest="c" * 64, content=content,
    )  # fmt: skip


def _item(clinic: Clinic, patient: Any, document: Any) -> Any:
    from daybridge.intake.models import ImportedItem

    return ImportedItem.objects.create(
        program=clinic.program, patient=patient, document=document, kind="problem",
        text="Alcohol use disorder", digest="d" * 64, accepted_at=timezone.now(),
        accepted_by=clinic.staff["sylvia"],
    )  # fmt: skip


def _wait(clinic: Clinic, inquiry: Any) -> Any:
    from daybridge.intake.models import Wait

    return Wait.objects.create(
        program=clinic.program, inquiry=inquiry, reason="no_seat",
        waiting_since=timezone.now() - timedelta(days=2),
    )  # fmt: skip


def _seat(clinic: Clinic) -> Any:
    from daybridge.intake.models import OpenSeat

    return OpenSeat.objects.create(
        program=clinic.program, track=clinic.track, free_from=today(),
        source="by_hand", opened_at=timezone.now(),
    )  # fmt: skip


def _offer(clinic: Clinic, seat: Any, wait: Any) -> Any:
    from daybridge.intake.models import SeatOffer

    now = timezone.now()
    return SeatOffer.objects.create(
        program=clinic.program, seat=seat, wait=wait, offered_at=now,
        offered_by=clinic.staff["faye"], held_until=now + timedelta(hours=24),
    )  # fmt: skip


def _step(clinic: Clinic, patient: Any) -> Any:
    from daybridge.intake.models import OrientationStep

    return OrientationStep.objects.create(
        program=clinic.program, patient=patient, episode=patient.episodes.get(),
        key="orientation", label="Orientation done",
        due_on=today() - timedelta(days=3),
    )  # fmt: skip
