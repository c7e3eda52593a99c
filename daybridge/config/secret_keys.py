"""The secrets of this installation: made once, kept outside the database.

Each key is a file of its own under DAYBRIDGE_HOME/keys, readable by its owner only.
Losing `backup` makes backups unreadable; losing `audit` ends the proof of the chain.
"""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def key(home: Path, name: str) -> bytes:
    """Give the 32 secret bytes called `name`, making them at first use."""
    path = home / "keys" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        return _read(path)
    except FileNotFoundError:
        return _make(path)


def _read(path: Path) -> bytes:
    value = bytes.fromhex(path.read_text().strip())
    if len(value) != KEY_BYTES:
        raise SystemExit(f"{path}: expected {KEY_BYTES} bytes in hexadecimal.")
    return value


def _make(path: Path) -> bytes:
    """Write the key whole under another name first, so that two starts agree on one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as out:
        out.write(secrets.token_bytes(KEY_BYTES).hex())
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _read(path)
