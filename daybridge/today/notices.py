"""What someone should know and has not put away."""

from daybridge.access.models import Notice
from daybridge.access.viewer import Viewer

SHOWN = 10


def unread(viewer: Viewer) -> list[Notice]:
    """The viewer's unread notices, newest first."""
    return list(Notice.objects.unread_by(viewer)[:SHOWN])
