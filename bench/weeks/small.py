"""Small random weeks, each with every plan that it could have."""

import random
import time

from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import Status
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.engine import solve
from daybridge.week_solver.explaining import explained

MODES = ("design", "repair", "place")
SECONDS = 120.0  # for each; most take a tenth of one on a quiet machine
MOST_WAYS = 500  # to hold the groups; larger weeks take minutes to look at


def hold_against_every_plan(count: int) -> int:
    """Solve so many weeks and compare all four levels; how many differ."""
    started, wrong, done, seed = time.perf_counter(), [], 0, 0
    impossible = 0
    while done < count:
        seed += 1
        mode = MODES[seed % len(MODES)]
        instance = _small(seed, mode)
        if _ways(instance) > MOST_WAYS:
            continue
        done += 1
        best = best_levels(instance)
        impossible += best is None
        plan = explained(instance, solve(instance, SECONDS))
        found = plan.values if plan.levels else None
        wanted = Status.OPTIMAL if best else Status.INFEASIBLE
        if found != best or plan.status is not wanted or check(instance, plan).broken:
            wrong.append(f"{mode}, seed {seed}: {found}, and the best is {best}")
            print(wrong[-1], flush=True)
    minutes = (time.perf_counter() - started) / 60
    print(
        f"{done:,} small weeks ({impossible:,} that cannot run at all), each against "
        f"every plan, in {minutes:.1f} min: {len(wrong)} differ."
    )
    return 1 if wrong else 0


def _small(seed: int, mode: str) -> Instance:
    document = tiny(seed, mode)
    if mode == "place":
        chance = random.Random(seed)
        document["place"] = chance.choice((["c0"], ["c1"], ["c0", "c1"]))
    return read_instance(document)


def _ways(instance: Instance) -> int:
    """How many timetables there are to look at."""
    ways = 1
    for offering in instance.offerings.values():
        rooms = max(1, len(offering.rooms))
        ways *= 1 + len(offering.starts) * len(offering.leaders) * rooms
    return ways
