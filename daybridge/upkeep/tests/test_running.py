"""Periodic jobs: each when it is due, on one worker, tried again when it fails."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from daybridge.upkeep import running
from daybridge.upkeep.models import DueJob
from daybridge.upkeep.running import find, run_due, wait_after
from daybridge.upkeep.table import CLEANING, DAY, HOUR, JOBS, MINUTE, UPKEEP, Job
from daybridge.upkeep.worker import OWN_LANES

HERE = __name__
NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
calls: list[datetime] = []


def note(*, as_of):
    calls.append(as_of)


def fail(*, as_of):
    raise ValueError("Dana Whitfield's chart")


def job(name="note", *, function="note", every=MINUTE):
    return Job(name, f"{HERE}:{function}", every, lambda now: {"as_of": now})


@pytest.fixture(autouse=True)
def nothing_called_yet(monkeypatch):
    calls.clear()
    here = {"note": note, "fail": fail}
    real = running.find

    def find_here(job):
        module, name = job.function.split(":")
        return here[name] if module == HERE else real(job)

    monkeypatch.setattr(running, "find", find_here)


@pytest.mark.django_db
def test_a_new_job_runs_at_once_and_then_at_its_distance():
    minutely = job()

    runs = [run_due(NOW + timedelta(seconds=s), jobs=[minutely]) for s in (0, 59, 60)]

    assert runs == [["note"], [], ["note"]]
    assert calls == [NOW, NOW + MINUTE]


@pytest.mark.django_db
def test_a_job_in_hand_is_left_alone_until_its_worker_must_have_died():
    minutely = job()
    DueJob.objects.create(name="note", due_at=NOW, claimed_until=NOW + HOUR)

    assert run_due(NOW + HOUR - MINUTE, jobs=[minutely]) == []
    assert run_due(NOW + HOUR, jobs=[minutely]) == ["note"]


@pytest.mark.django_db
def test_a_failing_job_is_tried_again_later_each_time_and_keeps_no_content():
    failing = job("bad", function="fail")

    assert run_due(NOW, jobs=[failing, job()]) == ["note"]
    row = DueJob.objects.get(name="bad")
    assert (row.due_at, row.failures) == (NOW + MINUTE, 1)
    assert row.last_error == "builtins.ValueError"
    assert row.claimed_until is None

    run_due(NOW + MINUTE, jobs=[failing])
    assert DueJob.objects.get(name="bad").due_at == NOW + 3 * MINUTE


@pytest.mark.django_db
def test_a_job_that_went_well_again_forgets_its_failures():
    run_due(NOW, jobs=[job(function="fail")])
    run_due(NOW + MINUTE, jobs=[job()])

    row = DueJob.objects.get()
    assert (row.failures, row.last_error) == (0, "")
    assert row.finished_at is not None


def test_waiting_doubles_up_to_an_hour():
    waits = [wait_after(failures) / MINUTE for failures in (1, 2, 3, 6, 7, 50)]

    assert waits == [1, 2, 4, 32, 60, 60]


@pytest.mark.django_db
def test_a_room_that_is_not_here_is_skipped_and_said_once(caplog):
    absent = Job("x", "daybridge.no_such_room.upkeep:go", DAY, lambda now: {})

    assert run_due(NOW, jobs=[absent]) == []
    assert run_due(NOW + 2 * DAY, jobs=[absent]) == []

    said = [r.getMessage() for r in caplog.records if "skipped: x" in r.getMessage()]
    assert len(said) == 1
    assert DueJob.objects.get().failures == 0


@pytest.mark.django_db
def test_a_worker_that_is_told_to_stop_begins_nothing_more():
    assert run_due(NOW, jobs=[job("a"), job("b")], stop=lambda: True) == []
    assert calls == []


def test_daily_jobs_run_in_the_night():
    daily = job(every=DAY)

    assert daily.next_due(NOW) == datetime(2026, 11, 25, 9, 15, tzinfo=UTC)
    early = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert daily.next_due(early) == datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    assert daily.next_due(daily.next_due(NOW)) == datetime(
        2026, 11, 26, 9, 15, tzinfo=UTC
    )


def test_the_table_names_each_job_once():
    names = [each.name for each in JOBS]

    assert len(names) == len(set(names))
    assert set(CLEANING) < set(names)


@pytest.mark.parametrize("each", JOBS, ids=lambda each: each.name)
def test_every_function_of_the_table_is_there(each):
    assert find(each) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("each", JOBS, ids=lambda each: each.name)
def test_every_job_may_run_twice(clinic, each):
    now = timezone.now()

    assert running.run(each, now)
    assert running.run(each, now)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_a_job():
    minutely = job()
    DueJob.objects.create(name="note", due_at=NOW)
    start = threading.Barrier(6)

    def work():
        start.wait()
        run_due(NOW, jobs=[minutely])
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert calls == [NOW]


def test_every_job_has_a_lane_that_runs():
    assert {job.lane for job in JOBS} == {UPKEEP, *OWN_LANES}
