"""Look at every page as everyone who may open it, in both widths and both themes.

    python -m bench.axe

Axe, the width of the page, complaints of the browser and the keyboard, for each; it
takes a while. The suite looks at each page once, wide and light, narrow and dark.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CRAWL = "tests/journeys/test_every_page.py"


def main() -> int:
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", CRAWL, "-q", "-n", "2", *sys.argv[1:]],
            env={**os.environ, "DAYBRIDGE_TEST_EVERY_LOOK": str(counts)}, cwd=root,
        )  # fmt: skip
        if done.returncode:
            return done.returncode
        parts = [json.loads(line) for line in counts.read_text().splitlines()]
    names = {name for part in parts for name in part["names"]}
    opened = sum(len(part["names"]) for part in parts)
    print(
        f"{len(names)} pages, opened {opened} times as everyone who may, "
        f"{sum(part['looks'] for part in parts)} looks: no violation, none too wide, "
        "no complaint of the browser."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
