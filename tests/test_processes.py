"""Processes that are asked to end do, and none outlives whoever started it."""

import signal
import subprocess
import sys
import time

import pytest

from tests.processes import is_alive, wait_until
from tests.reliability.drill import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a matter of Linux")

ASKED = """
from daybridge.processes import end_on_signals, is_ending, pause
end_on_signals()
print("ready", flush=True)
while not is_ending():
    pause(60)
pause(60)  # whoever looks later need not wait either
"""
DEAF = """
from daybridge.processes import end_on_signals
end_on_signals(within_seconds=0.3)
print("ready", flush=True)
while True:
    pass
"""
CHILD = """
import os, time
from daybridge.processes import end_with
print(os.getpid(), flush=True)
time.sleep({before})
end_with({parent})
time.sleep(60)
"""
PARENT = """
import os, subprocess, sys, time
child = sys.argv[1].format(before=sys.argv[2], parent=os.getpid())
running = subprocess.Popen([sys.executable, "-c", child])
time.sleep(60)
"""


def start(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whoever_pauses_ends_at_once_when_asked(number):
    with start(ASKED) as running:
        running.stdout.readline()
        began = time.monotonic()
        running.send_signal(number)

        assert running.wait(20) == 0
        assert time.monotonic() - began < 20


def test_whoever_does_not_look_is_ended_by_the_kernel():
    with start(DEAF) as running:
        running.stdout.readline()
        running.terminate()

        assert running.wait(20) == -signal.SIGALRM


@pytest.mark.parametrize("before", ["0", "1"], ids=["after", "before it was asked"])
def test_a_child_ends_with_a_parent_that_is_killed(before):
    with start(PARENT, CHILD, before) as parent:
        child = int(parent.stdout.readline())
        if before == "0":
            time.sleep(0.5)
        parent.kill()
        parent.wait()

        wait_until(lambda: not is_alive(child), "its end")
        assert parent.returncode == -signal.SIGKILL
