"""The worker: periodic jobs and queued tasks, until it is told to stop.

Nothing that takes long holds up what has to leave in time. What sends messages and
what plans reminders have each a lane of their own, a thread with its own connection:
neither a daily backup nor another job stands before them, nor one before the other.
Tasks of the queue, which search for minutes and need much memory, run in a process of
their own, that is there only while there are any: if it dies, what it had in hand is
put back, and all else goes on.
"""

import logging
import os
import threading
import time
from collections.abc import Callable

from django.db import Error, close_old_connections, connections
from django.utils import timezone

from daybridge.processes import end_on_signals, end_with, is_ending, pause
from daybridge.upkeep import queue
from daybridge.upkeep.running import run_due
from daybridge.upkeep.table import JOBS, MESSAGES, REMINDERS, UPKEEP
from daybridge.upkeep.task_process import TaskProcess

logger = logging.getLogger("daybridge.upkeep")
PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
OWN_LANES = (MESSAGES, REMINDERS)
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
    lanes = [_started(lane) for lane in OWN_LANES]
    try:
        while not is_ending() and all(lane.is_alive() for lane in lanes):
            _again_while_it_fails(lambda: _upkeep(tasks))
            pause(PAUSE_SECONDS)
        if not is_ending():
            raise RuntimeError("A lane ended; see above.")
    finally:
        tasks.stop()
        until = time.monotonic() + TaskProcess.STOP_SECONDS
        for lane in lanes:
            lane.join(max(0.0, until - time.monotonic()))


def work_on_tasks(worker: int | None = None) -> None:
    """Run what is in the queue until nothing has come for a minute.

    `worker` is the process that started it, and with which it ends.
    """
    end_on_signals(within_seconds=TaskProcess.STOP_SECONDS / 2)
    if worker is not None:
        end_with(worker)
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


def _started(lane: str) -> threading.Thread:
    """A lane that goes on beside the others until the worker ends."""
    thread = threading.Thread(target=_go_on, args=(lane,), name=lane, daemon=True)
    thread.start()
    return thread


def _go_on(lane: str) -> None:
    try:
        while not is_ending():
            _again_while_it_fails(lambda: _run_lane(lane))
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
