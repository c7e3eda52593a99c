"""Write a clinic's week as a document that `daybridge week` reads."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from daybridge.access.viewer import system_viewer
from daybridge.audit.recording import record
from daybridge.programs.models import Program
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule.fitting.instance import clinic_week


class Command(BaseCommand):
    help = (
        "Write the groups that run, who is in them, and when everyone can come, as a "
        "document for `daybridge week` (docs/contracts/week-fit.md). It names nobody, "
        "but its keys are those of the record: keep it as you keep the record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("output", type=Path, help="the file to write")
        add("--program", type=UUID, help="its id, where there are several")
        add("--from", dest="day", type=date.fromisoformat,
            help="the ordinary week from this day on (today)")  # fmt: skip
        add("--place", type=UUID, action="append", default=[], metavar="ID",
            help="a patient to be placed; may be given again")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        program, at = _program(options["program"]), timezone.now()
        by = system_viewer(program, at)
        week = clinic_week(
            program, day=options["day"] or by.today, at=at, place=options["place"]
        )
        unknown = set(week.instance.place) - set(week.instance.clients)
        if unknown:
            raise CommandError(f"Nobody in care has the id {min(unknown)}.")
        record(
            "schedule.week_written", by=by.actor, at=at,
            detail={"patients": len(week.instance.clients)},
        )  # fmt: skip
        text = json.dumps(instance_document(week.instance), indent=1)
        options["output"].write_text(text + "\n")
        self.stdout.write(
            f"{len(week.instance.offerings)} offerings and "
            f"{len(week.instance.clients)} patients, the week of {week.facts.monday}."
        )


def _program(key: UUID | None) -> Program:
    programs = list(Program.objects.order_by("name"))
    if key is not None:
        programs = [program for program in programs if program.pk == key]
    if len(programs) == 1:
        return programs[0]
    raise CommandError("Say which program with --program: there is not just one.")
