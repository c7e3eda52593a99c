"""Sign-ins that ended by themselves leave the table."""

from datetime import datetime
from importlib import import_module

from django.conf import settings


def clear_expired(*, as_of: datetime) -> None:
    """Delete the sessions that have expired, of whichever kind are in use."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
