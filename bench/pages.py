"""Measure Daybridge's pages beside bare Django pages, in one run, by their ratio.

    python -m bench.pages                  10,000 and 100,000 patients, about 25 minutes
    python -m bench.pages --small          only 10,000 patients
    python -m bench.pages --goal 1 --goal 6
    python -m bench.pages --keep FOLDER    build the data once, measure it again later

The method and the goals are those of performance.md: durable PostgreSQL, the server as
`daybridge serve` starts it, signed-in staff with role checks and an audit row for each
view, wrk with 1 and 16 connections, medians of five runs of 3 s after 2 s of warm-up.
The bare pages (bench/bare.py) are measured before and after: when they differ by more
than 10 %, or when something else works on this machine, the run is void and says so.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Figures
from bench.machine import cores_in_use
from bench.measuring import Clinic, Database, bare_pages, clinic, database
from bench.storm import readers_in_a_storm

QUIET = 0.1  # cores that anything else may use
DRIFT = 0.10  # how far the bare pages may move during a run
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
    with _folder(options) as folder, database(folder) as server:
        before = bare_pages(server)
        lines = []
        for line in _lines(options, folder, server, before):
            lines.append(line)
            tell(_row(line))
        after = bare_pages(server)
    drift = max(
        abs(after[name].rate / figure.rate - 1) for name, figure in before.items()
    )
    noise = max(figure.others for figure in [*before.values(), *after.values()])
    print(_table(lines, before))
    print(f"\nBare pages moved by {drift:.0%}; others used up to {noise:.2f} cores.")
    if drift > DRIFT or noise > QUIET:
        print("VOID: the machine was not quiet. Ratios are a guide, not a result.")
    return 1 if any(line.holds is False for line in lines) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--goal", type=int, action="append", choices=[*NAMES, 11])
    parser.add_argument("--small", action="store_true", help="no 100,000 patients")
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
    bare: dict[str, Figures],
) -> Iterator[Line]:
    wanted = options.goal or [*NAMES, 11]
    with clinic(folder, server, patients=10_000) as small:
        rates = {}
        for goal in (goal for goal in NAMES if goal in wanted):
            tell(NAMES[goal])
            figures = small.measured(TARGETS[goal], connections=16)
            rates[goal] = figures.rate
            yield from _against(goal, figures, small, bare)
        if 3 in wanted:
            yield _long_chart(small)
        if 11 in wanted:
            yield _storm(small)
    if 6 in wanted:
        with clinic(folder, None, patients=300) as on_sqlite:
            yield _sixteen_writers(on_sqlite)
    if not options.small:
        with clinic(folder, server, patients=100_000) as large:
            yield from _large(large, rates)


def bound(goal: int, bare: dict[str, Figures]) -> float:
    """The rate a bare stack would reach, put together as performance.md says."""
    cost = {name: 1 / figure.rate for name, figure in bare.items()}
    sign_in = cost["signed"] - cost["page"]
    log = cost["logged"] - cost["signed"]
    if goal == 4:
        return 1 / (cost["logged"] + cost["page36"] - cost["page"])
    if goal == 6:
        return 1 / (sign_in + log + cost["insert12"])
    return bare["logged"].rate


def _against(
    goal: int, figures: Figures, at: Clinic, bare: dict[str, Figures]
) -> Iterator[Line]:
    spread = f"{figures.slowest:.0f}–{figures.fastest:.0f}"
    said = f"{figures.rate:.0f}/s ({spread}), {figures.core_ms:.2f} core-ms"
    if figures.bad:
        said += f", {figures.bad} refused"
    units = figures.rate / bare["page"].rate
    peer, most = units / CARE[goal], bound(goal, bare)
    yield Line(
        f"{goal}. {NAMES[goal]}", said,
        f"{peer:.1f} × care (≥ {AGAINST_CARE[goal]:g})",
        peer >= AGAINST_CARE[goal] and not figures.bad,
    )  # fmt: skip
    yield Line(
        f"{goal}. the same beside the bare stack ({most:.0f}/s)",
        f"database {figures.database_ms:.2f} core-ms",
        f"{figures.rate / most:.2f} × the bound (≥ {AGAINST_BOUND[goal]:g})",
        figures.rate / most >= AGAINST_BOUND[goal],
    )
    alone = at.measured(TARGETS[goal], connections=1)
    said = f"p50 {alone.p50:.1f} ms, p95 {alone.p95:.1f} ms"
    is_save = goal == 6  # the only one with a goal of its own for one connection
    yield Line(
        f"{goal}. one connection", said,
        "p95 ≤ 10 ms" if is_save else "", alone.p95 <= 10 if is_save else None,
    )  # fmt: skip


def _long_chart(at: Clinic) -> Line:
    figures = at.measured("long_chart", connections=1)
    said = f"p50 {figures.p50:.0f} ms, p95 {figures.p95:.0f} ms"
    holds = figures.p95 < 500
    return Line("3. A chart with 2,000 encounters", said, "p95 < 500 ms", holds)


def _sixteen_writers(at: Clinic) -> Line:
    figures = at.measured("evenings", connections=16)
    said = f"p95 {figures.p95:.0f} ms at {figures.rate:.0f}/s"
    return Line("6. SQLite, 16 writers", said, "p95 ≤ 50 ms", figures.p95 <= 50)


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


def _table(lines: Sequence[Line], bare: dict[str, Figures]) -> str:
    rows = ["| What | Figure | Goal | Holds |", "|---|---|---|---|"]
    rows += [
        f"| Bare: {name} | {figure.rate:.0f}/s, {figure.core_ms:.2f} core-ms | | |"
        for name, figure in bare.items()
    ]
    return "\n".join([*rows, *map(_row, lines)])


def _row(line: Line) -> str:
    marks: dict[bool | None, str] = {True: "yes", False: "NO", None: ""}
    return f"| {line.what} | {line.figure} | {line.against} | {marks[line.holds]} |"


def tell(what: str) -> None:
    """Say what is being measured, where it does not disturb the table."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
