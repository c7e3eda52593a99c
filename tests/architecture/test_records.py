"""Every clinical row has its program and its column of the access matrix."""

from django.apps import apps
from django.db import models

from daybridge.access.matrix import ActorKind, Matter, cell
from daybridge.access.records import Record, RecordQuerySet

NOT_CLINICAL = {  # and why
    "access.User": "a way to sign in; what it sees comes from staff rows",
    "access.Session": "a sign-in, by account",
    "audit.AuditEvent": "outlives what it speaks of; read through its own gate",
    "audit.AuditSeal": "the chain over audit rows",
    "audit.Version": "earlier readings of a row; read through that row's gate",
    "audit.Submission": "remembered answers, by account",
    "programs.Program": "the tenant itself",
    "upkeep.DueJob": "the worker's own table",
}

MAY_CASCADE = {  # derived or fleeting rows that mean nothing without the other one
    "access.Session.user",
    "notes.Presence.patient",
    "notes.Presence.session",
    "notes.Presence.staff",
    "people.NameWord.patient",
}


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.startswith("daybridge.")
    ]


def test_every_model_is_a_record_or_named_here_with_its_reason():
    others = {m._meta.label for m in our_models() if not issubclass(m, Record)}

    assert others == set(NOT_CLINICAL)


def test_every_record_names_its_column_of_the_access_matrix():
    records = [m for m in our_models() if issubclass(m, Record)]
    unprotected = [
        m._meta.label
        for m in records
        if not isinstance(getattr(m, "matter", 0), Matter)
    ]

    assert len(records) > 20
    assert unprotected == []


def test_every_column_in_use_has_a_cell_for_every_kind_of_actor():
    matters = {m.matter for m in our_models() if issubclass(m, Record)}

    assert all(
        cell(kind, matter) is not None for kind in ActorKind for matter in matters
    )


def test_every_record_is_read_through_a_guarded_queryset():
    open_ones = [
        m._meta.label
        for m in our_models()
        if issubclass(m, Record)
        and not isinstance(m._default_manager.all(), RecordQuerySet)
    ]

    assert open_ones == []


def test_nothing_is_deleted_by_deleting_something_else():
    """A chart is not thinned out by a cascade: PROTECT, unless named here."""
    cascades = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None)
        and getattr(field.remote_field, "on_delete", None) is models.CASCADE
    }

    assert cascades == MAY_CASCADE


def test_every_key_is_made_by_the_application():
    numbered = [
        m._meta.label
        for m in our_models()
        if issubclass(m, Record) and not isinstance(m._meta.pk, models.UUIDField)
    ]

    assert numbered == []
