"""What the worker does for every program, one after the other."""

from collections.abc import Iterator
from datetime import datetime

from daybridge.access.viewer import Viewer, system_viewer
from daybridge.programs.models import Program


def in_every_program(at: datetime) -> Iterator[Viewer]:
    """The system at work in each program, always in the same order."""
    for program in Program.objects.order_by("pk"):
        yield system_viewer(program, at)
