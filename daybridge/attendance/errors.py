"""What attendance refuses; each error reads as a sentence for the person who asked."""

from collections.abc import Sequence
from typing import Any

from daybridge.rules.wording import count_of, listed


class AttendanceError(Exception):
    """Attendance says no; `str()` is the sentence to show."""


class StaleAttendance(AttendanceError):
    """Someone else changed these places meanwhile; `rows` is how they read now."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = list(rows)
        names = listed([row.patient.display_name for row in self.rows])
        super().__init__(
            f"Someone else has just changed {names or 'this roster'}. "
            "Look at what is there now and try again."
        )


class StillExpected(AttendanceError):
    """People nobody has spoken about yet; `rows` is who."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = list(rows)
        names = listed([row.patient.display_name for row in self.rows])
        super().__init__(
            f"{count_of(len(self.rows), 'person', 'people')} still expected: {names}. "
            "Did they come?"
        )


class AlreadyOnRoster(AttendanceError):
    """The patient already has a place in this session."""


class RemovedFromRoster(AttendanceError):
    """The place was taken off the roster; put it back first."""


class LinkEnded(AttendanceError):
    """The link of a reminder opens nothing any more."""


class SeatGivenAway(AttendanceError):
    """Somebody who could not come can, and meanwhile somebody else has their seat."""


class EachHasItsTime(AttendanceError):
    """Each session of the day is made up for; one has to be given back first."""


class NothingNoted(AttendanceError):
    """There is no answer to take back that staff noted."""


class TooEarly(AttendanceError):
    """Nobody can be there yet; the sentence says from when on it can be said."""


class TimesOutOfOrder(AttendanceError):
    """Arrival and departure do not fit the session or each other."""
