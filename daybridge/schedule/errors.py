"""What the schedule refuses; each error reads as a sentence for the one who asked."""


class ScheduleError(Exception):
    """The schedule says no; `str()` is the sentence to show."""


class SeatTaken(ScheduleError):
    """The last seat went to someone else."""


class AlreadyEnrolled(ScheduleError):
    """The patient already has a standing place in this group."""


class NotInCare(ScheduleError):
    """The patient has no open episode, so no place to come to."""


class SessionCancelled(ScheduleError):
    """The session does not take place."""


class SessionHasArrivals(ScheduleError):
    """Someone has already attended, so the session took place."""


class StaleSession(ScheduleError):
    """Someone else changed the session (or group) in the meantime."""


class SeatsBelowMembers(ScheduleError):
    """Fewer seats than people who already have one."""


class PlacesChanged(ScheduleError):
    """The patient's own places are not what they were when a week was found."""


class WeekChanged(ScheduleError):
    """Someone else painted the week in the meantime."""


class LinkEnded(ScheduleError):
    """The link was answered, ended or ran out meanwhile."""


class NothingAffected(ScheduleError):
    """No session that is still ahead needs what is away or closed."""


class StepDecided(ScheduleError):
    """Someone else decided about a session of a repair, or it was proposed anew."""


class NotFree(ScheduleError):
    """A leader or a room that was wanted has been taken meanwhile."""


class CannotPublish(ScheduleError):
    """The clinic is not any more what a draft was made from, or what it made of it."""
