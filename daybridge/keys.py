"""Row keys made by the application, so that rows may be created anywhere and moved."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7: unique everywhere, and later ones sort later."""
    return uuid7()
