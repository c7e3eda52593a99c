"""The week fit against what a clinic would otherwise use, side by side, in one run.

    python -m bench.week_fit                               all of it: more than an hour
    python -m bench.week_fit --mode design given --clients 30 --who engine coordinator
    python -m bench.week_fit --mode place repair --clients 300
    python -m bench.week_fit --property 5000               small weeks, all looked at

Clinics are those of `generate` with the seed below (bench/weeks/cases.py). Each answer
comes from a process of its own, whose CPU seconds and peak memory are said, with those
of the processes that it begins, and is held against the checker. `given` is design
with the coordinator's timetable fixed. The rivals: a careful coordinator (a sensible
timetable, then each patient's exact best week, by weight; for a repair, what can stay
stays), HiGHS on the same program, and FET for the timetable of the coordinator's groups
(`apt-get install fet`).
"""

import argparse
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from bench.weeks import cases
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.instance import Instance, Mode
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import levels_of, plan_of
from daybridge.rules.week_fit.model.standing import as_planned, kept, placed
from daybridge.rules.week_fit.plan import Plan, State

MODES = ("design", "given", "place", "repair")
RIVALS = ("engine", "coordinator", "highs", "fet")
DESIGN_SECONDS = {30: 30, 60: 60, 300: 300, 1000: 600}
GIVEN_SECONDS = {30: 30, 60: 30, 300: 120, 1000: 600}
REPAIR_SECONDS = 10
STANDING_SECONDS = 60  # for the week that a repair begins with
AROUND = 3  # seconds of those of a design in which its process starts and is asked
NEWCOMERS = 200
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
Row = dict[str, Any]


