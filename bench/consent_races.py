"""A thousand revocations against each way out, on each engine: nothing leaves after.

    python -m bench.consent_races                        page, feed and export
    python -m bench.consent_races --races 100 --engine postgres --kind feed

Each engine gets a fresh database with the program's own settings (SQLite in a file that
is synced at each commit; PostgreSQL with fsync). In each race one thread revokes while
another reads until it is refused (tests/reliability/revocations.py). `in flight` counts
answers that were decided and in the register before the revocation, and arrived after
it was acknowledged.
"""

import argparse
import json
from dataclasses import asdict
from typing import Any

from bench.on_an_engine import ENGINES, on_an_engine

KINDS = ("page", "feed", "export")


def main() -> int:
    options = _options()
    if options.inside:
        print(json.dumps(_inside(options.kind or KINDS, options.races)))
        return 0
    wrong = []
    print(f"{'engine':9} {'way out':8} {'races':>6} {'got':>6} {'in flight':>10}")
    for engine in options.engine or ENGINES:
        for kind, found in _on(engine, options).items():
            print(f"{engine:9} {kind:8} {found['races']:6} {found['got']:6} "
                  f"{found['in_flight']:10}", flush=True)  # fmt: skip
            wrong += [f"{engine}, {finding}" for finding in found["findings"]]
    print("\n".join(wrong) or "Nothing left after a revocation was acknowledged.")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.consent_races", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--races", type=int, default=1000, help="of each kind")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _on(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """The races of one engine."""
    kinds = [f"--kind={kind}" for kind in options.kind or KINDS]
    found: dict[str, Any] = on_an_engine(
        engine, "bench.consent_races", "--inside", f"--races={options.races}", *kinds
    )
    return found


def _inside(kinds: Any, races: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    from daybridge.cli.static import gather
    from tests.reliability.revocations import prepare, run

    gather()
    ground = prepare()
    return {kind: asdict(run(kind, races, *ground)) for kind in kinds}


if __name__ == "__main__":
    raise SystemExit(main())
