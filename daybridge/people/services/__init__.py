"""The writes of people, one file per activity."""

from daybridge.people.services.names import index_names

__all__ = ["index_names"]
