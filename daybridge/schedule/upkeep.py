"""Nightly upkeep: the coming weeks of every program have their sessions."""

from datetime import datetime

from daybridge.programs.rounds import in_every_program
from daybridge.schedule.services import keep_weeks_ahead


def make_sessions_ahead(*, as_of: datetime) -> int:
    """Make what is missing in every program; safe to run twice. Says how many."""
    return sum(
        keep_weeks_ahead(program=by.program, at=as_of, by=by)
        for by in in_every_program(as_of)
    )
