"""Make a PDF/UA document: readable by a screen reader, the same wherever it is made."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

PRODUCT = Path(__file__).resolve().parent.parent
FONTS = PRODUCT / "documents" / "fonts"


def as_pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The document that a template makes of `data`, as bytes of a PDF.

    `template` is a path below `daybridge/`, such as `consents/documents/copy.typ`.
    `data` holds what JSON holds. Raises typst.TypstError when the template is wrong.
    """
    made: bytes = typst.compile(
        PRODUCT / template,
        root=PRODUCT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),  # as Typst asks
        pdf_standards=["ua-1"],
    )
    return made
