"""Nightly upkeep: the coming weeks of every program have their sessions."""

from datetime import datetime

from daybridge.access.viewer import system_viewer
from daybridge.programs.models import Program
from daybridge.schedule.services import keep_weeks_ahead


def make_sessions_ahead(*, as_of: datetime) -> int:
    """Make what is missing in every program; safe to run twice. Says how many."""
    return sum(
        keep_weeks_ahead(program=program, at=as_of, by=system_viewer(program, as_of))
        for program in Program.objects.order_by("pk")
    )
