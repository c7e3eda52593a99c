"""A thousand races of each kind on each engine: one wins, one is told, nothing is lost.

    python -m bench.races                      every kind, on SQLite and on PostgreSQL
    python -m bench.races --races 100 --engine postgres

Each engine gets a fresh database with the program's own settings (SQLite in a file that
is synced at each commit; PostgreSQL with fsync). Two people start together, a thousand
times, over a connection each (tests/reliability/heats.py); afterwards each race is
looked up. One table at the end; anything wrong is named and the exit is not zero.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.progress import progress
from tests.postgres import make_server
from tests.reliability.drill import Installation, on_sqlite

ENGINES = ("sqlite", "postgres")
BATCH = 100  # races between two words of progress


def main() -> int:
    options = _options()
    if options.inside:
        print(json.dumps(_run(options.inside, options.races)))
        return 0
    found = [
        line
        for engine in options.engine or ENGINES
        for line in _on(engine, options.races)
    ]
    print(_table(found))
    findings = [
        f"{line['engine']}, {line['kind']}: {finding}"
        for line in found
        for finding in line["findings"]
    ]
    print("\n".join(findings) or "One winner in every race, and nothing is lost.")
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.races", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--races", type=int, default=1000, help="of each kind")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def _on(engine: str, races: int) -> list[dict[str, Any]]:
    """Every heat in a process of its own that has this database."""
    server = make_server() if engine == "postgres" else None
    try:
        with tempfile.TemporaryDirectory(prefix="daybridge-races-") as folder:
            home = on_sqlite(Path(folder)).home
            installation = Installation(home, server.url if server else "")
            installation.must("migrate")
            done = subprocess.run(
                [sys.executable, "-m", "bench.races", "--inside", engine,
                 "--races", str(races)],
                env=installation.environment(
                    DJANGO_SETTINGS_MODULE="daybridge.config.settings"
                ),
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
    finally:
        if server is not None:
            server.remove()
    lines: list[dict[str, Any]] = json.loads(done.stdout)
    return lines


def _run(engine: str, races: int) -> list[dict[str, Any]]:
    import django

    django.setup()
    from tests.reliability.heats import HEATS

    with progress(f"Racing on {engine}", len(HEATS) * -(-races // BATCH)) as tell:
        return [_heat(engine, kind, races, tell) for kind in HEATS]


def _heat(engine: str, kind: str, races: int, tell: Any) -> dict[str, Any]:
    from tests.reliability.heats import HEATS, Track

    answers: Counter[str] = Counter()
    findings: list[str] = []
    seconds = 0.0
    for first in range(0, races, BATCH):
        heat = HEATS[kind](Track(), min(BATCH, races - first))
        started = time.perf_counter()
        pairs, wrong = heat.run()
        seconds += time.perf_counter() - started
        answers.update(word for pair in pairs for word in pair)
        findings += wrong
        tell(kind)
    told = {word: count for word, count in answers.items() if word != "won"}
    return {
        "engine": engine, "kind": kind, "races": races, "won": answers["won"],
        "told": told, "findings": findings, "seconds": seconds,
    }  # fmt: skip


def _table(found: list[dict[str, Any]]) -> str:
    lines = [
        "| Engine | Race | Races | Won | Told | Wrong | Time |",
        "|---|---|---|---|---|---|---|",
    ]
    for line in found:
        told = ", ".join(f"{n:,} {word}" for word, n in sorted(line["told"].items()))
        lines.append(
            f"| {line['engine']} | {line['kind']} | {line['races']:,} | "
            f"{line['won']:,} | {told} | {len(line['findings'])} | "
            f"{line['seconds']:.0f} s |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
