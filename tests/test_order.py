"""Long tests begin first on each worker, and no test is lost on the way."""

import pytest
from xdist.scheduler.worksteal import WorkStealingScheduling

from tests.order import long_first, spread, uses_database


class Worker:
    """A worker of xdist, as far as its scheduler knows it."""

    shutting_down = False

    def __init__(self) -> None:
        self.sent: list[int] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.sent += indices


def as_xdist_cuts(ordered: list[str], count: int) -> list[list[str]]:
    """What each worker is given at first, by xdist itself."""
    scheduling = object.__new__(WorkStealingScheduling)
    workers = [Worker() for _ in range(count)]
    scheduling.node2pending = {worker: [] for worker in workers}
    scheduling.pending = list(range(len(ordered)))
    scheduling.steal_requested_from_node = None
    scheduling.check_schedule()
    return [[ordered[index] for index in worker.sent] for worker in workers]


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
def test_each_worker_begins_with_its_part_of_the_long_ones(workers):
    long = [[f"long {n}"] for n in range(8)]
    rest = [f"short {n}" for n in range(93)]

    stretches = as_xdist_cuts(spread(long, rest, workers), workers)

    for number, stretch in enumerate(stretches):
        mine = [f"long {n}" for n in range(number, 8, workers)]
        assert stretch[: len(mine)] == mine
        assert all(test.startswith("short") for test in stretch[len(mine) :])


def test_what_belongs_together_stays_together():
    drill = ["set up", "kill", "judge"]

    assert spread([["story"], drill], ["short"], 2) == ["story", "short", *drill]


def test_more_long_ones_than_a_stretch_holds_lose_nothing():
    ordered = spread([["a"] * 9, ["b"]], ["c"], 2)

    assert sorted(ordered) == ["a"] * 9 + ["b", "c"]


def test_the_suite_of_a_worker_is_the_same_tests(request):
    items = request.session.items

    again = long_first(items, 2)

    assert sorted(map(id, again)) == sorted(map(id, items))


def test_what_asks_for_a_database_runs_on_both_engines(request, clinic):
    assert uses_database(request.node)


def test_what_asks_for_none_runs_on_one(request):
    assert not uses_database(request.node)
