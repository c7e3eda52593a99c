"""What the domain of notes refuses, each with the sentence a person reads."""


class NoteRefusal(Exception):
    """The base of every refusal; `sentence` says what to do."""

    sentence = "This cannot be done."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence


class NoteAlreadySigned(NoteRefusal):
    sentence = "This note is signed and closed. Add an addendum instead."


class TextChangedSinceShown(NoteRefusal):
    sentence = "The note changed after it was on your screen. Read it again, then sign."


class NoteIncomplete(NoteRefusal):
    sentence = "The note is not complete yet."


class NotOverYet(NoteRefusal):
    sentence = "A note is signed when what it tells is over."


class NamesInSharedText(NoteRefusal):
    sentence = (
        "The group summary may name another patient. Replace the name, or say that it "
        "is not one, before the text enters any chart."
    )


class NotYours(NoteRefusal):
    sentence = "Only its author may do this."
