"""Seal the audit, and prove that nothing in it was changed, removed or added."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from daybridge.audit.anchors import anchors_file
from daybridge.audit.chain import seal
from daybridge.audit.verifying import Report, verify


class Command(BaseCommand):
    help = "Seal audit rows into their chains, or verify the chains."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        check = acts.add_parser("verify", help="name the first row that does not hold")
        check.add_argument("--json", action="store_true", help="print JSON")
        check.add_argument("--program", help="only this program's chain (its id)")
        sealing = acts.add_parser("seal", help="seal the rows that wait")
        sealing.add_argument(
            "--everything", action="store_true", help="look at the whole table"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "seal":
            count = seal(at=timezone.now(), everything=options["everything"])
            self.stdout.write(f"Sealed {count} rows.")
            return
        report = self._verified(options)
        self._say(report, as_json=options["json"])
        if not report.holds:
            sys.exit(1)

    def _verified(self, options: dict[str, Any]) -> Report:
        if options["json"]:
            return verify(options["program"])
        columns = (SpinnerColumn(), TextColumn("{task.description}"))
        console = Console(stderr=True)
        with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
            task = bar.add_task("Reading the audit")
            return verify(
                options["program"],
                progress=lambda rows: bar.update(
                    task, description=f"{rows:,} rows read"
                ),
            )

    def _say(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_as_data(report)))
            return
        for finding in report.findings:
            self.stdout.write(str(finding))
        if report.holds:
            self.stdout.write(
                f"The audit holds: {report.rows:,} sealed rows, "
                f"{report.waiting:,} waiting for their seal."
            )
            self.stdout.write(f"Heads are kept in {anchors_file()}.")


def _as_data(report: Report) -> dict[str, Any]:
    return {
        "holds": report.holds,
        "rows": report.rows,
        "waiting": report.waiting,
        "findings": [
            {
                "chain": finding.chain,
                "number": finding.number,
                "event_id": str(finding.event_id) if finding.event_id else None,
                "wrong": finding.wrong.name.lower(),
                "sentence": str(finding),
            }
            for finding in report.findings
        ],
    }
