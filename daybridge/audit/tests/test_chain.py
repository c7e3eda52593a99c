"""The chain: sealed rows prove themselves, and each tampering is found at its row."""

import copy
import json
import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from daybridge.audit import anchors
from daybridge.audit.actor import Actor, system_actor
from daybridge.audit.anchors import Head, anchors_file
from daybridge.audit.chain import START, digest_of, seal
from daybridge.audit.marks import COLUMNS, mark_of
from daybridge.audit.models import AuditEvent, AuditSeal
from daybridge.audit.recording import event, record, record_many
from daybridge.audit.verifying import Wrong, check_chain, verify
from daybridge.keys import new_id

ROWS = 60


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def program_id():
    return new_id()


@pytest.fixture
def chain(db, program_id) -> str:
    """Sixty sealed rows of one program, in three batches."""
    by = Actor(program_id, new_id(), new_id(), "Ruth", ("counselor",), "10.0.0.1")
    for start in range(0, ROWS, 20):
        record_many(
            event(
                "chart.read",
                by=by,
                patient_id=new_id(),
                reason="it's fine" if n % 3 else "",
                detail={"what": "chart", "n": start + n, "list": [1, "é"]},
            )
            for n in range(20)
        )
        seal(at=timezone.now(), batch=7)
    return str(program_id)


def links(chain: str) -> list:
    events = AuditEvent.objects.in_bulk()
    seals = AuditSeal.objects.filter(chain=chain).order_by("number")
    return [(one, events[one.event_id]) for one in seals]


def test_an_untouched_chain_holds(chain):
    report = verify()

    assert report.holds
    assert report.rows == ROWS
    assert report.waiting == 0


def test_rows_wait_for_their_seal_and_are_counted(chain, program_id):
    record("chart.read", by=system_actor(program_id))

    report = verify()

    assert report.holds
    assert report.waiting == 1


def test_each_program_has_its_own_chain_without_gaps(chain):
    other = new_id()
    for _ in range(3):
        record("chart.read", by=system_actor(other))
        record("access.sign_in_failed", by=Actor(None, None, None, "", (), ""))
    seal(at=timezone.now())

    for name in (str(other), "installation"):
        numbers = AuditSeal.objects.filter(chain=name).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == [1, 2, 3]
    assert verify().holds


def test_sealing_twice_changes_nothing(chain):
    assert seal(at=timezone.now()) == 0
    assert verify().rows == ROWS


def test_a_row_committed_an_hour_late_is_found_by_the_daily_look(chain, program_id):
    late = AuditEvent(**event("chart.read", by=system_actor(program_id)))
    late.pk = AuditEvent.objects.order_by("pk").first().pk.__class__(int=1 << 80)
    late.save(force_insert=True)

    assert seal(at=timezone.now()) == 0
    assert seal(at=timezone.now(), everything=True) == 1
    assert verify().holds


def test_rows_are_written_once(chain):
    row = AuditEvent.objects.first()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(action="x")
    with pytest.raises(TypeError):
        AuditEvent.objects.all().delete()


# One thousand tamperings, each found at its row.


def flip(value):
    """Another value of the same kind."""
    if isinstance(value, str):
        return value + "x" if random.random() < 0.5 or not value else value[:-1]
    if isinstance(value, dict):
        return {**value, "n": -1}
    if value is None or hasattr(value, "hex"):
        return new_id()
    return value + timedelta(microseconds=1)


def edit(rows, at):
    row = rows[at][1]
    column = random.choice(COLUMNS[1:])
    setattr(row, column, flip(getattr(row, column)))
    return at + 1


def edit_and_mark_without_key(rows, at):
    rows[at][1].actor_name = "Somebody Else"
    rows[at][1].mark = f"{random.getrandbits(256):064x}"
    return at + 1


def edit_seal(rows, at):
    one = rows[at][0]
    if random.random() < 0.5:
        one.digest = f"{random.getrandbits(256):064x}"
    else:
        one.sealed_at += timedelta(microseconds=1)
    return at + 1


def delete_row(rows, at):
    rows[at] = (rows[at][0], None)
    return at + 1


