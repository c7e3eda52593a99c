"""The keys folder, for a backup that can open an installation on a new machine."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings


def read_keys() -> dict[str, str]:
    """Every key of this installation, by name."""
    return {
        path.name: path.read_text().strip()
        for path in sorted(_folder().iterdir())
        if path.is_file() and not path.name.startswith(".")
    }


def install_keys(keys: dict[str, str], *, at: datetime) -> Path:
    """Put keys in place; the former ones move to the folder that is returned."""
    folder = _folder()
    fresh = folder.with_name("keys.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    for name, value in keys.items():
        path = fresh / Path(name).name
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, flags, 0o600), "w") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
    former = folder.with_name(f"keys.before-{at:%Y%m%dT%H%M%S}")
    folder.rename(former)
    fresh.rename(folder)
    return former


def _folder() -> Path:
    home: Path = settings.HOME
    return home / "keys"
