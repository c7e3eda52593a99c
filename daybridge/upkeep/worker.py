"""The worker: periodic jobs and queued tasks, until it is told to stop.

Nothing that takes long holds up what has to leave in time. Messages have a lane of
their own, a thread with its own connection: neither a daily backup nor another job
stands before them. Tasks of the queue, which search for minutes and need much memory,
run in a process of their own, that is there only while there are any: if it dies, what
it had in hand is put back, and all else goes on.
"""

import logging
import os
import threading
from collections.abc import Callable

from django.db import Error, close_old_connections, connections
from django.utils import timezone

from daybridge.processes import end_on_signals, end_with_parent, is_ending, pause
from daybridge.upkeep import queue
from daybridge.upkeep.running import run_due
from daybridge.upkeep.table import JOBS, MESSAGES, UPKEEP
from daybridge.upkeep.task_process import TaskProcess

logger = logging.getLogger("daybridge.upkeep")
PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
LINGER_SECONDS = 60.0  # of the process for tasks, after the last one


def work(*, once: bool = False) -> None:
    """Work until SIGTERM or Ctrl-C; with `once`, do what is due now and return."""
    if once:
        run_due(timezone.now())
        queue.run_ready(name())
        return
    end_on_signals()
    _again_while_it_fails(_put_back_of_the_dead)
    tasks = TaskProcess()
    messages = threading.Thread(target=_messages, name="messages", daemon=True)
    messages.start()
    try:
        while not is_ending() and messages.is_alive():
            _again_while_it_fails(lambda: _upkeep(tasks))
            pause(PAUSE_SECONDS)
        if not is_ending():
            raise RuntimeError("The lane of messages ended; see above.")
    finally:
        tasks.stop()
        messages.join(TaskProcess.STOP_SECONDS)


def work_on_tasks() -> None:
    """Run what is in the queue until nothing has come for a minute."""
    end_with_parent()
    end_on_signals(within_seconds=TaskProcess.STOP_SECONDS / 2)
    idle_seconds = 0.0
    while not is_ending() and idle_seconds < LINGER_SECONDS:
        close_old_connections()
        if queue.run_ready(name(), most=1):
            idle_seconds = 0.0
        else:
            idle_seconds += PAUSE_SECONDS
            pause(PAUSE_SECONDS)


def name() -> str:
    """What this process writes beside what it has in hand."""
    return f"{queue.machine()}-{os.getpid()}"


def _messages() -> None:
    try:
        while not is_ending():
            _again_while_it_fails(lambda: _run_lane(MESSAGES))
            pause(PAUSE_SECONDS)
    finally:
        connections.close_all()


def _upkeep(tasks: TaskProcess) -> None:
    _run_lane(UPKEEP)
    if not is_ending():
        tasks.tend(timezone.now())
    close_old_connections()


def _run_lane(lane: str) -> None:
    close_old_connections()
    jobs = [job for job in JOBS if job.lane == lane]
    run_due(timezone.now(), jobs=jobs, stop=is_ending)
    close_old_connections()


def _put_back_of_the_dead() -> None:
    queue.put_back_of_the_dead(as_of=timezone.now())


def _again_while_it_fails(step: Callable[[], None]) -> None:
    """Take a step, and wait ever longer while the database does not answer."""
    wait = PAUSE_SECONDS
    while not is_ending():
        try:
            step()
            return
        except Error as problem:
            wait = min(wait * 2, LONGEST_PAUSE_SECONDS)
            kind = type(problem).__name__
            logger.error("the database does not answer (%s); again in %d s", kind, wait)
            pause(wait)