def delete_both(rows, at):
    del rows[at]
    return at + 1


def delete_and_renumber(rows, at):
    del rows[at]
    for one, _ in rows[at:]:
        one.number -= 1
    return at + 1


def reorder(rows, at):
    other = random.choice([n for n in range(len(rows)) if n != at])
    (first, a), (second, b) = rows[at], rows[other]
    first.event_id, second.event_id = second.event_id, first.event_id
    rows[at], rows[other] = (first, b), (second, a)
    return min(at, other) + 1


def swap_numbers(rows, at):
    other = random.choice([n for n in range(len(rows)) if n != at])
    rows[at][0].number, rows[other][0].number = other + 1, at + 1
    rows[at], rows[other] = rows[other], rows[at]
    return min(at, other) + 1


def truncate(rows, at):
    del rows[at:]
    return at + 1


def insert(rows, at):
    one, row = copy.copy(rows[at][0]), copy.copy(rows[at][1])
    row.pk = one.event_id = new_id()
    row.action = "notes.signed"
    row.mark = mark_of_stranger(row)
    rows.insert(at, (one, row))
    for later, _ in rows[at + 1 :]:
        later.number += 1
    return at + 1


def replay(rows, at):
    """A true row of the chain once more, at another place."""
    other = random.choice([n for n in range(len(rows)) if n != at])
    one = copy.copy(rows[at][0])
    one.event_id = rows[other][1].pk
    rows.insert(at, (one, copy.copy(rows[other][1])))
    for later, _ in rows[at + 1 :]:
        later.number += 1
    return at + 1


def rechain(rows, at):
    """Change a row and compute every later seal anew, without the key."""
    rows[at][1].reason = "nothing happened"
    rows[at][1].mark = mark_of_stranger(rows[at][1])
    before = rows[at - 1][0].digest if at else START
    for one, row in rows[at:]:
        one.digest = before = stranger(
            lambda one=one, row=row, before=before: digest_of(
                chain=one.chain, number=one.number, mark=row.mark,
                event_id=row.pk, at=one.sealed_at, before=before,
            )
        )  # fmt: skip
    return at + 1


def mark_of_stranger(row):
    return stranger(lambda: mark_of(row))


def stranger(make):
    """What someone makes who knows everything but the key."""
    from django.test import override_settings

    with override_settings(AUDIT_KEY=b"not the key of this installation"):
        return make()


TAMPERINGS = (
    edit, edit_and_mark_without_key, edit_seal, delete_row, delete_both,
    delete_and_renumber, reorder, swap_numbers, truncate, insert, replay, rechain,
)  # fmt: skip


def test_a_thousand_of_a_thousand_tamperings_are_found_at_the_right_row(chain):
    random.seed(42)
    untouched = links(chain)
    anchor = Head(chain, ROWS, untouched[-1][0].digest)
    found = 0
    for n in range(1_000):
        rows = [(copy.copy(one), copy.copy(row)) for one, row in untouched]
        tamper = TAMPERINGS[n % len(TAMPERINGS)]

        expected = tamper(rows, random.randrange(ROWS))

        finding = check_chain(chain, rows, anchor=anchor)
        assert finding is not None, (tamper.__name__, expected)
        assert finding.number == expected, (tamper.__name__, expected, finding)
        found += 1
    assert found == 1_000


# The same with raw SQL, as the owner of the database would.


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def raw(value):
    """A value as the engine stores it."""
    if hasattr(value, "hex") and connection.vendor == "sqlite":
        return value.hex
    return value


