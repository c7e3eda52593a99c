"""The documents of this room: form to sign, signed copy, package, accounting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, translation

from daybridge.consents.models import Consent, Signature
from daybridge.consents.rendering import Rendered
from daybridge.consents.shipped import words_of
from daybridge.documents import as_pdf

FORM = "consents/documents/form.typ"


def form_pdf(
    consent: Consent,
    rendered: Rendered,
    signatures: Sequence[Signature],
    *,
    at: datetime,
) -> bytes:
    """A form to sign on paper, or with its signatures as the copy to keep."""
    words = words_of(rendered.language)
    labels = words["labels"]
    data = {
        "title": rendered.title,
        "lang": rendered.language,
        "from": consent.program.name,
        "footer": f"{rendered.version} · {rendered.digest[:16]}",
        "blocks": [
            {
                "style": block.style,
                "text": block.text,
                "label": block.label,
                "points": list(block.points),
            }
            for block in rendered.blocks
        ],
        "signatures_title": labels["signatures"],
        "signatures": [_signed(one, consent.program.zone, words) for one in signatures],
        "lines": []
        if signatures
        else [words["signers"][one] for one in consent.must_sign],
        "sealed": labels["sealed"].format(digest=rendered.digest) if signatures else "",
    }
    return as_pdf(FORM, data, made_at=at)


def _signed(one: Signature, zone: ZoneInfo, words: Any) -> dict[str, Any]:
    labels, signers = words["labels"], words["signers"]
    language = "es" if words is words_of("es") else "en"
    who = signers[one.signer]
    if one.relation:
        who = f"{who}, {one.relation}"
    told = labels["signed_by"].format(
        name=one.name,
        signer=who,
        method=words["methods"][one.method],
        moment=moment_words(one.at, zone, language),
    )
    picture = bytes(one.picture) if one.picture else b""
    return {"told": told, "name": one.name, "typed": one.method == "typed",
            "picture": list(picture)}  # fmt: skip


def moment_words(at: datetime, zone: ZoneInfo, language: str = "en") -> str:
    """November 28, 2026, 5:12 p.m. EST"""
    local = at.astimezone(zone)
    with translation.override(language):
        day = formats.date_format(local, "DATE_FORMAT")
        clock = formats.date_format(local, "TIME_FORMAT")
    return f"{day}, {clock} {local:%Z}"
