"""How words leave: by e-mail, or as a text message through a gateway.

Whoever receives them may get the same message twice, when a worker died between the
sending and the writing down; its id says so, and the second is not shown.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way out."""

    id: str  # the same for every try
    to: str
    subject: str
    text: str


class NotNow(Exception):
    """It could not be sent and may be later; says why without saying whom or what."""


class Never(Exception):
    """It was refused, and would be again."""
