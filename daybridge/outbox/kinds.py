"""Which messages cannot wait for the morning, by their kind.

A session of the next hours that is moved or does not take place: who is not told now
stands before a locked door. Everything else waits while people sleep.
"""

CANNOT_WAIT = frozenset({"schedule.repair"})


def cannot_wait(kind: str) -> bool:
    """Whether a message of this kind may leave in the night."""
    return kind in CANNOT_WAIT
