"""A program made, and its settings changed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.actor import system_actor
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.programs.errors import AddressTaken
from daybridge.programs.models import DayRule, Program, Site
from daybridge.programs.services.holding import hold_program, refuse_stale
from daybridge.programs.values import ProgramValues
from daybridge.rules.service_day import THREE_HOURS


@service
def create_program(
    *, name: str, site: str, time_zone: str, state: str, at: datetime
) -> Program:
    """Make a program with its first site and the usual rule for a day of care."""
    program = Program.objects.create(name=name, time_zone=time_zone, state=state)
    Site.objects.create(program=program, name=site)
    DayRule.objects.create(
        program=program,
        name=THREE_HOURS.name,
        min_minutes=THREE_HOURS.minimum_minutes,
        source=THREE_HOURS.source,
        starts_on=program.day_of(at),
    )
    by = system_actor(program.pk)
    record("programs.program_made", by=by, target=program, at=at)
    remember([program], fields=ProgramValues.names(), by=by, at=at)
    return program


@service
def change_program(
    *, program: Program, values: ProgramValues, at: datetime, by: Viewer,
    base: str | None = None,
) -> Program:  # fmt: skip
    """Change the settings. Notes and sessions that exist keep what they were made by.

    `base` is `ProgramValues.seen` of what the person changed; raises StaleSetting.
    """
    held = hold_program(program.pk)
    refuse_stale(held, ProgramValues, base)
    if ProgramValues.of(held) == values:
        return held
    values.put_on(held)
    _save(held)
    record("programs.program_changed", by=by.actor, target=held, at=at)
    remember([held], fields=ProgramValues.names(), by=by.actor, at=at)
    return held


def _save(program: Program) -> None:
    """Save the settings; of two programs that take one address, the first has it."""
    try:
        with transaction.atomic():
            program.save(update_fields=[*ProgramValues.names()])
    except IntegrityError:
        others = Program.objects.exclude(pk=program.pk)
        if not others.filter(public_slug=program.public_slug).exists():
            raise
        raise AddressTaken(
            "Another program here has this address. Choose another one."
        ) from None
