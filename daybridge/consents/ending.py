"""Consents that end with something: with the treatment, and back when it goes on."""

from datetime import date, datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record_each
from daybridge.consents import grants
from daybridge.consents.models import Consent
from daybridge.consents.vocabulary import END_OF_TREATMENT

WITH_TREATMENT = (END_OF_TREATMENT, "emergency_over")


@service
def end_with_treatment(*, episode: Any, at: datetime, by: Viewer) -> list[str]:
    """End what was given until the end of treatment; say how many."""
    rows = _until_the_end(episode).filter(event_on=None)
    ended = _write(rows, episode.discharged_on)
    for consent in ended:
        grants.close_for(consent, at=at, by=by)
    record_each("consents.ended_with_treatment", by=by.actor, targets=ended,
                detail=lambda row: {"kind": row.kind}, at=at)  # fmt: skip
    if not ended:
        return []
    many = f"{len(ended)} consents end" if len(ended) > 1 else "One consent ends"
    return [f"{many} with the treatment."]


@service
def hold_again(
    *, episode: Any, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """Give back what ended with a discharge that was a mistake."""
    rows = _until_the_end(episode).exclude(event_on=None)
    again = _write(rows, None)
    for consent in again:
        grants.open_for(consent, at=at, by=by)
    record_each("consents.holds_again", by=by.actor, targets=again,
                detail=lambda row: {"kind": row.kind}, at=at)  # fmt: skip
    return []


def _until_the_end(episode: Any) -> Any:
    return (
        Consent.objects.in_program(episode.program_id)
        .standing()
        .filter(patient_id=episode.patient_id, expiry_event__in=WITH_TREATMENT)
        .select_related("patient", "program")
    )


def _write(rows: Any, event_on: date | None) -> list[Consent]:
    consents: list[Consent] = list(rows.select_for_update(of=("self",)))
    for consent in consents:
        consent.event_on = event_on
        consent.save(update_fields=["event_on"])
    return consents
