"""What later rooms know of a member of staff, as they answer when asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkAhead:
    """What someone still leads: groups by name, and how many sessions ahead."""

    groups: tuple[str, ...]
    sessions: int

    def __bool__(self) -> bool:
        return bool(self.groups or self.sessions)
