"""What coverage refuses; each error reads as a sentence for the one who asked."""


class CoverageError(Exception):
    """Coverage says no; `str()` is the sentence, `field` the answer it belongs to."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Stale(CoverageError):
    """Someone else changed the row since the page was opened."""


class AlreadyThere(CoverageError):
    """There is one like it already, and only one can be."""


class DayOutOfOrder(CoverageError):
    """A day that cannot be: too early, too late, or before what it follows."""


class NotOfThisPolicy(CoverageError):
    """A reply speaks of somebody else, or of another policy."""


class CannotBeWritten(CoverageError):
    """Something a question to a payer needs is missing or has no letters for it."""


class NoConsent(CoverageError):
    """No consent for payment is in force: nothing about them may leave."""


class NothingToEstimate(CoverageError):
    """A fact is missing without which no estimate can be given."""


class AlreadyGiven(CoverageError):
    """This estimate was given to the patient and stands as it is."""
