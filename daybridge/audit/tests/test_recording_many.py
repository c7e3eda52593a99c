"""Versions and audit rows of one large act are written together, or not at all."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from daybridge.audit.actor import Actor
from daybridge.audit.marks import mark_of, marks_of
from daybridge.audit.models import AuditEvent, Outcome, Version
from daybridge.audit.recording import event, record, record_each
from daybridge.audit.verifying import verify
from daybridge.audit.versions import remember
from daybridge.bulk import together
from daybridge.keys import new_id

pytestmark = pytest.mark.django_db
STATEMENTS = 1 if connection.vendor == "postgresql" else 2  # see daybridge/bulk.py
BY = Actor(new_id(), new_id(), new_id(), "Ruth", ("counselor",), "10.0.0.1", "why")


def seen(number):
    """An audit row that was read, so something with a program and a key."""
    return AuditEvent(
        program_id=BY.program_id, patient_id=new_id(), reason=f"r{number}"
    )


def act(rows):
    remember(rows, fields=("reason",), by=BY, at=timezone.now())
    for row in rows:
        record("notes.read", by=BY, target=row)


def test_each_kind_is_written_once_at_the_end(django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS), together():
        for number in range(3):
            act([seen(number), seen(number)])

    assert Version.objects.count() == AuditEvent.objects.count() == 6
    assert verify().holds


def failing_act():
    with together():
        act([seen(1)])
        raise LookupError


def test_an_act_that_fails_writes_none_of_them(django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(LookupError):
        failing_act()

    act([seen(2)])
    assert [version.values for version in Version.objects.all()] == [{"reason": "r2"}]


def test_part_of_a_larger_act_waits_for_its_end(django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS), together():
        with together():
            act([seen(1)])
        act([seen(2)])

    assert AuditEvent.objects.count() == 2


def test_rows_go_with_the_transaction_they_were_written_in():
    with transaction.atomic():
        with together():
            act([seen(1)])
        transaction.set_rollback(True)

    assert not Version.objects.exists()
    assert not AuditEvent.objects.exists()


def test_one_act_on_many_rows_reads_as_if_each_was_recorded():
    rows, at = [seen(1), seen(2)], timezone.now()
    details = {row.pk: {"n": n, "list": (1, "é")} for n, row in enumerate(rows)}
    record_each(
        "notes.read", by=BY, targets=rows, detail=lambda r: details[r.pk], at=at
    )

    written = {each.target_id: each for each in AuditEvent.objects.all()}
    for row in rows:
        alone = event("notes.read", by=BY, target=row, detail=details[row.pk], at=at)
        alone["id"] = written[row.pk].id
        [alone["mark"]] = marks_of([alone])
        assert alone | {"_state": 0} == vars(written[row.pk]) | {"_state": 0}
    assert verify().holds


def test_rows_marked_together_have_the_marks_they_have_alone():
    at = timezone.now()
    rows = [
        event("notes.read", by=BY, target=seen(n), detail={"n": n}, at=at)
        for n in range(3)
    ]
    rows.append(rows[0] | {"outcome": Outcome.REFUSED, "reason": "“é” \\ \ud83d"})

    marks = marks_of(rows)

    assert marks == [mark for row in rows for mark in marks_of([row])]
    assert len(set(marks)) == 4
    assert marks_of([]) == []


def test_the_mark_of_a_row_stays_what_it_was(settings):
    """A mark made by any earlier version must still be found right."""
    settings.AUDIT_KEY = b"k" * 32
    row = AuditEvent(
        id="01935e78-df00-7f32-8465-5d58df485737", at=None, actor_name="Ruth “R” é",
        action="chart.read", detail={"b": [1, None, True], "a": "ü"},
    )  # fmt: skip

    assert (
        mark_of(row)
        == "e9be1dbe4cab2b542e759b11bc815261baf1b80f5a866fa86d736a2459afb2c2"
    )