def sql_edit(row, one, last):
    column, value = random.choice(
        [
            ("actor_name", "Nobody"), ("action", "chart.closed"), ("reason", "none"),
            ("roles", "director"), ("address", "127.9.9.9"), ("basis", "emergency:1"),
            ("outcome", "refused"), ("detail", json.dumps({"what": "nothing"})),
            ("target_type", "people.Staff"), ("patient_id", raw(new_id())),
            ("staff_id", None), ("user_id", None), ("target_id", raw(new_id())),
            ("at", "2020-01-01 00:00:00+00:00"), ("mark", "0" * 64),
        ]
    )  # fmt: skip
    run(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", value, raw(row.pk))
    return one.number


def sql_delete(row, one, last):
    run("DELETE FROM audit_auditevent WHERE id = %s", raw(row.pk))
    if random.random() < 0.5:
        run("DELETE FROM audit_auditseal WHERE id = %s", one.pk)
    return one.number


def sql_truncate(row, one, last):
    run(
        "DELETE FROM audit_auditevent WHERE id IN (SELECT event_id FROM "
        "audit_auditseal WHERE number >= %s)",
        one.number,
    )
    run("DELETE FROM audit_auditseal WHERE number >= %s", one.number)
    return one.number


def sql_reorder(row, one, last):
    """Swap two neighbors' places."""
    if one.number == last:
        return sql_edit(row, one, last)
    for old, new in ((one.number, 900), (one.number + 1, one.number), (900, -1)):
        target = one.number + 1 if new == -1 else new
        run(
            "UPDATE audit_auditseal SET number = %s WHERE number = %s AND chain = %s",
            target, old, one.chain,
        )  # fmt: skip
    return one.number


def sql_insert(row, one, last):
    """A forged row; it has no place, so it is named by its id."""
    forged = new_id()
    run(
        "INSERT INTO audit_auditevent (id, program_id, at, user_id, staff_id, "
        "actor_name, roles, action, target_type, target_id, patient_id, reason, basis,"
        " address, outcome, detail, mark) SELECT %s, program_id, at, user_id, staff_id,"
        " actor_name, roles, 'notes.signed', target_type, target_id, patient_id,"
        " reason, basis, address, outcome, detail, mark FROM audit_auditevent"
        " WHERE id = %s",
        raw(forged), raw(row.pk),
    )  # fmt: skip
    return forged


@pytest.mark.parametrize("n", range(60))
def test_tampering_in_the_database_is_found_at_the_right_row(chain, n):
    random.seed(n)
    ways = (sql_edit, sql_delete, sql_truncate, sql_reorder, sql_insert)
    way = ways[n % len(ways)]
    one, row = random.choice(links(chain))

    expected = way(row, one, ROWS)

    finding = verify().findings[0]
    assert expected in (finding.number, finding.event_id), (way.__name__, finding)


def test_a_database_rolled_back_to_yesterday_is_found(chain, program_id):
    kept = list(AuditEvent.objects.values_list("pk", flat=True))
    for _ in range(5):
        record("chart.read", by=system_actor(program_id))
    seal(at=timezone.now())
    for pk in AuditEvent.objects.exclude(pk__in=kept).values_list("pk", flat=True):
        run("DELETE FROM audit_auditevent WHERE id = %s", raw(pk))
        run("DELETE FROM audit_auditseal WHERE event_id = %s", raw(pk))

    finding = verify().findings[0]

    assert finding.wrong is Wrong.TRUNCATED
    assert finding.number == ROWS + 1


def test_an_emptied_database_is_found(chain):
    run("DELETE FROM audit_auditevent")
    run("DELETE FROM audit_auditseal")

    assert verify().findings[0].number == 1


def test_a_forged_anchor_is_not_believed(chain):
    forged = Head(chain, ROWS + 50, "f" * 64)
    stranger(lambda: anchors.keep([forged], at=timezone.now()))
    with anchors_file().open("a") as file:
        file.write("not json\n")

    assert verify().holds


def test_the_command_names_the_row_and_fails(chain, capsys):
    run("UPDATE audit_auditevent SET reason = 'none'")

    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "verify", "--json")

    told = json.loads(capsys.readouterr().out)
    assert stopped.value.code == 1
    assert told["findings"][0]["number"] in (1, 2)
    assert told["findings"][0]["wrong"] == "edited"


def test_the_command_says_that_the_audit_holds(chain, capsys):
    call_command("audit", "seal")
    call_command("audit", "verify")

    assert "The audit holds: 60 sealed rows" in capsys.readouterr().out


def test_verifying_tells_how_far_it_is(chain):
    told = []
    verify(progress=told.append)
    assert told[-1] == ROWS
