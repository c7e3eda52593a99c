"""What people hand over is looked into before anything is kept of it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from daybridge.uploads import (
    LONGEST_SIDE,
    MOST_BYTES,
    FileKind,
    UploadRefused,
    as_answer,
    receive,
)

ANY = frozenset(FileKind)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind="JPEG", size=(40, 30), **more):
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **more)
    return drawn.getvalue()


def sent(content, name="card.jpg"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (picture(), FileKind.JPEG),
        (picture("PNG"), FileKind.PNG),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", FileKind.XML),
    ],
    ids=["pdf", "jpeg", "png", "xml"],
)
def test_a_file_is_what_its_bytes_are_whatever_its_name(content, kind):
    assert receive(sent(content, "letter.txt"), ANY).kind is kind


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00", b"hello", b"GIF89a", b"PK\x03\x04"], ids=str
)
def test_anything_else_is_refused_by_a_sentence_that_says_what_is_taken(content):
    with pytest.raises(UploadRefused, match=r"This is not a PDF or a photo \(JPEG\)"):
        receive(sent(content), frozenset({FileKind.PDF, FileKind.JPEG}))


def test_an_empty_file_and_one_over_the_limit_are_refused():
    with pytest.raises(UploadRefused, match="empty"):
        receive(sent(b""), ANY)
    with pytest.raises(UploadRefused, match="larger than 10 MB"):
        receive(sent(PDF + b"x" * MOST_BYTES), ANY)


def test_where_a_picture_was_taken_does_not_come_with_it():
    exif = Image.Exif()
    exif[0x010E] = "Kensington Avenue"
    content = picture(exif=exif.tobytes())
    assert b"Kensington" in content

    assert b"Kensington" not in receive(sent(content), ANY).content


def test_a_large_picture_is_made_smaller_and_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    content = picture(size=(4000, 1000), exif=exif.tobytes())

    kept = Image.open(BytesIO(receive(sent(content), ANY).content))

    assert kept.size == (LONGEST_SIDE // 4, LONGEST_SIDE)


def test_a_broken_picture_and_a_bomb_of_pixels_are_refused():
    with pytest.raises(UploadRefused, match="cannot be opened"):
        receive(sent(picture()[:60]), ANY)
    with pytest.raises(UploadRefused, match="too many pixels"):
        receive(sent(picture("PNG", size=(9000, 9000))), ANY)


def test_a_name_leaves_its_folders_and_headers_behind():
    received = receive(sent(PDF, 'C:\\x\\le"tter\r\n.pdf'), ANY)

    assert received.name == "letter.pdf"


def test_a_file_goes_out_as_what_it_is_and_is_kept_nowhere():
    answer = as_answer(name="é.xml", kind=FileKind.XML, content=b"<a/>", inline=True)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
