"""Who acts: the part of a viewer that the audit keeps."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the system, as written into an audit row."""

    program_id: UUID | None
    user_id: UUID | None
    staff_id: UUID | None
    name: str  # as it read at the moment of the act
    roles: tuple[str, ...]
    address: str  # where the request came from; empty for the system
    basis: str = ""  # the emergency or oversight access in use, if any


SYSTEM = Actor(None, None, None, "Daybridge", (), "")


def system_actor(program_id: UUID) -> Actor:
    """The system acting inside one program: a task, an import, the demo."""
    return Actor(program_id, None, None, "Daybridge", (), "")
