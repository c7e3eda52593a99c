"""How many seats of a session are given away, for reads and writes alike."""

from typing import Any

from django.db.models import Count, Q


def with_taken(sessions: Any) -> Any:
    """Sessions with `taken`: the seats given away, and not given up for once."""
    held = Q(attendances__removed_at=None, attendances__given_up_at=None)
    return sessions.annotate(taken=Count("attendances", filter=held))
