"""Whether the seats asked for fit the room and the license, as sentences."""

from typing import Any

from daybridge.rules.wording import count_of


def room_sentence(room: Any, capacity: int, leaders: int) -> str:
    """Say that the room is too small, or nothing. A room counts staff too."""
    if room is None or capacity + leaders <= room.capacity:
        return ""
    return (
        f"{room} holds {room.capacity} people. {count_of(capacity, 'patient')} and "
        f"{count_of(leaders, 'leader')} are {capacity + leaders}. "
        f"Lower the seats to {max(0, room.capacity - leaders)} or choose a larger room."
    )


def license_sentence(program: Any, capacity: int) -> str:
    """Say that the group is larger than the license allows, or nothing."""
    limit = program.group_size_limit
    if capacity <= limit:
        return ""
    return f"The license allows {limit} patients in a group; this asks for {capacity}."
