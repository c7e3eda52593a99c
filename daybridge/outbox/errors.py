"""What the outbox refuses, with the sentence a person reads."""


class OutboxError(Exception):
    """Something that cannot be done with a message; `field` says where to show it."""

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class AlreadySettled(OutboxError):
    """Somebody else called, or it was taken back, since the list was read."""


class NoMessageHere(OutboxError):
    """A message on a number where none may be left."""


class NotReachable(OutboxError):
    """A way to be told for which they have no number or address."""


class StaleWish(OutboxError):
    """Somebody else wrote down how they want to be told since it was read."""
