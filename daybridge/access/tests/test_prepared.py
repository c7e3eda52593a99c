"""A prepared query answers what its queryset answers, on each engine."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.db.models import DateTimeField, F, UUIDField
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext

from daybridge.access.backends import StaffBackend, active_staff, brought_by
from daybridge.access.models import Barrier
from daybridge.access.prepared import Prepared, PreparedForViewer, instances
from daybridge.access.roles import Role
from daybridge.access.sessions import SessionStore
from daybridge.config.env import PREPARED_AFTER
from daybridge.people.models import Patient, Staff
from tests.cast import join_team

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


def test_a_document_that_many_rows_have_alike_is_each_rows_own(clinic, ruth, ben):
    def roles_of(program):
        both = Staff.objects.in_program(program).filter(pk__in=[ruth.pk, ben.pk])
        return both.values_list("roles")

    statement = Prepared(roles_of, {"program": (UUIDField(), UUID(int=1))})
    for staff in (ruth, ben):
        staff.roles = ["counselor"]
        staff.save()

    (first,), (second,) = statement.rows(program=clinic.program.pk)
    first.append("peer")

    assert second == ["counselor"]


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


def test_what_stands_in_the_query_may_hold_any_sign(clinic, dana):
    odd = "100 %s O'Neil %% \\ %(program)s"
    dana.legal_last_name = odd
    dana.save()

    def named(program):
        rows = Patient.objects.in_program(program).filter(legal_last_name=odd)
        return rows.filter(legal_last_name__contains="%s O'").values_list("id")

    statement = Prepared(named, {"program": (UUIDField(), UUID(int=1))})

    assert statement.rows(program=clinic.program.pk) == [(dana.pk,)]
    assert statement.rows(program=UUID(int=9)) == []


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps statements by itself"
)
def test_postgresql_plans_a_statement_once_for_a_connection(clinic):
    statement = prepared()

    for _ in range(PREPARED_AFTER + 1):
        rows = statement.rows(program=clinic.program.pk, since=FAR)

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [text for (text,) in cursor.fetchall() if "born_on" in text]
    assert len(kept) == 1
    assert str(clinic.program.pk) not in kept[0]
    assert rows == list(of_program(clinic.program.pk, FAR))


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


def brought(session_key):
    """The account a request gets from what its session brought, in one statement."""
    session = SessionStore(session_key)
    request = HttpRequest()
    request.session = session
    with brought_by(session):
        return get_user(request)


def test_a_session_brings_the_place_of_its_account(
    clinic, ruth, sign_in, django_assert_num_queries
):
    key = sign_in(ruth).session.session_key

    with django_assert_num_queries(1):
        user = brought(key)

    assert user.pk == ruth.user_id
    assert user.staff_here == ruth
    assert user.staff_here.program == clinic.program


def test_a_session_brings_no_place_that_was_closed_meanwhile(ruth, sign_in):
    key = sign_in(ruth).session.session_key
    ruth.deactivated_at = datetime.now(UTC)
    ruth.save()

    assert not hasattr(brought(key), "staff_here")


def test_what_one_session_brought_is_nobody_elses(ruth, ben, sign_in):
    key = sign_in(ruth).session.session_key
    session = SessionStore(key)
    with brought_by(session):
        other = StaffBackend().get_user(ben.user_id)

    assert other.staff_here == ben


def names_of(viewer):
    rows = Patient.objects.visible_to(viewer).order_by("id")
    return rows.values_list("id", "preferred_name")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_by_a_prepared_query_whom_it_sees_by_the_queryset(
    clinic, ben, ruth, viewer, role
):
    own, barred, *_ = clinic.patients
    join_team(clinic, ben, own, barred)
    Barrier.objects.create(
        program=clinic.program, patient=barred, staff=ben, reason="A relative.",
        set_at=viewer(ruth).at, set_by=ruth,
    )  # fmt: skip
    ben.roles = [role.value]
    statement = PreparedForViewer(names_of)

    for who in (viewer(ben), viewer(ruth), viewer(ben)):
        rows = statement.rows(who)
        assert rows == list(names_of(who))
        assert who.staff_id != ben.pk or barred.pk not in {row[0] for row in rows}


def test_a_viewer_without_any_reach_gets_no_row(clinic, ben, viewer):
    ben.roles = []

    assert PreparedForViewer(names_of).rows(viewer(ben)) == []


def test_rows_become_models_whose_other_columns_are_read_when_asked_for(clinic, dana):
    columns = ("id", "legal_first_name", "preferred_name")
    rows = Patient.objects.in_program(clinic.program).values_list(*columns)

    found = {row.pk: row for row in instances(Patient, columns, rows)}

    assert found[dana.pk] == dana
    assert found[dana.pk].called == dana.called
    assert found[dana.pk].record_number == dana.record_number


def test_columns_in_another_order_than_the_models_are_refused():
    with pytest.raises(TypeError, match="in the model's order"):
        instances(Patient, ("preferred_name", "id"), [])


def test_a_statement_can_be_read_back_however_often_it_ran(clinic):
    statement = prepared()
    for _ in range(6):
        with CaptureQueriesContext(connection) as captured:
            statement.rows(program=clinic.program.pk, since=FAR)
        assert "people_patient" in captured.captured_queries[-1]["sql"]
