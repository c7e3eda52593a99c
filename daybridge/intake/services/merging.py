"""Join two records of one person, and take it back while nothing has happened since.

Decided: a person who was in care keeps the record of that care; two courses of care
are never joined, nor is anything signed moved. Everything that named the lost record
names the kept one afterwards, and which rows those were is kept for the undo.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from daybridge.access.models import Barrier
from daybridge.access.moving import give_to, label_of, places, rows_of
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.errors import CannotMerge, CannotUndo
from daybridge.intake.models import Episode, PatientMerge
from daybridge.people.models import Patient
from daybridge.people.services.merging import fold, unfold
from daybridge.people.services.patients import amend_patient

FIELDS = (
    "legal_first_name", "legal_last_name", "preferred_name", "pronouns", "born_on",
    "sex", "language", "phone", "may_leave_message", "email", "address",
)  # fmt: skip
OWN = "intake.PatientMerge"  # the history of merging itself stays where it is


@service
def merge(
    *, kept: Patient, lost: Patient, values: Mapping[str, Any], at: datetime, by: Viewer
) -> PatientMerge:
    """Let `kept` stand for both, reading as `values` say. Raises CannotMerge."""
    kept, lost = _hold(kept, lost, by)
    refuse_merge(kept, lost)
    before = {name: _plain(getattr(kept, name)) for name in FIELDS}
    moved = _movable(kept, lost)
    try:
        with transaction.atomic():
            give_to(kept.pk, rows=moved, program=by.program_id)
    except IntegrityError:
        raise CannotMerge(
            "Both have something of which a person can have only one. Look at both "
            "records and end one of the two first."
        ) from None
    amend_patient(patient=kept, values=dict(values), version=kept.version, by=by, at=at)
    door = fold(patient=lost, into=kept, by=by, at=at)
    row = PatientMerge(
        program_id=by.program_id, kept=kept, lost=lost, before=before, door=door,
        kept_version=kept.version, merged_at=at, merged_by_id=by.person_id,
        moved={place: [str(key) for key in keys] for place, keys in moved.items()},
    )  # fmt: skip
    row.save(force_insert=True)
    record("intake.people_merged", by=by.actor, target=row, patient_id=kept.pk, at=at,
           detail={"lost": str(lost.pk)})  # fmt: skip
    return row


@service
def undo_merge(*, merge: PatientMerge, at: datetime, by: Viewer) -> PatientMerge:
    """Give everything back as it was; CannotUndo when something happened since."""
    rows = PatientMerge.objects.in_program(by.program_id)
    row: PatientMerge = rows.select_for_update(no_key=True, of=("self",)).get(
        pk=merge.pk
    )
    kept, lost = _hold(row.kept, row.lost, by)
    moved = {
        place: [UUID(key) for key in keys] for place, keys in row.moved.items()
    }  # fmt: skip
    _refuse_undo(row, kept, moved)
    give_to(lost.pk, rows=moved, program=by.program_id)
    amend_patient(
        patient=kept, values=_from_plain(row.before), version=kept.version, by=by, at=at
    )
    unfold(patient=lost, opened=row.door, by=by, at=at)
    row.undone_at, row.undone_by_id = at, by.person_id
    row.save(update_fields=["undone_at", "undone_by"])
    record("intake.merge_undone", by=by.actor, target=row, patient_id=kept.pk, at=at,
           detail={"lost": str(lost.pk)})  # fmt: skip
    return row


def refuse_merge(kept: Patient, lost: Patient) -> None:
    """Say why two records stay two; nothing when they may become one."""
    if kept.pk == lost.pk:
        raise CannotMerge("This is the same record.")
    if kept.merged_into_id or lost.merged_into_id:
        raise CannotMerge("One of them was merged already.")
    episodes = Episode.objects.in_program(lost.program_id)
    in_care = set(
        episodes.filter(patient__in=[kept, lost]).values_list("patient_id", flat=True)
    )
    if len(in_care) == 2:
        raise CannotMerge(
            "Both were in care here. Two courses of care are not joined into one."
        )
    if lost.pk in in_care:
        raise CannotMerge(
            f"{lost.record_number} was in care here, so that record has to stay. "
            "Keep it, and let the other one go."
        )
    signed = _signed(lost)
    if signed:
        raise CannotMerge(
            f"{lost.record_number} has something signed ({signed}), so that record has "
            "to stay. Keep it, and let the other one go."
        )


def _hold(kept: Patient, lost: Patient, by: Viewer) -> tuple[Patient, Patient]:
    """Both rows as they are now, held in the order of their keys."""
    rows = Patient.objects.in_program(by.program_id).select_for_update(no_key=True)
    held = {
        row.pk: row for row in rows.filter(pk__in=[kept.pk, lost.pk]).order_by("pk")
    }
    return held[kept.pk], held[lost.pk]


def _signed(person: Patient) -> str:
    """The first kind of signed thing a person has, in words."""
    for place, model, field in places():
        names = {one.name for one in model._meta.concrete_fields}
        if "signed_at" in names:
            rows = model.objects.in_program(person.program_id)
            signed = {field.attname: person.pk, "signed_at__isnull": False}
            if rows.filter(**signed).exists():
                return label_of(place)
    return ""


def _movable(kept: Patient, lost: Patient) -> dict[str, list[UUID]]:
    """All that names the lost one; a barrier that both have stays where it is."""
    moved = rows_of(lost.pk, program=lost.program_id, but=(OWN,))
    barriers = Barrier.objects.in_program(kept.program_id).filter(lifted_at=None)
    shut_out = barriers.filter(patient=kept).values("staff_id")
    twice = set(
        barriers.filter(patient=lost, staff__in=shut_out).values_list("pk", flat=True)
    )
    place = "access.Barrier.patient"
    if twice and place in moved:
        moved[place] = [key for key in moved[place] if key not in twice]
    return moved


def _refuse_undo(
    row: PatientMerge, kept: Patient, moved: Mapping[str, list[UUID]]
) -> None:
    if row.undone_at is not None:
        raise CannotUndo("This was undone already.")
    if kept.version != row.kept_version or kept.merged_into_id:
        raise CannotUndo(
            "Their record was changed since. Undoing would lose that; add the other "
            "person anew instead."
        )
    here = rows_of(kept.pk, program=kept.program_id, but=(OWN,))
    for place, keys in moved.items():
        if set(keys) - set(here.get(place, ())):
            raise CannotUndo(_since(place))
    for place, model, field in places():
        if model is PatientMerge:
            continue
        rows = model.objects.in_program(kept.program_id)
        new = rows.filter(**{field.attname: kept.pk}, created_at__gt=row.merged_at)
        if new.exclude(pk__in=moved.get(place, ())).exists():
            raise CannotUndo(_since(place))


def _since(place: str) -> str:
    return (
        f"Something happened since ({label_of(place)}), and nobody can say which of "
        "the two it is about. It cannot be undone by a button any more."
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_plain(before: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(before)
    if values.get("born_on"):
        values["born_on"] = date.fromisoformat(values["born_on"])
    return values
