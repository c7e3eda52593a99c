"""What opens a backup: this installation's key, or a passphrase someone keeps."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from daybridge.backup.errors import BackupRefused

SHORTEST_PASSPHRASE = 12
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1  # 128 MB and about half a second a guess


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and its kind: "key" or "passphrase"."""

    kind: str
    value: bytes

    def __repr__(self) -> str:
        return f"Secret({self.kind})"

    def master(self, salt: bytes) -> bytes:
        """32 bytes; slow on purpose when people chose the secret."""
        if self.kind == "key":
            return self.value
        return Scrypt(salt, 32, SCRYPT_N, SCRYPT_R, SCRYPT_P).derive(self.value)


def installation_key() -> Secret:
    return Secret("key", settings.BACKUP_KEY)


def passphrase_in(path: Path) -> Secret:
    """The first line of a file; too short a passphrase is refused."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BackupRefused(f"--passphrase-file {path}: {problem}.") from None
    passphrase = lines[0].strip() if lines else ""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupRefused(
            f"--passphrase-file {path}: its first line must have at least "
            f"{SHORTEST_PASSPHRASE} characters. Four random words do well."
        )
    return Secret("passphrase", passphrase.encode())
