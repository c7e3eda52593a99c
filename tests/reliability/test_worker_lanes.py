"""A search of minutes holds up nobody's message, and its death costs nothing."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.processes import is_alive, wait_until
from tests.reliability.drill import ROOT, drop, on_postgres, on_sqlite
from tests.reliability.stored import as_json, read

pytestmark = pytest.mark.reliability

ENGINE = os.environ.get("DB", "sqlite")
SOON = 240.0  # seconds; a busy machine needs some of them to start
TASKS = "SELECT status, worker_ids, run_after FROM django_tasks_database_dbtaskresult"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    if ENGINE == "postgres" and "DAYBRIDGE_TEST_POSTGRES" not in os.environ:
        pytest.skip("PostgreSQL is not installed")
    made = {"sqlite": on_sqlite, "postgres": on_postgres}[ENGINE](
        tmp_path_factory.mktemp("lanes")
    )
    made.must("migrate")
    inside(made, "prepare")
    yield made
    drop(made)


@pytest.fixture
def clinic(installed):
    """The installation with a search that waits for a worker, and no other."""
    inside(installed, "ask_for_search")
    for text in texts(installed):
        text.unlink()
    return installed


def inside(clinic, *act):
    """Do something in the installation, as `slow_tasks` says how."""
    done = clinic.python(
        "-m", "tests.reliability.slow_tasks", *act,
        DJANGO_SETTINGS_MODULE="daybridge.config.settings",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def search_of(clinic):
    [found] = read(clinic, TASKS)
    return found | {"worker_ids": as_json(found["worker_ids"])}


@contextmanager
def a_worker(clinic):
    """The worker of an installation, with a folder for text messages."""
    folder = clinic.home / "texts"
    folder.mkdir(exist_ok=True)
    running = subprocess.Popen(
        [sys.executable, "-m", "daybridge", "worker"], cwd=ROOT,
        env=clinic.environment(DAYBRIDGE_TEXT_GATEWAY=str(folder)),
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def texts(clinic):
    return list((clinic.home / "texts").glob("*.json"))


def searching(clinic):
    """Wait until the search runs; gives the number of its process."""
    wait_until(lambda: search_of(clinic)["status"] == "RUNNING", "the search", SOON)
    return int(search_of(clinic)["worker_ids"][-1].rsplit("-", 1)[1])


def test_a_message_leaves_while_a_search_of_minutes_runs(clinic):
    with a_worker(clinic) as worker:
        process = searching(clinic)
        assert process != worker.pid

        inside(clinic, "tell", "first")
        wait_until(lambda: len(texts(clinic)) == 1, "the message", SOON)

        assert search_of(clinic)["status"] == "RUNNING"
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(15) == 0
        assert time.monotonic() - began < 15
        wait_until(lambda: not is_alive(process), "its end", SOON)
        left = search_of(clinic)
        assert left["status"] == "READY"  # who comes next takes it up again
        assert left["run_after"] is not None


def test_a_search_that_is_killed_is_put_back_and_messages_go_on(clinic):
    with a_worker(clinic) as worker:
        os.kill(searching(clinic), signal.SIGKILL)
        wait_until(lambda: search_of(clinic)["status"] == "READY", "the task", SOON)

        inside(clinic, "tell", "second")
        wait_until(lambda: len(texts(clinic)) == 1, "the message", SOON)
        assert worker.poll() is None


def test_what_a_killed_worker_had_is_put_back_by_the_next(clinic):
    with a_worker(clinic) as worker:
        process = searching(clinic)
        worker.kill()
        worker.wait()
        wait_until(lambda: not is_alive(process), "its end", SOON)
    assert search_of(clinic)["status"] == "RUNNING"

    with a_worker(clinic):
        wait_until(lambda: search_of(clinic)["status"] == "READY", "the task", SOON)
