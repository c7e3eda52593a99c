"""Rows of a patient in whatever room, and giving them to another patient.

Only the merging of two records of one person does this, and it keeps what it moved.
Rows that follow a patient by themselves (the words of their names) are not among them.
"""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from daybridge.access.records import Record

Place = str  # app.Model.field
FOLLOW_BY_THEMSELVES = models.CASCADE


def places() -> Iterator[tuple[Place, type[Record], Any]]:
    """Every column of a clinical table that names a patient."""
    patient = apps.get_model("people", "Patient")
    for model in apps.get_models():
        if not issubclass(model, Record) or model is patient:
            continue
        for field in model._meta.concrete_fields:
            follows = field.remote_field and (
                field.remote_field.on_delete is FOLLOW_BY_THEMSELVES
            )
            if field.related_model is patient and not follows:
                yield f"{model._meta.label}.{field.name}", model, field


def rows_of(
    patient_id: UUID, *, program: Any, but: Collection[str] = ()
) -> dict[Place, list[UUID]]:
    """The keys of every row that names a patient, by place; `but` leaves models out."""
    found: dict[Place, list[UUID]] = {}
    for place, model, field in places():
        if model._meta.label in but:
            continue
        rows = model.objects.in_program(program).filter(**{field.attname: patient_id})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            found[place] = keys
    return found


def give_to(
    patient_id: UUID, *, rows: dict[Place, list[UUID]], program: Any
) -> dict[Place, int]:
    """Let rows name another patient; gives how many did, by place.

    Goes past the rule that a room writes its own tables, in the caller's transaction.
    """
    given: dict[Place, int] = {}
    for place, model, field in places():
        keys = rows.get(place, [])
        if keys:
            meant = model.objects.in_program(program).filter(pk__in=keys)
            given[place] = models.QuerySet.update(meant, **{field.attname: patient_id})
    return given


def label_of(place: Place) -> str:
    """What the rows of a place are, in words: assessment bookings."""
    app, model, _ = place.split(".")
    return str(apps.get_model(app, model)._meta.verbose_name_plural)
