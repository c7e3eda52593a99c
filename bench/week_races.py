"""A thousand times two coordinators and one last seat, on each engine.

    python -m bench.week_races
    python -m bench.week_races --races 100 --engine postgres

Each engine gets a fresh database with the program's own settings (SQLite in a file that
is synced at each commit; PostgreSQL with fsync). In each race two people are given the
same week of two groups at once, of which one has a single seat
(tests/reliability/last_seats.py).
"""

import argparse
import json
from dataclasses import asdict
from typing import Any

from bench.on_an_engine import ENGINES, on_an_engine


def main() -> int:
    options = _options()
    if options.inside:
        print(json.dumps(_inside(options.races)))
        return 0
    wrong = []
    print(f"{'engine':9} {'races':>6}  answers")
    for engine in options.engine or ENGINES:
        found = _on(engine, options.races)
        print(f"{engine:9} {found['races']:6}  {found['answers']}", flush=True)
        wrong += [f"{engine}, {finding}" for finding in found["findings"]]
    print("\n".join(wrong) or "Never over capacity, and nobody silently dropped.")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.week_races", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _on(engine: str, races: int) -> dict[str, Any]:
    """The races of one engine."""
    found: dict[str, Any] = on_an_engine(
        engine, "bench.week_races", "--inside", f"--races={races}"
    )
    return found


def _inside(races: int) -> dict[str, Any]:
    import django

    django.setup()
    from tests.reliability.last_seats import prepare, run

    return asdict(run(prepare(), races))


if __name__ == "__main__":
    raise SystemExit(main())
