"""The limits marked `*` in the access matrix that roles put on what they may read.

Source: docs/access.md, "Limits": a biller reads dates and codes, no words; a peer
specialist their own peer notes; counselors and prescribers their own service lines of
what is claimed.
"""

from dataclasses import replace

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer

NO_WORDS = frozenset({Role.BILLER})
OWN_WORDS_ONLY = frozenset({Role.PEER})
OWN_LINES_ONLY = frozenset({Role.COUNSELOR, Role.MEDICAL})  # of claims


def reader_of_words(viewer: Viewer) -> Viewer:
    """The viewer with only those roles that read what colleagues wrote in a chart."""
    if viewer.is_system:
        return viewer
    return replace(viewer, roles=viewer.roles - NO_WORDS - OWN_WORDS_ONLY)


def reads_own_words(viewer: Viewer) -> bool:
    """Whether the viewer also reads what they wrote themselves, on their teams."""
    return bool(viewer.roles & OWN_WORDS_ONLY)


def reader_of_coverage(viewer: Viewer) -> Viewer:
    """The viewer with only those roles that read how somebody's care is paid."""
    if viewer.is_system:
        return viewer
    return replace(viewer, roles=viewer.roles - OWN_LINES_ONLY)
