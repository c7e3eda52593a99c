"""A prepared query answers what its queryset answers, on each engine."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import DateTimeField, F, UUIDField

from daybridge.access.backends import active_staff
from daybridge.access.prepared import Prepared
from daybridge.people.models import Patient, Staff

pytestmark = pytest.mark.django_db
FAR = datetime(1900, 1, 1, tzinfo=UTC)


def of_program(program, since):
    rows = Patient.objects.in_program(program).filter(created_at__gte=since)
    own = rows.annotate(row_at=F("created_at")).values_list(
        "id", "row_at", "born_on", "may_leave_message", "legal_last_name"
    )
    return own.order_by("id")


def prepared():
    return Prepared(
        of_program,
        {"program": (UUIDField(), UUID(int=1)), "since": (DateTimeField(), FAR)},
    )


def test_rows_are_the_ones_of_the_queryset_with_the_same_types(clinic):
    statement = prepared()
    since = datetime(2000, 1, 1, tzinfo=UTC)

    rows = statement.rows(program=clinic.program.pk, since=since)

    assert rows == list(of_program(clinic.program.pk, since))
    assert rows
    assert isinstance(rows[0][0], UUID)


def test_the_same_statement_serves_other_values(clinic):
    statement = prepared()
    later = datetime.now(UTC) + timedelta(days=3650)

    everyone = statement.rows(program=clinic.program.pk, since=FAR)

    assert statement.rows(program=clinic.program.pk, since=later) == []
    assert statement.rows(program=UUID(int=99), since=FAR) == []
    assert statement.rows(program=clinic.program.pk, since=FAR) == everyone


def test_a_query_without_a_place_for_a_value_is_refused():
    statement = Prepared(
        lambda program, since: of_program(program, FAR + timedelta(days=1)),
        {"program": (UUIDField(), UUID(int=1)), "since": (DateTimeField(), FAR)},
    )

    with pytest.raises(TypeError, match="no place for since"):
        statement.rows(program=UUID(int=5), since=FAR)


def test_an_account_finds_its_staff_row_whole(clinic, ruth):
    found = active_staff(ruth.user_id)

    stored = Staff.objects.in_program(clinic.program).get(pk=ruth.pk)
    for field in Staff._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(stored, field.attname)
    assert found.program == clinic.program
    assert found.program.zone == clinic.program.zone
    assert found.user.password == ruth.user.password


def test_an_account_whose_staff_row_is_closed_finds_none(ruth):
    ruth.deactivated_at = datetime.now(UTC)
    ruth.save()

    assert active_staff(ruth.user_id) is None
