"""What the schedule refuses; each error reads as a sentence for the one who asked."""


class ScheduleError(Exception):
    """The schedule says no; `str()` is the sentence to show."""


class SeatTaken(ScheduleError):  # noqa: N818 - named as people say it
    """The last seat went to someone else."""


class AlreadyEnrolled(ScheduleError):  # noqa: N818
    """The patient already has a standing place in this group."""


class SessionCancelled(ScheduleError):  # noqa: N818
    """The session does not take place."""


class SessionHasArrivals(ScheduleError):  # noqa: N818
    """Someone has already attended, so the session took place."""


class StaleSession(ScheduleError):  # noqa: N818
    """Someone else changed the session (or group) in the meantime."""


class SeatsBelowMembers(ScheduleError):  # noqa: N818
    """Fewer seats than people who already have one."""