def main() -> int:
    options = _options()
    if options.property:
        from bench.weeks.small import hold_against_every_plan

        return hold_against_every_plan(options.property)
    print(
        "| Mode | Clients | Who | Served | Shortfall | Changes | Seconds | CPU | MB | |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    broken = 0
    for mode in options.mode:
        for clients in options.clients:
            for row in _asked(mode, clients, options):
                broken += bool(row.get("broken"))
                print(_line(mode, clients, row), flush=True)
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.week_fit", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--mode", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--clients", nargs="+", type=int, default=[30, 60, 300, 1000])
    parser.add_argument("--who", nargs="+", choices=RIVALS, default=RIVALS)
    parser.add_argument("--seconds", type=int, help="instead of those of the goals")
    parser.add_argument("--absences", type=int, default=5, help="for each repair")
    parser.add_argument("--newcomers", type=int, default=NEWCOMERS)
    parser.add_argument("--property", type=int, help="so many small weeks instead")
    return parser.parse_args()


def _asked(mode: str, clients: int, options: argparse.Namespace) -> Iterator[Row]:
    """The rows of one mode and size."""
    if mode == "place":
        yield apart(partial(placing, clients, min(options.newcomers, clients * 2 // 3)))
        return
    if mode == "repair":
        seconds = options.seconds or STANDING_SECONDS
        instance = apart(partial(running, clients, seconds))
        for leader, day in cases.absences(instance, options.absences):
            without = cases.without(instance, leader, day)
            yield apart(partial(engine, without, REPAIR_SECONDS))
            yield apart(partial(coordinator, without, 0))
        return
    instance = cases.free(clients) if mode == "design" else cases.given(clients)
    goals = DESIGN_SECONDS if mode == "design" else GIVEN_SECONDS
    seconds = options.seconds or goals.get(clients, 60) - AROUND
    for who in options.who:
        if who != "fet" or mode == "design":
            yield apart(partial(ANSWERS[who], instance, seconds))


def apart(answer: Callable[[], Any]) -> Any:
    """An answer from a process of its own, with the memory it took."""
    afresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=afresh) as process:
        return process.submit(measured, answer).result()


def measured(answer: Callable[[], Any]) -> Any:
    """With the CPU seconds and the memory, at most, of the processes it began too."""
    started, used = time.perf_counter(), _cpu()
    found = answer()
    if isinstance(found, dict):
        found.setdefault("seconds", time.perf_counter() - started)
        found["cpu"] = _cpu() - used
        found["mb"] = sum(resource.getrusage(who).ru_maxrss for who in WHO) // 1024
    return found


def _cpu() -> float:
    usages = (resource.getrusage(who) for who in WHO)
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def engine(instance: Instance, seconds: float) -> Row:
    from daybridge.week_solver.engine import solve

    return _row("engine", instance, solve(instance, seconds))


def coordinator(instance: Instance, seconds: float) -> Row:
    """Who takes the time it takes."""
    answer = kept if instance.mode is Mode.REPAIR else greedy
    return _row("coordinator", instance, plan_of(answer(instance)))


def highs(instance: Instance, seconds: float) -> Row:
    from bench.weeks.highs import best

    board, bounds = best(instance, seconds)
    if board is None:
        return {"who": "HiGHS", "note": "nothing in this time"}
    plan = plan_of(board)
    known = [round(bound) for bound in bounds]
    hoped = [level.bound for level in plan.levels]
    levels = levels_of(plan.values, [*known, *hoped[len(known) :]])
    return _row("HiGHS", instance, replace(plan, levels=levels))


def fet(instance: Instance, seconds: float) -> Row:
    from bench.weeks.fet import timetabled

    board = timetabled(instance, seconds)
    if board is None:
        return {"who": "FET", "note": "no timetable in this time"}
    return _row("FET", instance, plan_of(board))


ANSWERS = {"engine": engine, "coordinator": coordinator, "highs": highs, "fet": fet}


def running(clients: int, seconds: float) -> Instance:
    """A clinic with the week that the engine designed for it."""
    from daybridge.week_solver.engine import solve

    instance = cases.free(clients)
    board = as_planned(instance, solve(instance, seconds))
    return cases.standing(instance, cases.settled(instance, board), Mode.REPAIR)


def placing(clients: int, newcomers: int) -> Row:
    """Newcomers one after another, into the coordinator's timetable.

    Each who is not served is looked for by the solver, which would find any week.
    """
    from daybridge.week_solver.engine import solve
    from daybridge.week_solver.tests.exhaustive import could_be_served

    instance = cases.free(clients)
    runs = greedy(instance).runs
    instance = replace(
        instance,
        mode=Mode.PLACE,
        offerings={
            id: replace(instance.offerings[id], current=held, opened=True)
            for id, held in runs.items()
        },
    )
    order = list(instance.clients)
    board = placed(replace(instance, place=tuple(order[:-newcomers])))
    times, left_out, wrong = [], 0, []
    for id in order[-newcomers:]:
        asked = cases.standing(instance, board, Mode.PLACE)
        asked = replace(asked, offerings=instance.offerings, place=(id,))
        started = time.perf_counter()
        plan = solve(asked, 10)
        times.append(time.perf_counter() - started)
        if check(asked, plan).broken:
            wrong.append(id)
        if plan.clients[id].state is not State.SERVED:
            left_out += 1
            wrong += [id] if could_be_served(board, id) else []
        board = as_planned(instance, plan)
    return {
        "who": "engine",
        "served": sum(week.state is State.SERVED for week in plan.clients.values()),
        "seconds": statistics.median(times),
        "broken": wrong,
        "note": f"{newcomers} one after another: 95 % within "
        f"{sorted(times)[len(times) * 95 // 100]:.3f} s, at most {max(times):.3f} s; "
        f"{left_out} not served, {len(wrong)} of them could have been",
    }


def _row(who: str, instance: Instance, plan: Plan) -> Row:
    """What is said of a plan, once it has passed the checker."""
    served, shortfall, changes, _ = plan.levels
    return {
        "who": who,
        "served": f"{served.value} (≤ {served.bound})",
        "shortfall": f"{shortfall.value} (≥ {shortfall.bound})",
        "changes": f"{changes.value} (≥ {changes.bound})",
        "broken": [each.text for each in check(instance, plan).broken],
        "note": plan.status.value,
    }


def _line(mode: str, clients: int, row: Row) -> str:
    note = f"BROKEN: {row['broken'][:2]}" if row.get("broken") else row["note"]
    columns = [row.get(name, "") for name in ("served", "shortfall", "changes")]
    time_and_memory = [f"{row['seconds']:.2f}", f"{row['cpu']:.2f}", row["mb"]]
    cells = [mode, clients, row["who"], *columns, *time_and_memory, note]
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    sys.exit(main())
