"""The texts of forms: the one in use, and new versions by the program."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.errors import ElementsMissing
from daybridge.consents.models import ConsentTemplate
from daybridge.consents.rendering import ELEMENTS, marks_in
from daybridge.consents.shipped import shipped
from daybridge.rules.consent import KINDS, Kind

OWN, SHIPPED = ConsentTemplate.Origin.OWN, ConsentTemplate.Origin.SHIPPED


@service
def current_template(
    *, kind: Kind, language: str, at: datetime, by: Viewer
) -> ConsentTemplate:
    """The text in use: the program's newest own one, else ours, kept as a row."""
    rows = ConsentTemplate.objects.in_program(by.program_id).filter(
        kind=kind.value, language=language
    )
    own: ConsentTemplate | None = rows.filter(origin=OWN).order_by("-number").first()
    if own is not None:
        return own
    text = shipped(kind, language)
    template: ConsentTemplate
    template, _ = rows.get_or_create(
        origin=SHIPPED,
        number=text.number,
        defaults={
            "program_id": by.program_id, "kind": kind.value, "language": language,
            "title": text.title, "body": text.body, "created_at": at,
        },
    )  # fmt: skip
    return template


@service
def add_template(
    *, kind: Kind, language: str, title: str, body: str, at: datetime, by: Viewer
) -> ConsentTemplate:
    """Put a text of the program in use from now on; what was signed stays as it was."""
    _refuse_incomplete(kind, body)
    rows = ConsentTemplate.objects.in_program(by.program_id).filter(
        kind=kind.value, language=language, origin=OWN
    )
    latest = rows.order_by("-number").values_list("number", flat=True).first() or 0
    template: ConsentTemplate = ConsentTemplate.objects.create(
        program_id=by.program_id,
        kind=kind.value,
        language=language,
        origin=OWN,
        number=latest + 1,
        title=title,
        body=body,
        made_by_id=by.staff_id,
        created_at=at,
    )
    record("consents.template_added", by=by.actor, target=template, at=at,
           detail={"kind": kind.value, "language": language,
                   "number": template.number})  # fmt: skip
    return template


def needed_marks(kind: Kind) -> list[str]:
    """The names in brackets that a text of this kind has to hold."""
    rule = KINDS[kind]
    if kind is Kind.FUNDRAISING_OPT_OUT:
        return ["opt_out"]
    if not rule.lets_leave:
        return []
    redisclosure = "redisclosure_tpo" if kind is Kind.TPO else "redisclosure"
    needed = [ELEMENTS, redisclosure, "revocation"]
    return [*needed, "refusal"] if rule.says_refusal else needed


def _refuse_incomplete(kind: Kind, body: str) -> None:
    absent = [mark for mark in needed_marks(kind) if mark not in marks_in(body)]
    if absent:
        names = ", ".join(f"[{mark}]" for mark in absent)
        raise ElementsMissing(
            f"The law asks for these, each alone on a line: {names}.", field="body"
        )
