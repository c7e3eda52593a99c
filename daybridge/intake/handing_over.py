"""Reads of referrals: who sent somebody, how far the hand-off is, which papers came."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from daybridge.access.limits import reader_of_words
from daybridge.access.matrix import Matter
from daybridge.access.viewer import Viewer
from daybridge.intake.lists import HandOffStep, hand_off_steps
from daybridge.intake.models import (
    HandOffTick,
    ImportedItem,
    Referral,
    ReferralDocument,
)
from daybridge.people.models import Patient

WITHOUT_CONTENT = "content"  # bytes of a document are read only to be shown


@dataclass(frozen=True, slots=True)
class HandOffLine:
    """A step, and who did it when."""

    step: HandOffStep
    tick: HandOffTick | None


@dataclass(frozen=True, slots=True)
class CameWith:
    """One referral with its papers."""

    referral: Referral
    lines: list[HandOffLine]
    documents: list[ReferralDocument]


def hand_off_of(referral: Referral) -> list[HandOffLine]:
    """Every step of the hand-off, in order."""
    return _lines(referral.ticks.select_related("done_by"), referral.pk)


def documents_for(viewer: Viewer) -> Any:
    """The documents a viewer may read: those whose charts they read word for word."""
    return ReferralDocument.objects.visible_to(viewer)


def papers_of(referral: Referral) -> list[ReferralDocument]:
    """A referral's documents without their bytes, as a list of names."""
    rows = referral.documents.defer(WITHOUT_CONTENT).select_related("reviewed_by")
    return list(rows.order_by("received_at", "pk"))


def reads_words_of(viewer: Viewer, referral: Referral) -> bool:
    """Whether this viewer reads what a referral says of medications and health."""
    readable = Referral.objects.visible_to(reader_of_words(viewer), Matter.SUD_RECORD)
    return bool(readable.filter(pk=referral.pk).exists())


def readable_patients(viewer: Viewer) -> Any:
    """Patients whose papers this viewer may read."""
    return Patient.objects.visible_to(reader_of_words(viewer), Matter.SUD_RECORD)


def came_with(patient: Patient) -> list[CameWith]:
    """Every referral of a patient with its hand-off and papers, the latest first."""
    scope = patient.program_id
    referrals = list(
        Referral.objects.in_program(scope)
        .filter(inquiry__patient=patient)
        .order_by("-received_at", "-pk")
    )
    keys = [one.pk for one in referrals]
    ticks = list(
        HandOffTick.objects.in_program(scope)
        .filter(referral__in=keys, taken_back_at=None)
        .select_related("done_by")
    )
    papers = list(
        ReferralDocument.objects.in_program(scope)
        .filter(referral__in=keys)
        .defer(WITHOUT_CONTENT)
        .select_related("reviewed_by")
        .order_by("received_at", "pk")
    )
    return [
        CameWith(
            one, _lines(ticks, one.pk), [p for p in papers if p.referral_id == one.pk]
        )
        for one in referrals
    ]


def accepted_items(patient: Patient) -> list[ImportedItem]:
    """What was accepted from documents into a patient's chart, by kind."""
    rows = ImportedItem.objects.in_program(patient.program_id).kept()
    rows = rows.filter(patient=patient).select_related("accepted_by")
    order = {kind: place for place, kind in enumerate(ImportedItem.Kind.values)}
    return sorted(
        rows.select_related("document").defer(f"document__{WITHOUT_CONTENT}"),
        key=lambda row: (order[row.kind], row.text.casefold()),
    )


def _lines(ticks: Iterable[HandOffTick], referral_id: UUID) -> list[HandOffLine]:
    done = {
        tick.key: tick
        for tick in ticks
        if tick.referral_id == referral_id and tick.taken_back_at is None
    }
    return [HandOffLine(step, done.get(step.key)) for step in hand_off_steps()]
