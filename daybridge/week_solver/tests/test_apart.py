"""What is asked in a process of its own comes back, or is given up with its process."""

import multiprocessing
import operator
import time
from functools import partial

import pytest

from daybridge.week_solver.apart import asked_apart
from daybridge.week_solver.patience import Patience


def test_what_another_process_finds_comes_back():
    assert asked_apart(partial(operator.mul, 6, 7), 30, Patience()) == 42


def test_what_another_process_prints_is_heard_by_nobody(capfd):
    assert asked_apart(partial(print, "HiGHS, and who made it"), 30, Patience()) is None

    assert "HiGHS" not in capfd.readouterr().out


@pytest.mark.parametrize(
    ("seconds", "patience"),
    [(0.1, Patience()), (3600, Patience(goes_on=lambda: False))],
    ids=["it took too long", "nobody waits"],
)
def test_what_is_not_waited_for_leaves_no_process(seconds, patience):
    began = time.monotonic()

    assert asked_apart(partial(time.sleep, 3600), seconds, patience) is None

    assert time.monotonic() - began < 60
    assert multiprocessing.active_children() == []


def test_nothing_is_begun_for_nobody():
    assert asked_apart(partial(operator.mul, 6, 7), 30, Patience(is_over=True)) is None
