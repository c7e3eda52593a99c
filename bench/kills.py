"""Kill the server with -9 while people write, again and again; count what is missing.

    python -m bench.kills                      fifty kills on each engine
    python -m bench.kills --rounds 5 --engine postgres --seed 7

Each engine gets a fresh home with the demo clinic, the server as `bin/daybridge serve`
starts it, and five people who never pause (tests/reliability/kills.py). On PostgreSQL
two of three rounds kill the database server too. Every second kill is aimed at a
signature. One table at the end; anything missing is named and the exit is not zero.
"""

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.progress import progress
from tests.reliability.kills import Kill, Round, drill

ENGINES = ("sqlite", "postgres")
VERIFIED_EVERY = 5  # rounds, and after the last
KILLS = {"sqlite": (Kill.SERVER,), "postgres": (Kill.SERVER, Kill.BOTH, Kill.DATABASE)}


def main() -> int:
    options = _options()
    found = {}
    for engine in options.engine or ENGINES:
        found[engine] = list(_rounds(engine, options))
    print(_table(found))
    findings = [
        f"{engine}, round {number}: {finding}"
        for engine, rounds in found.items()
        for number, each in enumerate(rounds, start=1)
        for finding in each.findings
    ]
    print("\n".join(findings) or "Nothing acknowledged is missing.")
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.kills", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=50, help="kills on each engine")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument(
        "--most", type=int, default=150, help="acknowledged writes before a kill"
    )
    parser.add_argument("--seed", type=int, default=42)
    return parser.parse_args()


def _rounds(engine: str, options: argparse.Namespace) -> Iterator[Round]:
    chance, rounds, findings = random.Random(options.seed), options.rounds, 0
    with (
        tempfile.TemporaryDirectory(prefix="daybridge-kills-") as folder,
        progress(f"Killing on {engine}", rounds) as tell,
        drill(engine, Path(folder), chance=chance) as running,
    ):
        for number in range(rounds):
            done = running.round(
                KILLS[engine][number % len(KILLS[engine])],
                most=options.most,
                aimed=number % 2 == 1,
                verifies=(number + 1) % VERIFIED_EVERY == 0 or number + 1 == rounds,
            )
            yield done
            findings += len(done.findings)
            tell(f"{running.acknowledged:,} acknowledged, {findings} findings")


def _table(found: dict[str, list[Round]]) -> str:
    lines = [
        "| Engine, what was killed | Kills | Acknowledged | Lost | Unanswered, done | "
        "Not once | Half-signed | Damaged | Open again, median and longest |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for engine, rounds in found.items():
        for kill in KILLS[engine]:
            of_kind = [each for each in rounds if each.kill == kill]
            if of_kind:
                lines.append(_line(f"{engine}, {kill}", of_kind))
    return "\n".join(lines)


def _line(name: str, rounds: Sequence[Round]) -> str:
    seconds = [each.start_seconds for each in rounds]
    cells = (
        name,
        len(rounds),
        f"{sum(each.acknowledged for each in rounds):,}",
        sum(len(each.lost) for each in rounds),
        f"{sum(each.unanswered for each in rounds)}, "
        f"{sum(each.found_done for each in rounds)}",
        sum(len(each.not_once) for each in rounds),
        sum(len(each.half_signed) for each in rounds),
        sum(len(each.damage) for each in rounds),
        f"{statistics.median(seconds):.1f} s, {max(seconds):.1f} s",
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    sys.exit(main())
