"""What Lighthouse says of every public page, as a phone on a slow line sees it.

    LIGHTHOUSE=node_modules/.bin/lighthouse python -m bench.front
    LIGHTHOUSE=… python -m bench.front week/ call/          some pages only

The middle of three runs counts: a busy machine makes a page look slow, never quick.

Lighthouse is a tool of the one who measures and no part of Daybridge; where it is not
found, only the weight of each page is told, as a browser of its own would load it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.evening_server import EveningServer

PAGES = ("", "week/", "check/", "cost/", "call/", "refer/", "thanks/")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LEAST_QUICK, LEAST_OPEN, MOST_BYTES = 95, 100, 150_000
RUNS = 3


def look(lighthouse: str, address: str, folder: Path) -> dict[str, Any]:
    """One run of Lighthouse over one page."""
    report = folder / "report.json"
    subprocess.run(
        [lighthouse, address, "--quiet", "--output=json", f"--output-path={report}",
         "--only-categories=performance,accessibility,best-practices",
         "--chrome-flags=--headless=new --no-sandbox --disable-quic"],
        env={**os.environ, "CHROME_PATH": CHROMIUM}, check=True, timeout=240,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def quickness(report: dict[str, Any]) -> float:
    """The score by which runs are put in order."""
    return float(report["categories"]["performance"]["score"])


def main() -> int:
    lighthouse = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if not lighthouse:
        print("Lighthouse is not here. Name it: LIGHTHOUSE=… python -m bench.front")
        return 1
    holds = True
    with tempfile.TemporaryDirectory() as name, EveningServer(Path(name)) as server:
        for page in [("" if one == "start" else one) for one in sys.argv[1:]] or PAGES:
            address = f"http://localhost:{server.port}/start/schuylkill-street/{page}"
            reports = [look(lighthouse, address, Path(name)) for _ in range(RUNS)]
            report = sorted(reports, key=quickness)[RUNS // 2]
            score = {
                k: round(v["score"] * 100) for k, v in report["categories"].items()
            }
            audits = report["audits"]
            weight = int(audits["total-byte-weight"]["numericValue"])
            print(
                f"/{page or 'start'}: performance {score['performance']}, "
                f"accessibility {score['accessibility']}, "
                f"best practices {score['best-practices']}, "
                f"{weight / 1000:.0f} kB, largest paint "
                f"{audits['largest-contentful-paint']['numericValue'] / 1000:.1f} s",
                flush=True,
            )
            holds &= (
                score["performance"] >= LEAST_QUICK
                and score["accessibility"] >= LEAST_OPEN
                and weight < MOST_BYTES
            )
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
