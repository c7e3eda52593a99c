"""The sealed file: what was written comes back whole, or reading refuses.

Layout: a magic line, a header (4 bytes of length, then JSON), then frames of up to
1 MiB, each 4 bytes of length and AES-256-GCM ciphertext. The key of a file comes from
the secret and the file's own salt (HKDF-SHA256); a frame's nonce is its number and
whether it is the last; every frame also vouches for the header. So frames cannot be
changed, moved, repeated, dropped or cut off unseen.
"""

import hashlib
import io
import json
import secrets
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import Buffer

from daybridge.backup.errors import BackupRefused
from daybridge.backup.secret import Secret

MAGIC = b"DAYBRIDGE BACKUP 1\n"
FRAME_BYTES = 1 << 20
TAG_BYTES = 16
MOST_HEADER_BYTES = 4_096

NOT_OURS = "This is not a Daybridge backup."
CUT_OFF = "The backup is cut off: its end is missing."
DAMAGED = "The backup is damaged: a part of it is not as it was written."
LONGER = "The backup is damaged: something follows after its end."


class SealedWriter(io.RawIOBase):
    """Write bytes; the file under it receives sealed frames. Close to finish it."""

    def __init__(self, file: BinaryIO, secret: Secret) -> None:
        salt = secrets.token_bytes(32)
        header = {"kind": secret.kind, "salt": salt.hex()}
        raw = json.dumps(header, sort_keys=True).encode()
        self._file, self._held, self._number = file, bytearray(), 0
        self._cipher, self._about = _cipher(secret, salt), _about(raw)
        file.write(MAGIC + struct.pack(">I", len(raw)) + raw)

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        given = bytes(data)
        self._held += given
        while len(self._held) > FRAME_BYTES:
            self._seal(bytes(self._held[:FRAME_BYTES]), is_last=False)
            del self._held[:FRAME_BYTES]
        return len(given)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._held), is_last=True)
        super().close()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        sealed = self._cipher.encrypt(nonce, plain, self._about)
        self._file.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


class SealedReader(io.RawIOBase):
    """Read back what was sealed; raises BackupRefused at the first flaw."""

    def __init__(self, file: BinaryIO, secret: Secret) -> None:
        self._file, self._plain, self._number = file, b"", 0
        self._is_over = False
        raw = _read_header(file)
        kind, salt = _parse(raw)
        if kind != secret.kind:
            raise BackupRefused(
                "This backup was sealed with a passphrase: give --passphrase-file."
                if kind == "passphrase"
                else "This backup was sealed with the key of its installation "
                "(DAYBRIDGE_HOME/keys/backup), not with a passphrase."
            )
        self._cipher, self._about = _cipher(secret, salt), _about(raw)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        while not self._plain and not self._is_over:
            self._plain = self._open_frame()
        view = memoryview(buffer)
        count = min(len(view), len(self._plain))
        view[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _open_frame(self) -> bytes:
        length_bytes = self._file.read(4)
        if len(length_bytes) < 4:
            raise BackupRefused(CUT_OFF)
        length = struct.unpack(">I", length_bytes)[0]
        if not TAG_BYTES <= length <= FRAME_BYTES + TAG_BYTES:
            raise BackupRefused(DAMAGED)
        sealed = self._file.read(length)
        if len(sealed) < length:
            raise BackupRefused(CUT_OFF)
        plain = self._unseal(sealed)
        self._number += 1
        if self._is_over and self._file.read(1):
            raise BackupRefused(LONGER)
        return plain

    def _unseal(self, sealed: bytes) -> bytes:
        for is_last in (False, True):
            nonce = _nonce(self._number, is_last=is_last)
            try:
                plain = self._cipher.decrypt(nonce, sealed, self._about)
            except InvalidTag:
                continue
            self._is_over = is_last
            return plain
        if self._number == 0:
            raise BackupRefused(
                "The key does not open this backup (or its beginning is damaged). "
                "It needs the key or passphrase it was made with."
            )
        raise BackupRefused(DAMAGED)


def _read_header(file: BinaryIO) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise BackupRefused(NOT_OURS)
    length_bytes = file.read(4)
    length = struct.unpack(">I", length_bytes)[0] if len(length_bytes) == 4 else 0
    if not 0 < length <= MOST_HEADER_BYTES:
        raise BackupRefused(DAMAGED)
    raw = file.read(length)
    if len(raw) < length:
        raise BackupRefused(CUT_OFF)
    return raw


def _parse(raw: bytes) -> tuple[str, bytes]:
    try:
        header = json.loads(raw)
        return str(header["kind"]), bytes.fromhex(header["salt"])
    except (ValueError, KeyError, TypeError):
        raise BackupRefused(DAMAGED) from None


def _about(header: bytes) -> bytes:
    return hashlib.sha256(MAGIC + header).digest()


def _cipher(secret: Secret, salt: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt, b"daybridge backup 1").derive(
        secret.master(salt)
    )
    return AESGCM(derived)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">QI", number, int(is_last))
