"""Admit a person, for the first time or again: episode, first stay and dose at once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import happened
from daybridge.intake.errors import (
    AlreadyInCare,
    DayOutOfOrder,
    IntakeError,
    NeverInCare,
)
from daybridge.intake.models import Episode, Stay
from daybridge.intake.services.holding import (
    DAYS_AHEAD,
    hold_person,
    refuse_closed_track,
    refuse_far_ahead,
)
from daybridge.intake.services.orders import write_order
from daybridge.intake.values import Admission
from daybridge.intake.wording import day_words, referral_sources, substances
from daybridge.people.models import Patient

LONGEST_BACK = timedelta(days=366)  # further back is an import, not an admission
READABLE = (
    "admitted_on", "discharged_on", "last_contact_on", "discharge_reason",
    "referral_source", "primary_substance",
)  # fmt: skip


@service
def admit(*, patient: Any, admission: Admission, at: datetime, by: Viewer) -> Episode:
    """Begin a patient's care. Raises AlreadyInCare when someone was quicker."""
    person = hold_person(patient.pk, by)
    return _begin(person, admission, "intake.admitted", at=at, by=by)


@service
def readmit(*, patient: Any, admission: Admission, at: datetime, by: Viewer) -> Episode:
    """Begin a new episode for someone who was here before; the former ones stay."""
    person = hold_person(patient.pk, by)
    if not person.episodes.exists():
        raise NeverInCare("They were never in care here. Admit them instead.")
    return _begin(person, admission, "intake.readmitted", at=at, by=by)


@service
def amend_admission(
    *, episode: Episode, referral_source: str, primary_substance: str, at: datetime,
    by: Viewer,
) -> Episode:  # fmt: skip
    """Fill in or correct what was known at admission; earlier readings are kept."""
    hold_person(episode.patient_id, by)
    row: Episode = Episode.objects.in_program(by.program_id).get(pk=episode.pk)
    _refuse_unknown_codes(referral_source, primary_substance)
    remember([row], fields=READABLE, by=by.actor, at=at)
    row.referral_source, row.primary_substance = referral_source, primary_substance
    row.save(update_fields=["referral_source", "primary_substance"])
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("intake.admission_amended", by=by.actor, target=row, at=at)
    return row


def _begin(
    person: Patient, admission: Admission, action: str, *, at: datetime, by: Viewer
) -> Episode:
    _refuse_in_care(person)
    _refuse_day(person, admission.admitted_on, at=at, by=by)
    refuse_closed_track(admission.track, admission.admitted_on)
    _refuse_unknown_codes(admission.referral_source, admission.primary_substance)
    episode = _insert(person, admission, by)
    stay = Stay(
        program_id=by.program_id,
        episode=episode,
        track=admission.track,
        level_of_care=admission.track.level_of_care,
        started_on=admission.admitted_on,
    )
    stay.save(force_insert=True)
    write_order(
        episode=episode, stay=stay, dose=admission.dose,
        starts_on=admission.admitted_on, by=by, at=at,
    )  # fmt: skip
    remember([episode], fields=READABLE, by=by.actor, at=at)
    record(action, by=by.actor, target=episode, at=at,
           detail={"track": str(admission.track.pk)})  # fmt: skip
    happened(
        "intake.admitted", episode=episode, stay=stay, admission=admission, at=at, by=by
    )
    return episode


def _insert(person: Patient, admission: Admission, by: Viewer) -> Episode:
    """The row itself; the constraint is the last word on who was first."""
    row = Episode(
        program_id=by.program_id,
        patient=person,
        admitted_on=admission.admitted_on,
        referral_source=admission.referral_source,
        primary_substance=admission.primary_substance,
        admission_facts=dict(admission.facts),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _already(person, None) from None
    return row


def _refuse_in_care(person: Patient) -> None:
    running = person.episodes.filter(discharged_on=None).first()
    if running is not None:
        raise _already(person, running.admitted_on)


def _already(person: Patient, since: date | None) -> AlreadyInCare:
    days = f" since {day_words(since)}" if since else ""
    return AlreadyInCare(
        f"{person.display_name} is already in care{days}. Nothing was added."
    )


def _refuse_day(person: Patient, day: date, *, at: datetime, by: Viewer) -> None:
    refuse_far_ahead(
        day, by=by, at=at, days=DAYS_AHEAD, field="admitted_on", what="An admission"
    )
    earliest = by.program.day_of(at) - LONGEST_BACK
    if day < earliest:
        raise DayOutOfOrder(
            f"An admission can be written back to {day_words(earliest)}. "
            "Check the year.",
            field="admitted_on",
        )
    if person.born_on is not None and day <= person.born_on:
        raise DayOutOfOrder(
            f"They were born on {day_words(person.born_on)}. Check both dates.",
            field="admitted_on",
        )
    ended_on = person.episodes.aggregate(last=Max("discharged_on"))["last"]
    if ended_on is not None and ended_on > day:
        raise DayOutOfOrder(
            "They were in care here until then: the former episode ended on "
            f"{day_words(ended_on)}. Choose that day or a later one.",
            field="admitted_on",
        )


def _refuse_unknown_codes(referral_source: str, primary_substance: str) -> None:
    if referral_source and referral_source not in dict(referral_sources()):
        raise IntakeError("Choose one of the list.", field="referral_source")
    if primary_substance and primary_substance not in dict(substances()):
        raise IntakeError("Choose one of the list.", field="primary_substance")
