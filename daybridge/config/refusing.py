"""Settings that cannot work stop the start, with the fix in the message."""

import os
from pathlib import Path


class SettingError(SystemExit):
    """A setting that cannot work; the message names it and says what to write."""


def read_folder(name: str, value: str) -> Path | None:
    """A folder that is there and may be written to; none where nothing is named."""
    if not value:
        return None
    folder = Path(value).expanduser()
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise SettingError(
            f"{name}={folder}: this is no folder that this user may write to. Make it, "
            "or leave the variable unset."
        )
    return folder
