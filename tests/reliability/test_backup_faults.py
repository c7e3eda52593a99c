"""Whatever happens to a backup file, it is noticed before anything is touched."""

import random
import struct
import tracemalloc

import pytest

from daybridge.backup.envelope import FRAME_BYTES, MAGIC, SealedReader, SealedWriter
from daybridge.backup.errors import BackupRefused
from daybridge.backup.reading import read_backup
from daybridge.backup.secret import Secret
from tests.reliability.drill import on_sqlite

pytestmark = [pytest.mark.reliability, pytest.mark.own_installation]
FAULTS = 50


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    clinic = on_sqlite(tmp_path_factory.mktemp("faults"))
    clinic.must("migrate")
    clinic.must("demo", "--patients", "60")
    clinic.must("backup", clinic.home / "whole.backup")
    return clinic


@pytest.fixture(scope="module")
def whole(clinic) -> bytes:
    return (clinic.home / "whole.backup").read_bytes()


@pytest.fixture
def secret(clinic) -> Secret:
    return Secret("key", clinic.backup_key)


def frames(whole: bytes) -> tuple[bytes, list[bytes]]:
    """Header and frames of a backup."""
    at = len(MAGIC) + 4 + struct.unpack(">I", whole[len(MAGIC) : len(MAGIC) + 4])[0]
    header, found = whole[:at], []
    while at < len(whole):
        end = at + 4 + struct.unpack(">I", whole[at : at + 4])[0]
        found.append(whole[at:end])
        at = end
    return header, found


def flip(whole: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(whole))
    changed = bytearray(whole)
    changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def lengthen(whole: bytes, chance: random.Random) -> bytes:
    return whole + chance.randbytes(chance.randrange(1, 2_000))


def lose_a_stretch(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole) - 600)
    return whole[:at] + whole[at + chance.randrange(1, 600) :]


def blank_a_block(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole) // 4_096 + 1) * 4_096
    block = whole[at : at + 4_096]
    return whole[:at] + bytes(len(block)) + whole[at + len(block) :]


@pytest.mark.parametrize("number", range(FAULTS))
def test_every_fault_is_found(whole, secret, tmp_path, number):
    chance = random.Random(number)
    fault = (flip, cut, lengthen, lose_a_stretch, blank_a_block)[number % 5]
    file = tmp_path / "faulty.backup"
    file.write_bytes(fault(whole, chance))

    with pytest.raises(BackupRefused):
        read_backup(file, secret=secret)


def test_the_whole_file_is_accepted(clinic, secret):
    assert read_backup(clinic.home / "whole.backup", secret=secret).rows > 1_000


def test_another_key_opens_nothing(clinic):
    with pytest.raises(BackupRefused, match="does not open"):
        read_backup(clinic.home / "whole.backup", secret=Secret("key", bytes(32)))


def test_a_passphrase_is_not_tried_on_a_file_sealed_with_a_key(clinic):
    passphrase = Secret("passphrase", b"four random words do")

    with pytest.raises(BackupRefused, match="key of its installation"):
        read_backup(clinic.home / "whole.backup", secret=passphrase)


def test_no_name_can_be_read_in_the_file(whole):
    assert b"Schuylkill" not in whole
    assert b"legal_last_name" not in whole
    assert b"people_patient" not in whole


def sealed_stream(tmp_path, secret, pieces):
    file = tmp_path / "stream"
    with file.open("wb") as out, SealedWriter(out, secret) as writer:
        for piece in pieces:
            writer.write(piece)
    return file


@pytest.mark.parametrize("change", ["swap", "drop", "repeat", "end early"])
def test_frames_cannot_be_moved_dropped_or_repeated(tmp_path, change):
    secret = Secret("key", bytes(range(32)))
    file = sealed_stream(tmp_path, secret, [bytes([n]) * FRAME_BYTES for n in range(5)])
    header, found = frames(file.read_bytes())
    changed = {
        "swap": [found[1], found[0], *found[2:]],
        "drop": [*found[:2], *found[3:]],
        "repeat": [found[0], *found],
        "end early": found[:-1],
    }[change]
    file.write_bytes(header + b"".join(changed))

    with file.open("rb") as opened, pytest.raises(BackupRefused):
        SealedReader(opened, secret).readall()


def test_what_is_sealed_comes_back_as_it_was_and_memory_stays_small(tmp_path):
    secret = Secret("key", bytes(range(32)))
    piece, count = bytes(range(256)) * 1_024, 256  # 64 MB in all
    tracemalloc.start()

    file = sealed_stream(tmp_path, secret, (piece for _ in range(count)))
    with file.open("rb") as opened:
        reader, read = SealedReader(opened, secret), 0
        buffer = bytearray(len(piece))
        while size := reader.readinto(buffer):
            read += size

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == len(piece) * count
    assert peak < 12_000_000


def test_the_same_content_never_looks_the_same_twice(tmp_path):
    secret = Secret("key", bytes(range(32)))

    first = sealed_stream(tmp_path, secret, [b"the same"]).read_bytes()
    second = sealed_stream(tmp_path, secret, [b"the same"]).read_bytes()

    assert first != second
