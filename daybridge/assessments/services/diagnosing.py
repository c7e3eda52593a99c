"""Write a diagnosis, end one, say which is the primary one. None ever vanishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import DiagnosisRefused, NotComplete
from daybridge.assessments.models import Diagnosis
from daybridge.audit.recording import record
from daybridge.people.models import Patient
from daybridge.people.signers import signer_of
from daybridge.rules.diagnosis import (
    RELEASE,
    Code,
    Remission,
    Severity,
    code_of,
    problems,
)
from daybridge.rules.note_format import tidy


@dataclass(frozen=True, slots=True)
class Found:
    """What was diagnosed."""

    code: str
    severity: str = ""
    remission: str = ""
    criteria: Sequence[str] | None = None  # None: not counted
    as_prescribed: bool = False
    is_primary: bool = False
    words: str = ""


@service
def diagnose(*, patient: Patient, found: Found, at: datetime, by: Viewer) -> Diagnosis:
    """Write one diagnosis. Raises DiagnosisRefused with every contradiction in it."""
    _hold(patient, by)
    code = known_code(found.code)
    refuse_contradiction(code, found)
    if found.is_primary:
        _no_longer_primary(patient, by, at)
    row = Diagnosis(
        program_id=by.program_id,
        patient=patient,
        code=code.code,
        description=code.description[:300],
        code_version=RELEASE.version,
        severity=found.severity,
        remission=found.remission,
        criteria=None if found.criteria is None else sorted(found.criteria),
        as_prescribed=found.as_prescribed,
        is_primary=found.is_primary,
        words=tidy(found.words),
        diagnosed_at=at,
        diagnosed_by_id=by.person_id,
        diagnosed_as=signer_of(by, on=by.program.day_of(at)).signs_as,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DiagnosisRefused(
            f"{code.code} is in force already. End it first to write it anew.",
            field="code",
        ) from None
    record("assessments.diagnosed", by=by.actor, target=row, at=at)
    return row


@service
def end_diagnosis(
    *, diagnosis: Diagnosis, reason: str, at: datetime, by: Viewer
) -> None:
    """End a diagnosis, saying why; it stays in the history. The first end stands."""
    words = tidy(reason)[:300]
    if not words:
        raise NotComplete("Say why it ends.", field="reason")
    running = Diagnosis.objects.in_program(by.program_id).in_force()
    ended = running.filter(pk=diagnosis.pk).update(
        ended_at=max(at, diagnosis.diagnosed_at),
        ended_by_id=by.person_id,
        end_reason=words,
    )
    if ended:
        record("assessments.diagnosis_ended", by=by.actor, target=diagnosis, at=at)


@service
def make_primary(*, diagnosis: Diagnosis, at: datetime, by: Viewer) -> None:
    """Let this diagnosis be the primary one."""
    _hold(diagnosis.patient, by)
    _no_longer_primary(diagnosis.patient, by, at)
    running = Diagnosis.objects.in_program(by.program_id).in_force()
    if running.filter(pk=diagnosis.pk).update(is_primary=True):
        record("assessments.primary_chosen", by=by.actor, target=diagnosis, at=at)


def known_code(text: str) -> Code:
    """The code that was typed. Raises DiagnosisRefused."""
    code = code_of(text)
    if code is None:
        raise DiagnosisRefused(
            "This is no ICD-10-CM code of chapter F. Search by a word instead.",
            field="code",
        )
    return code


def refuse_contradiction(code: Code, found: Found) -> None:
    wrong = problems(
        code,
        severity=Severity(found.severity),
        remission=Remission(found.remission),
        criteria=found.criteria,
        as_prescribed=found.as_prescribed,
    )
    if wrong:
        raise DiagnosisRefused(" ".join(wrong), field="code")


def _hold(patient: Patient, by: Viewer) -> None:
    Patient.objects.in_program(by.program_id).select_for_update(no_key=True).get(
        pk=patient.pk
    )


def _no_longer_primary(patient: Patient, by: Viewer, at: datetime) -> None:
    rows = Diagnosis.objects.in_program(by.program_id).in_force()
    for row in rows.filter(patient=patient, is_primary=True):
        row.is_primary = False
        row.save(update_fields=["is_primary"])
        record("assessments.primary_ended", by=by.actor, target=row, at=at)
