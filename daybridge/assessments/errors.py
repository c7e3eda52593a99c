"""What assessments refuse; each error reads as a sentence for the one who asked."""

from typing import Any


class AssessmentRefusal(Exception):
    """The base of every refusal: a sentence, and the answer it belongs to."""

    sentence = "This cannot be done."

    def __init__(self, sentence: str = "", *, field: str = "") -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)
        self.field = field


class AssessmentClosed(AssessmentRefusal):
    sentence = "This assessment is closed. Add an addendum instead."


class AlreadyUnderWay(AssessmentRefusal):
    sentence = "An assessment of this person is under way. Go on with that one."


class ChangedMeanwhile(AssessmentRefusal):
    """Somebody else saved the same part; `now` is how it reads, `who` saved it."""

    sentence = "Somebody else has just changed this."

    def __init__(self, sentence: str = "", *, now: Any = None, who: str = "") -> None:
        super().__init__(sentence)
        self.now, self.who = now, who


class NotComplete(AssessmentRefusal):
    sentence = "The assessment is not complete yet."


class DangerFirst(AssessmentRefusal):
    sentence = "A danger was seen. Answer it first: see who to call."


class TextChangedSinceShown(AssessmentRefusal):
    sentence = "It changed after it was on your screen. Read it again, then sign."


class NotYours(AssessmentRefusal):
    sentence = "Somebody else has to do this."


class DiagnosisRefused(AssessmentRefusal):
    sentence = "This diagnosis contradicts itself."


class StopAnswered(AssessmentRefusal):
    sentence = "Somebody has answered this already."


class RuleDayTaken(AssessmentRefusal):
    sentence = "A rule cannot begin on this day."
