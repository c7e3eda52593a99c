"""Races: threads that start together, each with a database connection of its own.

On SQLite the suite's database lives in memory, where locks work otherwise than on a
disk; `on_disk` moves it into a file for one test, so that the race is a real one.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections

Job = Callable[[], Any]


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The database of this test as clinics have it: a file, or PostgreSQL."""
    if connections["default"].vendor != "sqlite":
        yield
        return
    in_memory = connections["default"]
    in_memory.ensure_connection()
    path = tmp_path / "races.sqlite3"
    with sqlite3.connect(path) as file:
        in_memory.connection.backup(file)
    file.close()
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], path
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = in_memory


def race(
    jobs: Sequence[Sequence[Job]], refusals: tuple[type[Exception], ...]
) -> list[tuple[str, ...]]:
    """Run each worker's jobs, lined up before each; give what every job answered.

    `jobs` is one list per worker. A job answers "won", or the name of its refusal.
    """
    barrier = threading.Barrier(len(jobs), timeout=60)
    answers: list[list[str]] = [[] for _ in jobs]

    def work(worker: int) -> None:
        try:
            for job in jobs[worker]:
                barrier.wait()
                answers[worker].append(_answer(job, refusals))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return list(zip(*answers, strict=True))


def _answer(job: Job, refusals: tuple[type[Exception], ...]) -> str:
    try:
        job()
    except refusals as refusal:
        return type(refusal).__name__
    except OperationalError as broken:  # nobody may be lost to a lock
        return f"broken: {broken}"
    return "won"
