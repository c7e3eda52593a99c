"""Measure Daybridge's pages beside bare Django pages, in one run, by their ratio.

    python -m bench.pages                  10,000 and 100,000 patients, about 40 minutes
    python -m bench.pages --small          only 10,000 patients
    python -m bench.pages --goal 1 --goal 6
    python -m bench.pages --sqlite         only the writers of goal 6 on SQLite
    python -m bench.pages --keep FOLDER    build the data once, measure it again later

The method and the goals are those of performance.md: durable PostgreSQL, the server as
`daybridge serve` starts it, signed-in staff with role checks and an audit row for each
view, wrk with 1 and 16 connections, medians of five runs of 3 s after 2 s of warm-up.
The bare pages (bench/bare.py) are measured just before and after each run of goals 1 to
6, and the ratio is taken there: a run around which they moved by more than 10 % is done
again. When five such runs cannot be had, or something else works on this machine, the
result is void and says so.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Figures, median_of
from bench.machine import cores_in_use
from bench.measuring import BareStack, Clinic, Database, bare_stack, clinic, database
from bench.pairs import DRIFT, Paired, Rates
from bench.storm import readers_in_a_storm

QUIET = 0.1  # cores that anything else may use
PAGE = 1336.0  # bare pages a second on the machine of the goals: U
CARE = {1: 0.101, 2: 0.083, 3: 0.143, 4: 0.008, 6: 0.006}  # U of care, performance.md
AGAINST_CARE = {1: 3.0, 2: 3.3, 3: 2.2, 4: 30.0, 6: 36.0}
AGAINST_BOUND = {1: 0.75, 2: 0.7, 3: 0.8, 4: 0.7, 6: 0.5}
NAMES = {
    1: "Patient list, 14 rows",
    2: "Patient search by part of a name",
    3: "Patient chart",
    4: "Evening register, 36 patients",
    6: "Save a group session: 12 attendances, 12 notes",
}
TARGETS = {1: "patients", 2: "search", 3: "charts", 4: "register", 6: "evenings"}
STORM_P95 = 160.0  # ms: a tenth of a sign-in's wait in care


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    what: str
    figure: str
    against: str
    holds: bool | None  # None: only said


def main() -> int:
    options = _options()
    others = cores_in_use()
    if others > QUIET and not options.noisy:
        print(f"Something else uses {others:.2f} cores. Stop it, or give --noisy.")
        return 2
    measured: list[Paired] = []
    table = []
    with (
        _folder(options) as folder,
        database(folder) as server,
        bare_stack(server) as bare,
    ):
        for line in _lines(options, folder, server, bare, measured):
            table.append(line)
            tell(_row(line))
    drift = max((each.drift for each in measured), default=0.0)
    noise = max((each.others for each in measured), default=0.0)
    print(_table(table, measured))
    print(f"\nBare pages moved by {drift:.0%} at most around a run that counts; others "
          f"used up to {noise:.2f} cores.")  # fmt: skip
    if drift > DRIFT or noise > QUIET:
        print("VOID: the machine was not quiet. Ratios are a guide, not a result.")
    return 1 if any(line.holds is False for line in table) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--goal", type=int, action="append", choices=[*NAMES, 11])
    parser.add_argument("--small", action="store_true", help="no 100,000 patients")
    parser.add_argument("--sqlite", action="store_true", help="only goal 6 on SQLite")
    parser.add_argument("--noisy", action="store_true", help="measure all the same")
    parser.add_argument("--keep", type=Path, help="where data is kept between runs")
    return parser.parse_args()


@contextmanager
def _folder(options: argparse.Namespace) -> Iterator[Path]:
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        yield options.keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="daybridge-pages-") as folder:
        os.chmod(folder, 0o755)  # nosec B103: the database's own user
        yield Path(folder)


def _lines(
    options: argparse.Namespace,
    folder: Path,
    server: Database,
    bare: BareStack,
    measured: list[Paired],
) -> Iterator[Line]:
    if options.sqlite:
        yield _on_sqlite(folder, bare, measured)
        return
    wanted = options.goal or [*NAMES, 11]
    with clinic(folder, server, patients=10_000) as small:
        rates = {}
        for goal in (goal for goal in NAMES if goal in wanted):
            tell(NAMES[goal])
            many = small.beside(TARGETS[goal], bare, connections=16)
            alone = small.beside(TARGETS[goal], bare, connections=1)
            measured += [many, alone]
            rates[goal] = many.figures.rate
            yield from _against(goal, many, alone)
        if 3 in wanted:
            yield _long_chart(small)
        if 11 in wanted:
            yield _storm(small)
    if 6 in wanted:
        yield _on_sqlite(folder, bare, measured)
    if not options.small:
        with clinic(folder, server, patients=100_000) as large:
            yield from _large(large, rates)


def _on_sqlite(folder: Path, bare: BareStack, measured: list[Paired]) -> Line:
    with clinic(folder, None, patients=300) as on_sqlite:
        writers = on_sqlite.beside("evenings", bare, connections=16)
    measured.append(writers)
    return _within("6. SQLite, 16 writers without pause", writers, 50)


def bound(goal: int, bare: Rates) -> float:
    """The rate a bare stack would reach, put together as performance.md says."""
    cost = {name: 1 / rate for name, rate in bare.items()}
    sign_in = cost["signed"] - cost["page"]
    log = cost["logged"] - cost["signed"]
    if goal == 4:
        return 1 / (cost["logged"] + cost["page36"] - cost["page"])
    if goal == 6:
        return 1 / (sign_in + log + cost["insert12"])
    return bare["logged"]


def _against(goal: int, many: Paired, alone: Paired) -> Iterator[Line]:
    figures = many.figures
    spread = f"{figures.slowest:.0f}–{figures.fastest:.0f}"
    said = f"{figures.rate:.0f}/s ({spread}), {figures.core_ms:.2f} core-ms"
    if figures.bad:
        said += f", {figures.bad} refused"
    peer = many.ratio(lambda bare: bare["page"] * CARE[goal])
    yield Line(
        f"{goal}. {NAMES[goal]}", said,
        f"{peer:.1f} × care (≥ {AGAINST_CARE[goal]:g})",
        peer >= AGAINST_CARE[goal] and not figures.bad,
    )  # fmt: skip
    most = many.ratio(lambda bare: bound(goal, bare))
    yield Line(
        f"{goal}. the same beside the bare stack",
        f"database {figures.database_ms:.2f} core-ms; {many.tries} tries",
        f"{most:.2f} × the bound (≥ {AGAINST_BOUND[goal]:g})",
        most >= AGAINST_BOUND[goal],
    )
    what = f"{goal}. one connection"
    if goal == 6:  # the only one with a goal of its own for one connection
        yield _within(what, alone, 10)
    else:
        yield Line(what, _latencies(alone.figures), "", None)


def _within(what: str, runs: Paired, most: float) -> Line:
    """A latency, beside what it would be on the machine whose bare page gives U."""
    there = runs.scaled("p95", PAGE)
    said = f"{_latencies(runs.figures)}; {runs.figures.rate:.0f}/s"
    against = f"p95 {there:.1f} ms where U is {PAGE:,.0f}/s (≤ {most:g})"
    return Line(what, said, against, there <= most and not runs.figures.bad)


def _latencies(figures: Figures) -> str:
    return f"p50 {figures.p50:.1f} ms, p95 {figures.p95:.1f} ms"


def _long_chart(at: Clinic) -> Line:
    figures = at.measured("long_chart", connections=1)
    said = f"p50 {figures.p50:.0f} ms, p95 {figures.p95:.0f} ms"
    holds = figures.p95 < 500
    return Line("3. A chart with 2,000 encounters", said, "p95 < 500 ms", holds)


def _storm(at: Clinic) -> Line:
    tell("Readers beside a sign-in storm")
    calm, storm, sign_ins = readers_in_a_storm(at)
    said = f"readers' p95 {storm.p95:.0f} ms (calm {calm.p95:.0f}), {sign_ins} sign-ins"
    return Line("11. Readers beside 16 sign-ins", said, "p95 ≤ 160 ms",
                storm.p95 <= STORM_P95)  # fmt: skip


def _large(at: Clinic, small: dict[int, float]) -> Iterator[Line]:
    """What 100,000 patients change, and whether every interaction stays quick."""
    if 2 in small:
        tell("Search among 100,000")
        figures = at.measured("search", connections=16)
        ratio = figures.rate / small[2]
        against = f"{ratio:.2f} × its rate at 10,000 (≥ 0.7)"
        said = f"{figures.rate:.0f}/s"
        yield Line("2. Search among 100,000", said, against, ratio >= 0.7)
    for name, what in AN_EVENING.items():
        tell(what)
        figures = at.measured(name, connections=1)
        yield Line(f"100,000 patients: {what}", f"p50 {figures.p50:.0f} ms",
                   "p50 ≤ 150 ms", figures.p50 <= 150 and not figures.bad)  # fmt: skip


AN_EVENING = {
    "today": "open Today",
    "patients": "list people",
    "search": "search a name",
    "register": "today's register",
    "session": "open the session page",
    "live": "who else is here",
    "conduct": "what to mend before the end",
    "card": "save one card",
    "evenings": "save the whole evening",
    "review": "review before signing",
    "charts": "open a chart",
    "service_days": "delivered but not billable",
}


def _table(lines: Sequence[Line], measured: Sequence[Paired]) -> str:
    bare = [each for runs in measured for each in runs.calibrations]
    rows = ["| What | Figure | Goal | Holds |", "|---|---|---|---|"]
    for name in bare[0] if bare else ():
        page = median_of([each[name] for each in bare])
        spread = f"{page.slowest:.0f}–{page.fastest:.0f}"
        rows.append(
            f"| Bare: {name} | {page.rate:.0f}/s ({spread}), "
            f"{page.core_ms:.2f} core-ms | | |"
        )
    return "\n".join([*rows, *map(_row, lines)])


def _row(line: Line) -> str:
    marks: dict[bool | None, str] = {True: "yes", False: "NO", None: ""}
    return f"| {line.what} | {line.figure} | {line.against} | {marks[line.holds]} |"


def tell(what: str) -> None:
    """Say what is being measured, where it does not disturb the table."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
