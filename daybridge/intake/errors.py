"""What intake refuses; each error reads as a sentence for the one who asked."""


class IntakeError(Exception):
    """Intake says no; `str()` is the sentence, `field` the answer it belongs to."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyInCare(IntakeError):
    """The patient has an open episode."""


class NeverInCare(IntakeError):
    """There is no earlier episode to come back from."""


class NotInCare(IntakeError):
    """The episode is closed, or was closed in the meantime."""


class DayOutOfOrder(IntakeError):
    """A day that cannot be: too early, too late, or before what it follows."""


class TrackNotOpen(IntakeError):
    """Nobody is taken on this track on that day."""


class DoseOutsideRule(IntakeError):
    """The dose leaves what the level of care asks, and nobody said that it is meant."""


class DoseAlreadyOrdered(IntakeError):
    """Another dose was ordered from the same day; it is not replaced silently."""


class AttendedAfterwards(IntakeError):
    """The patient came to a session on or after their day of discharge."""


class TooLateToTakeBack(IntakeError):
    """A discharge is taken back on the day it was written, or not at all."""


class InquiryChanged(IntakeError):
    """Someone else changed this inquiry since the page was opened."""


class CannotMove(IntakeError):
    """An inquiry does not come to this stage by hand, or not from where it is."""


class TimeTaken(IntakeError):
    """The assessor has another assessment at this time."""


class NothingBooked(IntakeError):
    """There is no booking that could be moved or cancelled any more."""


class AlreadyTakenUp(IntakeError):
    """The inquiry belongs to another person than the one chosen."""


class UnreadableDocument(IntakeError):
    """A document that came with a referral cannot be read item by item."""


class NotTakenUp(IntakeError):
    """Nothing is accepted into a chart before there is one."""


class ConsentNotSaid(IntakeError):
    """Somebody outside is told only with a consent in force."""


class NotWaiting(IntakeError):
    """The person is not on the waitlist, or no longer."""


class SeatTaken(IntakeError):
    """Someone else was offered this seat first, or it is gone."""


class OfferAnswered(IntakeError):
    """This offer has its answer, or its time ran out."""


class CannotMerge(IntakeError):
    """Two records stay two, and the sentence says why."""


class CannotUndo(IntakeError):
    """A merge is not taken back any more, because something happened since."""
