"""Build *Schuylkill Street IOP, Philadelphia*: a clinic of invented people to try."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from daybridge.demo.build import AlreadyThere, Built, build
from daybridge.demo.clinic import NAME, ZONE

SEED = 2026
PATIENTS = 300


class Command(BaseCommand):
    help = "Build a demo clinic of invented people, drawn from published figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--patients", type=int, default=PATIENTS,
            help="current and former together; one in five is in care (default 300)",
        )  # fmt: skip
        parser.add_argument(
            "--if-empty", action="store_true",
            help="do nothing when there is data already",
        )  # fmt: skip
        parser.add_argument(
            "--long-chart", type=int, default=0, metavar="N",
            help="give the first patient N more encounters, for measuring",
        )  # fmt: skip
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD",
            help="the clinic's today (default: today in Philadelphia)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if options["patients"] < 1:
            raise CommandError("--patients takes 1 or more.")
        today = options["today"] or timezone.now().astimezone(ZONE).date()
        started = time.perf_counter()
        try:
            built = _with_progress(today, options)
        except AlreadyThere:
            if options["if_empty"]:
                return
            raise CommandError(
                "There is data here already, and the demo goes only into an empty "
                "database. Set DAYBRIDGE_HOME to another folder to try it there."
            ) from None
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{NAME}: {built.patients:,} invented patients, {built.rows:,} rows in "
            f"{seconds:.1f} s ({built.rows / seconds:,.0f} rows per second)"
        )


def _with_progress(today: date, options: dict[str, Any]) -> Built:
    console = Console(stderr=True)
    columns = (
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Patients", total=options["patients"])
        return build(
            seed=options["seed"],
            patients=options["patients"],
            today=today,
            long_chart=options["long_chart"],
            progress=lambda done: bar.advance(task, done),
        )
