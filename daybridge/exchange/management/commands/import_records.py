"""Bring a roster, a schedule or an attendance history into a program."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from daybridge.access.viewer import system_viewer
from daybridge.exchange.ctn0094 import import_trial
from daybridge.exchange.fields import KINDS
from daybridge.exchange.importing import Outcome, import_file
from daybridge.exchange.importing import Progress as Told
from daybridge.exchange.mapping import PRESETS, Mapping, read_mapping, straight
from daybridge.exchange.problems import UnreadableFile
from daybridge.programs.models import Program
from daybridge.schedule.errors import ScheduleError

MOST_SHOWN = 100
TRIAL = "ctn0094"


class Command(BaseCommand):
    help = (
        "Bring a roster, schedule or attendance history in from CSV or XLSX. Nothing "
        "is written unless every row is good or --skip-bad is given; the same file "
        "twice changes nothing. See docs/import.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        presets = sorted(path.stem for path in PRESETS.glob("*.toml"))
        add = parser.add_argument
        add("file", type=Path, help="a CSV or XLSX file (a folder for ctn0094)")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--mapping", type=Path, help="a mapping file (TOML)")
        how.add_argument("--preset", choices=[*presets, TRIAL])
        how.add_argument("--kind", choices=KINDS, help="columns named like our fields")
        add("--program", help="name or id, where there are several")
        add("--set", action="append", default=[], metavar="FIELD=VALUE",
            help="a value for every row where the file has none")  # fmt: skip
        add("--on", type=date.fromisoformat, help="day 0 of a ctn0094 history")
        add("--minutes", type=int, default=60, help="length of a ctn0094 visit")
        add("--dry-run", action="store_true", help="check everything, write nothing")
        add("--skip-bad", action="store_true", help="leave bad rows out")
        add("--json", action="store_true", help="say what happened as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        program = _program(options["program"])
        viewer = system_viewer(program, timezone.now())
        try:
            with _bar(quiet=options["json"]) as told:
                outcome = _run(viewer, options, told)
        except (UnreadableFile, ScheduleError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_as_json(outcome) if options["json"] else _as_text(outcome))
        if outcome.problems and not options["skip_bad"]:
            raise CommandError(
                f"{len(outcome.problems):,} cells cannot be used; nothing was "
                "written. Mend them, or leave their rows out with --skip-bad.",
                returncode=2,
            )


def _run(viewer: Any, options: dict[str, Any], told: Told) -> Outcome:
    defaults = _defaults(options["set"])
    if options["preset"] == TRIAL:
        for name in ("track", "leader"):
            if name not in defaults:
                raise CommandError(f"ctn0094 needs --set {name}=…")
        if options["on"] is None:
            raise CommandError("ctn0094 needs --on, the day that counts as day 0.")
        return import_trial(
            options["file"], viewer=viewer, on=options["on"],
            minutes=options["minutes"], dry_run=options["dry_run"], progress=told,
            track=defaults["track"], leader=defaults["leader"],
        )  # fmt: skip
    return import_file(
        options["file"], mapping=_mapping(options, defaults), viewer=viewer,
        dry_run=options["dry_run"], skip_bad=options["skip_bad"], progress=told,
    )  # fmt: skip


def _mapping(options: dict[str, Any], defaults: dict[str, str]) -> Mapping:
    if options["kind"]:
        return straight(options["kind"], options["file"].stem[:80], **defaults)
    path = options["mapping"] or PRESETS / f"{options['preset']}.toml"
    return read_mapping(path, **defaults)


def _defaults(pairs: list[str]) -> dict[str, str]:
    defaults = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise CommandError(f"--set takes FIELD=VALUE, not “{pair}”.")
        defaults[name.strip()] = value.strip()
    return defaults


def _program(wanted: str | None) -> Program:
    programs = list(Program.objects.order_by("name"))
    if wanted:
        programs = [p for p in programs if wanted in (p.name, str(p.pk))]
    if len(programs) == 1:
        return programs[0]
    known = ", ".join(Program.objects.values_list("name", flat=True)) or "none yet"
    raise CommandError(f"Say which program with --program. There are: {known}.")


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Told]:
    """Progress on standard error, a line for each stage."""
    console = Console(stderr=True, quiet=quiet)
    columns = (
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f} rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        stages: dict[str, Any] = {}

        def told(stage: str, done: int) -> None:
            if stage not in stages:
                stages[stage] = progress.add_task(stage, total=None)
            progress.advance(stages[stage], done)

        yield told


def _as_json(outcome: Outcome) -> str:
    return json.dumps(asdict(outcome), ensure_ascii=False, indent=2)


def _as_text(outcome: Outcome) -> str:
    new = ", ".join(f"{count:,} {name}" for name, count in outcome.new.items())
    verb = "Imported" if outcome.written else "Would import"
    lines = [problem.sentence for problem in outcome.problems[:MOST_SHOWN]]
    if len(outcome.problems) > MOST_SHOWN:
        lines.append(f"… and {len(outcome.problems) - MOST_SHOWN:,} more")
    lines += [problem.sentence for problem in outcome.changed_since[:MOST_SHOWN]]
    lines += outcome.notes
    lines.append(
        f"{outcome.rows:,} rows looked at. {verb}: {new or 'nothing new'}. "
        f"Already here: {outcome.unchanged:,}."
    )
    return "\n".join(lines)
