"""What is told, as those who tell it write it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A message, ready to read, in the reader's language.

    It is read over a shoulder and on a lock screen: never a clinical word, the name of
    a room, of a group or of the program.
    """

    subject: str  # one line
    text: str  # the whole message, short enough for one text message where possible
