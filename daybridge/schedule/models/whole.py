"""Rows that speak of the whole timetable, for whoever reads every roster."""

from typing import Self

from daybridge.access.matrix import Matter
from daybridge.access.records import RecordModel, RecordQuerySet
from daybridge.access.viewer import Reach, Viewer


class OfWholeScheduleQuerySet(RecordQuerySet[RecordModel]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """All of the program's, or none: no row is one patient's."""
        scoped = self.in_program(viewer.program_id)
        is_theirs = viewer.reach(matter or self.model.matter) is Reach.PROGRAM
        return scoped if is_theirs else scoped.none()
