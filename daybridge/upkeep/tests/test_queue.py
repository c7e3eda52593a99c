"""The queue: ready tasks run, failed ones come back a few times, old ones go."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from daybridge.upkeep import queue
from daybridge.upkeep.worker import work

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


def task(status, *, tries=1, by="w", **more):
    return DBTaskResult.objects.create(
        status=status, worker_ids=[by] * tries, task_path="nowhere.at_all",
        args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        run_after=NOW, exception_class_path="", traceback="", **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tries", "seconds", "returns"),
    [(1, 29, 0), (1, 30, 1), (2, 59, 0), (2, 60, 1), (4, 240, 1), (5, 9_999, 0)],
)
def test_a_failed_task_comes_back_after_its_wait(tries, seconds, returns):
    ended = NOW - timedelta(seconds=seconds)
    row = task("FAILED", tries=tries, started_at=ended, finished_at=ended)

    assert queue.try_again(as_of=NOW) == returns
    row.refresh_from_db()
    assert row.status == ("READY" if returns else "FAILED")


@pytest.mark.parametrize(("minutes", "returns"), [(59, 0), (61, 1)])
def test_a_task_whose_worker_died_comes_back_after_an_hour(minutes, returns):
    task("RUNNING", started_at=NOW - timedelta(minutes=minutes))

    assert queue.try_again(as_of=NOW) == returns


@pytest.fixture
def worker():
    """A process of this machine that goes on until it is told to end."""
    process = subprocess.Popen(["sleep", "600"])
    yield process
    process.kill()
    process.wait()


def test_only_what_a_dead_worker_of_this_machine_had_is_put_back(worker):
    here, began = queue.machine(), NOW - timedelta(minutes=1)
    alive = task("RUNNING", by=f"{here}-{worker.pid}", started_at=began)
    elsewhere = task("RUNNING", by="another-2147483646", started_at=began)
    gone = task("RUNNING", by=f"{here}-2147483646", started_at=began)  # no such number

    assert queue.try_again(as_of=NOW) == 1

    assert {row.pk: row.status for row in DBTaskResult.objects.all()} == {
        alive.pk: "RUNNING", elsewhere.pk: "RUNNING", gone.pk: "READY",
    }  # fmt: skip


def test_a_worker_that_was_killed_is_dead_though_nobody_asked_how_it_ended(worker):
    row = task("RUNNING", by=f"{queue.machine()}-{worker.pid}", started_at=NOW)
    worker.kill()
    os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and stays

    assert queue.try_again(as_of=NOW) == 1
    row.refresh_from_db()
    assert row.status == "READY"
    assert row.run_after == NOW


def test_of_two_workers_one_puts_a_task_back():
    ended = NOW - timedelta(hours=1)
    row = task("FAILED", started_at=ended, finished_at=ended)

    assert queue._put_back(row, NOW) == 1
    assert queue._put_back(row, NOW) == 0


@pytest.mark.parametrize(("days", "left"), [(13, 1), (15, 0)])
def test_finished_tasks_are_forgotten_after_two_weeks(days, left):
    ended = NOW - timedelta(days=days)
    task("SUCCESSFUL", started_at=ended, finished_at=ended)

    queue.forget_done(as_of=NOW)

    assert DBTaskResult.objects.count() == left


@pytest.mark.django_db(transaction=True)
def test_a_ready_task_is_run():
    row = task("READY", tries=0)

    queue.run_ready("w1")

    row.refresh_from_db()
    assert row.status == "FAILED"  # there is no such task; it was tried
    assert row.worker_ids == ["w1"]


@pytest.mark.django_db(transaction=True)
def test_once_does_everything_that_is_due_and_returns():
    work(once=True)
    work(once=True)

    assert not DBTaskResult.objects.ready().exists()
