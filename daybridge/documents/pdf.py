"""Make a PDF/UA document: readable by a screen reader, the same wherever it is made.

Our font knows Latin letters. A name in others is drawn with the fonts of the machine;
where it has none either, the document is made without the promise of PDF/UA, because a
person with a rare name still signs, and what they signed is kept as text beside it.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

PRODUCT = Path(__file__).resolve().parent.parent
FONTS = PRODUCT / "documents" / "fonts"
LETTER_UNKNOWN = "could not be displayed"
WAYS: tuple[
    tuple[bool, list[str]], ...
] = (  # only our own fonts; the standards that the document promises
    (True, ["ua-1"]),
    (False, ["ua-1"]),
    (False, []),
)


def as_pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The document that a template makes of `data`, as bytes of a PDF.

    `template` is a path below `daybridge/`, such as `consents/documents/copy.typ`.
    `data` holds what JSON holds. Raises typst.TypstError when the template is wrong.
    """
    *first, last = WAYS
    for own_fonts, standards in first:
        try:
            return _made(template, data, made_at, own_fonts, standards)
        except typst.TypstError as problem:
            if LETTER_UNKNOWN not in str(problem):
                raise
    return _made(template, data, made_at, *last)


def _made(
    template: str,
    data: Mapping[str, Any],
    made_at: datetime,
    own_fonts: bool,
    standards: Any,
) -> bytes:
    made: bytes = typst.compile(
        PRODUCT / template,
        root=PRODUCT,
        font_paths=[FONTS],
        ignore_system_fonts=own_fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),  # as Typst asks
        pdf_standards=standards,
    )
    return made
