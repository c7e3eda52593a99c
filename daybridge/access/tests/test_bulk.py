"""Rows written as one JSON text are stored as Django would have stored them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from daybridge import bulk
from daybridge.access.records import ClosedWriteError
from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent, Version
from daybridge.keys import new_id
from daybridge.people.models import Patient
from tests.naughty import naughty_strings

PROGRAM, TARGET = new_id(), new_id()
MOMENTS = [
    datetime(2026, 11, 24, 17, 40, 3, 501, tzinfo=UTC),
    datetime(2026, 3, 8, 2, 30, tzinfo=timezone(timedelta(hours=-5))),
]
VALUES = [
    {"text": "She said “no”, \\n and 'so' %s %% {x}", "empty": "", "none": None},
    {"list": [1, 2.5, "ü"], "deep": {"yes": True}, "emoji": "👩🏽‍⚕️"},
    [],
    "only a word",
    7,
]


def version(at, values):
    return Version(
        program_id=PROGRAM, target_type="notes.Note", target_id=TARGET, at=at,
        staff_id=None, actor_name="Ruth “R” O'Neil \\ %", values=values,
    )  # fmt: skip


def as_stored(rows):
    """What lies in each column, as text, without the key."""
    names = [each for each in bulk.every_column(rows.model) if each != "id"]
    texts = {f"as_{name}": Cast(name, TextField()) for name in names}
    return sorted(rows.annotate(**texts).values_list(*texts), key=str)


@pytest.mark.django_db
@pytest.mark.parametrize("at", MOMENTS)
@pytest.mark.parametrize("values", VALUES)
def test_a_row_is_stored_as_django_stores_it(at, values):
    Version.objects.bulk_create([version(at, values)])
    django = as_stored(Version.objects.all())

    bulk.insert(Version, [vars(version(at, values))])

    assert Version.objects.count() == 2
    assert as_stored(Version.objects.all()) == django * 2
    assert [row.values for row in Version.objects.all()] == [values, values]


@pytest.mark.django_db
def test_every_kind_of_column_of_an_audit_row_is_stored_as_django_stores_it():
    about = {
        "program_id": PROGRAM, "at": MOMENTS[0], "user_id": None, "staff_id": TARGET,
        "actor_name": "Ruth", "action": "chart.read", "detail": {"n": 1}, "mark": "a",
    }  # fmt: skip
    first = AuditEvent(**about)
    first.save()

    bulk.insert(AuditEvent, [{**vars(first), "id": new_id()}])

    first_row, second_row = as_stored(AuditEvent.objects.all())
    assert first_row == second_row


@pytest.mark.django_db
def test_a_hundred_rows_take_one_statement_and_a_thousand_two(
    django_assert_num_queries,
):
    rows = [{**vars(version(MOMENTS[0], {})), "id": new_id()} for _ in range(1000)]

    with django_assert_num_queries(1):
        bulk.insert(Version, rows[:100])
    with django_assert_num_queries(2):
        bulk.insert(Version, ({**row, "id": new_id()} for row in rows))
    with django_assert_num_queries(0):
        bulk.insert(Version, [])

    assert Version.objects.count() == 1100


@pytest.mark.django_db
def test_no_text_is_changed_on_its_way():
    texts = [text for text in naughty_strings() if "\x00" not in text]
    rows = [{**vars(version(MOMENTS[0], text)), "id": new_id()} for text in texts]
    for row in rows:
        row["actor_name"] = row["values"][:200]

    bulk.insert(Version, rows)

    stored = {row.pk: row for row in Version.objects.all()}
    for row in rows:
        assert stored[row["id"]].values == row["values"]
        assert stored[row["id"]].actor_name == row["actor_name"]


@pytest.mark.django_db
def test_an_update_writes_its_columns_of_its_rows():
    rows = [version(MOMENTS[0], {"n": n}) for n in range(3)]
    Version.objects.bulk_create(rows)
    changed = [
        {"id": row.pk, "values": {"n": 9}, "actor_name": "Ben", "at": MOMENTS[1]}
        for row in rows[:2]
    ]
    unknown = changed[0] | {"id": new_id()}

    bulk.update(Version, ("values", "actor_name", "at"), [*changed, unknown])

    stored = Version.objects.in_bulk()
    assert [stored[row.pk].values["n"] for row in rows] == [9, 9, 2]
    assert [stored[row.pk].at for row in rows] == [MOMENTS[1], MOMENTS[1], MOMENTS[0]]
    assert stored[rows[0].pk].program_id == PROGRAM


@pytest.fixture
def one_statement_or(django_assert_num_queries):
    """PostgreSQL takes an act in one statement; SQLite takes one for each table."""

    def make(number):
        return django_assert_num_queries(
            1 if connection.vendor == "postgresql" else number
        )

    return make


@pytest.mark.django_db
def test_what_is_written_together_goes_as_one_statement(one_statement_or):
    rows = [version(MOMENTS[0], {"n": n}) for n in range(3)]
    Version.objects.bulk_create(rows[:2])
    act = AuditEvent(program_id=PROGRAM, action="chart.read", detail={"ü": [1]})

    with one_statement_or(2), bulk.together():
        bulk.insert(AuditEvent, [vars(act)])
        changed = {"id": rows[0].pk, "values": {"n": 9}, "actor_name": "Ben"}
        bulk.update(Version, ("values", "actor_name"), [changed])
        bulk.update(Version, ("values", "actor_name"), [changed | {"id": rows[1].pk}])

    assert [v.values for v in Version.objects.order_by("pk")] == [{"n": 9}] * 2
    assert AuditEvent.objects.get().detail == {"ü": [1]}


@pytest.mark.django_db
def test_of_a_row_written_twice_together_the_last_words_stay():
    row = version(MOMENTS[0], {"n": 1})
    with bulk.together():
        bulk.insert(Version, [vars(row)])
        bulk.update(Version, ("values",), [{"id": row.pk, "values": {"n": 2}}])
        bulk.update(Version, ("values",), [{"id": row.pk, "values": {"n": 3}}])

    assert Version.objects.get().values == {"n": 3}


@pytest.mark.django_db
def test_what_is_written_together_is_written_as_it_was_then():
    row = vars(version(MOMENTS[0], {"n": 1}))
    with bulk.together():
        bulk.insert(Version, [row])
        row["actor_name"] = "Ben"

    assert Version.objects.get().actor_name.startswith("Ruth")


@pytest.mark.django_db
def test_many_rows_together_go_in_batches():
    rows = [vars(version(MOMENTS[0], {"n": n})) for n in range(bulk.BATCH + 1)]
    act = AuditEvent(program_id=PROGRAM, action="chart.read")
    with bulk.together():
        bulk.insert(Version, rows)
        bulk.insert(AuditEvent, [vars(act)])

    assert Version.objects.count() == bulk.BATCH + 1
    assert AuditEvent.objects.count() == 1


def test_a_column_that_a_json_text_cannot_carry_is_refused():
    with pytest.raises(TypeError, match="cannot carry DateField"):
        bulk.update(Patient, ("born_on",), [])


@pytest.mark.django_db
def test_rows_are_inserted_or_where_they_are_there_some_columns_written():
    stored = version(MOMENTS[0], {"n": 1})
    stored.save()
    other = {**vars(stored), "actor_name": "Ben", "values": {"n": 2}}
    new = {**vars(version(MOMENTS[0], {"n": 3})), "actor_name": "Ben"}

    bulk.insert(Version, [other, new], or_write=("values",))

    rows = Version.objects.in_bulk()
    assert rows[stored.pk].values == {"n": 2}
    assert rows[stored.pk].actor_name == stored.actor_name
    assert (rows[new["id"]].values, rows[new["id"]].actor_name) == ({"n": 3}, "Ben")


@pytest.mark.django_db
def test_clinical_rows_are_written_only_by_their_own_room(clinic):
    places = clinic.session.attendances.all()

    with pytest.raises(ClosedWriteError):
        Attendance.objects.write_columns(places, ("minutes",))
    with pytest.raises(ClosedWriteError):
        Attendance.objects.put(map(vars, places), ("minutes",))
