"""Writers of a SQLite file come in soon after each other, or are told they cannot."""

import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction

from daybridge.audit.models import Version
from daybridge.databases.sqlite3 import base
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
