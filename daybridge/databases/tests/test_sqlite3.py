"""Writers of a SQLite file come in soon after each other, or are told they cannot."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from daybridge.audit.models import Version
from daybridge.databases.sqlite3 import base
from daybridge.keys import new_id
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = [
    pytest.mark.reliability,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a matter of SQLite"),
]


def busy_timeout():
    connection.ensure_connection()
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]


class Inside:
    """Another writer, who is in the database until told to leave."""

    def __init__(self):
        self.came, self.leaves = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._write)

    def __enter__(self):
        self.thread.start()
        assert self.came.wait(10)
        return self

    def __exit__(self, *_failure):
        self.leaves.set()
        self.thread.join(10)

    def _write(self):
        try:
            with transaction.atomic():
                self.came.set()
                self.leaves.wait(10)
        finally:
            connections.close_all()


def test_a_writer_waits_for_the_one_inside_and_comes_in_at_once(on_disk):
    with Inside() as other:
        threading.Timer(0.3, other.leaves.set).start()
        started = time.monotonic()
        with transaction.atomic():
            waited = time.monotonic() - started

    assert 0.2 < waited < 2
    assert busy_timeout() == 20_000  # as the environment sets it


def test_a_writer_who_waits_too_long_is_told_and_the_next_one_is_not_kept(
    on_disk, monkeypatch
):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with Inside(), pytest.raises(OperationalError, match="locked"):
        transaction.atomic().__enter__()

    with transaction.atomic():
        assert connection.in_atomic_block
    assert not base._first.locked()


def test_whoever_queues_behind_too_long_is_told_as_well(on_disk, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with base._first, pytest.raises(OperationalError, match="locked"):
        transaction.atomic().__enter__()

    with transaction.atomic():
        assert connection.in_atomic_block


def free():
    """Whether anyone else could take the turn now."""
    file = os.open(f"{connection.settings_dict['NAME']}-turn", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def commit():
    with transaction.atomic():
        assert not free()


def roll_back():
    with pytest.raises(Undone), transaction.atomic():
        fail()


def lose_the_connection():
    with pytest.raises(Undone), transaction.atomic():
        fail(after=connection.close)
    connection.close()


class Undone(Exception):
    """What ends a transaction here."""


def fail(after=lambda: None):
    assert not free()
    after()
    raise Undone


@pytest.mark.parametrize("end", [commit, roll_back, lose_the_connection])
def test_the_turn_ends_with_its_transaction(on_disk, end):
    end()

    assert free()
    with transaction.atomic():
        assert not free()


def test_the_turn_of_a_killed_process_is_free(on_disk):
    path = f"{connection.settings_dict['NAME']}-turn"
    script = (
        "import fcntl, sys, time\n"
        "file = open(sys.argv[1], 'a')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('inside', flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        assert not free()
        threading.Timer(0.2, other.kill).start()
        with transaction.atomic():
            assert not free()
    assert other.returncode == -9


def test_a_writer_who_does_not_know_of_the_turn_is_waited_for(on_disk):
    connection.ensure_connection()
    stranger = sqlite3.connect(
        connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
    )
    stranger.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, stranger.execute, args=["COMMIT"]).start()
    started = time.monotonic()
    with transaction.atomic():
        waited = time.monotonic() - started
    stranger.close()

    assert 0.2 < waited < 2


def test_eight_writers_all_come_in_and_none_is_lost(on_disk):
    seen = []

    def write():
        with transaction.atomic():
            count = len(seen)
            Version.objects.exists()
            seen.append(count)

    rounds = race([[write] * 20 for _ in range(8)], ())

    assert {answer for answers in rounds for answer in answers} == {"won"}
    assert seen == list(range(160))  # never two inside at once


def pages_in_the_log():
    """How many pages stand in the log, and how many of them in the database too."""
    _, stand, moved = connection.connection.execute(base.MOVE).fetchone()
    return stand, moved


def write_a_row():
    with transaction.atomic():
        Version.objects.create(
            program_id=new_id(), target_type="t", target_id=new_id(),
            at=timezone.now(), actor_name="Ruth", values={},
        )  # fmt: skip


def test_whoever_makes_the_log_long_moves_it_and_the_log_begins_anew(
    on_disk, monkeypatch
):
    connection.ensure_connection()
    connection.connection.execute("PRAGMA journal_mode=WAL").fetchone()
    moved = []
    move = base.DatabaseWrapper._move_the_log
    monkeypatch.setattr(
        base.DatabaseWrapper,
        "_move_the_log",
        lambda self: (moved.append(free()), move(self)),
    )
    monkeypatch.setattr(base, "LONG", 10 * (base.PAGES_OF_A_COMMIT + 2))

    for _ in range(9):
        write_a_row()
    assert moved == []
    write_a_row()
    assert moved == [True]  # beside the writers: the turn was given back before
    assert free()
    write_a_row()

    stand, _ = pages_in_the_log()
    assert 0 < stand < 20  # of the last commit only
    assert Version.objects.count() == 11


def test_a_log_that_cannot_be_moved_now_keeps_nobody(on_disk, monkeypatch):
    monkeypatch.setattr(base, "LONG", 1)
    monkeypatch.setattr(base, "MOVE", "PRAGMA of nothing at all")

    write_a_row()

    assert free()
    assert Version.objects.count() == 1
