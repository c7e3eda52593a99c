"""Files for another program to pick up from a folder."""

import os
from pathlib import Path


def put(folder: Path, name: str, content: str, *, encoding: str = "utf-8") -> Path:
    """Write a file whole or not at all, for its owner's eyes only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished, finished = folder / f".{name}.part", folder / name
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding=encoding, newline="") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, finished)
    return finished
