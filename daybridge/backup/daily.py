"""The daily backup: DAYBRIDGE_DAILY_BACKUPS of them are kept in DAYBRIDGE_HOME/backups.

They are sealed with this installation's key and lie on the same machine: they help
after a mistake, not after a fire. Copy them, and the keys folder, somewhere else.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from daybridge.backup.secret import installation_key
from daybridge.backup.writing import make_backup


def back_up(*, as_of: datetime) -> Path | None:
    """Make today's backup unless it is there, and let the oldest go."""
    keep: int = settings.DAILY_BACKUPS
    if keep == 0:
        return None
    folder = Path(settings.HOME, "backups")
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"daily-{as_of:%Y-%m-%d}.backup"
    if not path.exists():
        make_backup(path, secret=installation_key(), at=as_of)
    for old in sorted(folder.glob("daily-*.backup"))[:-keep]:
        old.unlink()
    return path
