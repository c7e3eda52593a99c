"""One-use links to somebody's forms: made, confirmed in one browser, used up.

Whoever opens a link learns nothing until they have shown who they are. An unknown, a
used and an ended link are the same to the one who asks.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record
from daybridge.consents.models import Consent, Packet, SigningLink, Way
from daybridge.consents.secrets_of_links import digest, is_same, new_code, new_token
from daybridge.people.models import Patient

LASTS = {Way.PHONE: timedelta(hours=72), Way.TABLET: timedelta(hours=1)}
WRONG_ANSWERS = 5  # then the link is as if it had never been


@dataclass(frozen=True, slots=True)
class Made:
    """A link as it is handed over, once."""

    link: SigningLink
    token: str
    code: str = ""  # to say on the phone, to someone whose birth date we do not know
    browser: str = ""  # of the tablet, which is confirmed by the hand that gives it


def link_viewer(link: SigningLink, *, at: datetime, address: str = "") -> Viewer:
    """The link as who acts: it has no role and sees no page of the staff."""
    return Viewer(
        program=link.program,
        staff_id=None,
        user_id=None,
        name=f"Signing link ({Way(link.way).label.lower()})",
        roles=frozenset(),
        at=at,
        address=address,
    )


@service
def make_link(
    *, patient: Patient, way: Way, at: datetime, by: Viewer,
    packet: Packet | None = None, consent: Consent | None = None,
) -> Made:  # fmt: skip
    """Make a link for a phone or this tablet; earlier ones of the person end."""
    SigningLink.objects.in_program(by.program_id).usable(at).filter(
        patient=patient
    ).update(withdrawn_at=at)
    token, code, browser = new_token(), new_code(), ""
    link = SigningLink(
        program_id=by.program_id,
        patient=patient,
        packet=packet,
        consent=consent,
        way=way,
        token_digest=digest("link", token),
        code_digest=digest(f"code-{patient.pk}", code),
        made_by_id=by.staff_id,
        created_at=at,
        expires_at=at + LASTS[way],
    )
    if way is Way.TABLET:
        browser, code = secrets.token_urlsafe(24), ""
        link.code_digest = ""
        link.browser_digest, link.opened_at = digest("browser", browser), at
    link.save(force_insert=True)
    record("consents.link_made", by=by.actor, target=link, at=at,
           detail={"way": way.value})  # fmt: skip
    return Made(link, token, code, browser)


def find_link(token: str, *, at: datetime) -> SigningLink | None:
    """The usable link of a token, with its patient and program."""
    found: SigningLink | None = (
        SigningLink.objects.across_programs(because="a link finds its own program")
        .usable(at)
        .filter(token_digest=digest("link", token), wrong_answers__lt=WRONG_ANSWERS)
        .select_related("patient", "program", "packet", "consent")
        .first()
    )
    return found


@service
def confirm(*, link: SigningLink, answer: str, at: datetime, by: Viewer) -> str:
    """Open a link in this one browser for whoever knows the birth date or the code.

    Gives the browser's secret; an empty one means that the answer was wrong.
    """
    row: SigningLink = (
        SigningLink.objects.in_program(by.program_id)
        .select_for_update(of=("self",))
        .select_related("patient")
        .get(pk=link.pk)
    )
    if row.wrong_answers >= WRONG_ANSWERS or row.browser_digest:
        return ""
    if not _knows(row, answer):
        row.wrong_answers += 1
        row.save(update_fields=["wrong_answers"])
        record("consents.link_refused", by=by.actor, target=row, at=at,
               outcome=Outcome.REFUSED)  # fmt: skip
        return ""
    browser = secrets.token_urlsafe(24)
    row.browser_digest, row.opened_at = digest("browser", browser), at
    row.save(update_fields=["browser_digest", "opened_at"])
    record("consents.link_opened", by=by.actor, target=row, at=at)
    return browser


def is_open_in(link: SigningLink, browser: str) -> bool:
    """Whether a link was confirmed in the browser that holds this secret."""
    return is_same("browser", browser, link.browser_digest)


@service
def use_up(*, link: SigningLink, at: datetime, by: Viewer) -> None:
    """End a link: what it was for is done, or the tablet is handed back."""
    rows = SigningLink.objects.in_program(by.program_id).filter(pk=link.pk)
    if rows.filter(used_at=None).update(used_at=at):
        record("consents.link_used", by=by.actor, target=link, at=at)


@service
def withdraw_link(*, link: SigningLink, at: datetime, by: Viewer) -> None:
    """Take a link back that nobody shall use."""
    rows = SigningLink.objects.in_program(by.program_id).filter(pk=link.pk)
    if rows.filter(Q(used_at=None), withdrawn_at=None).update(withdrawn_at=at):
        record("consents.link_withdrawn", by=by.actor, target=link, at=at)


def forms_of(link: SigningLink) -> Any:
    """The forms that a link leads to, in order: of its packet, or its single one."""
    rows = (
        Consent.objects.in_program(link.program_id)
        .on_file()
        .filter(patient_id=link.patient_id)
        .select_related("template", "patient", "program")
        .prefetch_related("recipients", "signatures")
    )
    if link.packet_id is not None:
        return rows.filter(packet_id=link.packet_id).order_by("position", "pk")
    if link.consent_id is not None:
        return rows.filter(pk=link.consent_id)
    return rows.standing().order_by("-signed_at", "pk")


def _knows(link: SigningLink, answer: str) -> bool:
    """Whether an answer is the birth date, as the page sends it, or the code."""
    born_on = link.patient.born_on
    given = "".join(answer.split())
    if born_on is not None and given == born_on.isoformat():
        return True
    return is_same(f"code-{link.patient_id}", given, link.code_digest)
