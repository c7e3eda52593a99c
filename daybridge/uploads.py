"""Files that people hand over: looked into, kept in the database, given back safely.

A room that keeps files subclasses `StoredFile` with its own `matter`. Bytes live in the
database (docs/adr/0017): written in the transaction of the act, in the same backup, and
behind the same gate as every other row.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from PIL import Image, ImageOps, UnidentifiedImageError

from daybridge.access.records import Record

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # pixels; a card or a signed page stays readable
LONGEST_NAME = 120


class FileKind(StrEnum):
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    XML = "application/xml"


PICTURES = frozenset({FileKind.JPEG, FileKind.PNG})
SPOKEN = {
    FileKind.PDF: "a PDF",
    FileKind.JPEG: "a photo (JPEG)",
    FileKind.PNG: "a picture (PNG)",
    FileKind.XML: "an XML document",
}


class UploadRefused(ValueError):
    """A file that is not taken, with the sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was looked into: its kind is what its bytes are, not its name."""

    name: str
    kind: FileKind
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive(upload: Any, allowed: frozenset[FileKind]) -> Received:
    """Read an uploaded file, or raise UploadRefused.

    Pictures are opened and written anew as JPEG or PNG of at most LONGEST_SIDE pixels a
    side: place, camera and whatever else hid in them stay behind.
    """
    if upload.size > MOST_BYTES:
        raise UploadRefused(
            f"This file is larger than {MOST_BYTES // 1024 // 1024} MB. "
            "Choose a smaller one, or send its pages one by one."
        )
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise UploadRefused("This file is empty. Choose another one.")
    kind = _kind_of(content)
    if kind is None or kind not in allowed:
        raise UploadRefused(f"This is not {_one_of(allowed)}. Choose another file.")
    if kind in PICTURES:
        content = _drawn_anew(content, kind)
    return Received(_plain_name(upload.name or ""), kind, content)


def _kind_of(content: bytes) -> FileKind | None:
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return FileKind.XML if start.startswith(b"<") else None


def _one_of(allowed: frozenset[FileKind]) -> str:
    names = [SPOKEN[kind] for kind in FileKind if kind in allowed]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _drawn_anew(content: bytes, kind: FileKind) -> bytes:
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UploadRefused(
                    "This picture has too many pixels. Take it again, smaller."
                )
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
        if isinstance(problem, UploadRefused):
            raise
        raise UploadRefused(
            "This picture cannot be opened. Take it again, or choose another file."
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = BytesIO()
    if kind is FileKind.JPEG:
        upright.save(drawn, "JPEG", quality=85)
    else:
        upright.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _plain_name(name: str) -> str:
    """The last part of a name, without what a header or a folder could misread."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>:|?*')
    return kept.strip()[-LONGEST_NAME:] or "file"


class StoredFile(Record):
    """One file, as it was looked into. Rooms add whose it is and what it is for."""

    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20)  # a FileKind
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the content, hex
    content = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def columns(received: Received) -> dict[str, Any]:
    """What a StoredFile keeps of a received file, for the constructor of a row."""
    return {
        "name": received.name,
        "kind": received.kind.value,
        "size_bytes": len(received.content),
        "digest": received.digest,
        "content": received.content,
    }


def as_answer(*, name: str, kind: str, content: bytes, inline: bool) -> HttpResponse:
    """A file on its way out: never run, never guessed at, never kept by a cache.

    `inline` shows a PDF or picture in the page; everything else is a download.
    """
    shown = inline and kind in {FileKind.PDF, *PICTURES}
    answer = HttpResponse(bytes(content), content_type=str(kind))  # no enum: PEP 3333
    answer.headers["Content-Disposition"] = _disposition(name, inline=shown)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _disposition(name: str, *, inline: bool) -> str:
    header = content_disposition_header(not inline, _plain_name(name))
    return header or "attachment"
