"""Let something leave: decided, written down and made ready in one transaction.

Each way out holds the consent first, as a revocation does. So what leaves is in the
register before a revocation is acknowledged, and after that nothing leaves.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record
from daybridge.consents.content import gather
from daybridge.consents.errors import MayNotLeave
from daybridge.consents.facts import held
from daybridge.consents.models import (
    Basis,
    Consent,
    ConsentRecipient,
    Disclosure,
    ShareLink,
)
from daybridge.consents.packages import package_pdf
from daybridge.consents.scopes import content_words, scope_words
from daybridge.consents.secrets_of_links import digest, new_token
from daybridge.consents.sections import SHAREABLE, Section, shareable
from daybridge.consents.services.drafting import hold_consent
from daybridge.rules.consent import (
    NOTICE_VERSION,
    Asking,
    Item,
    Notice,
    Purpose,
    Recipient,
    WithoutConsent,
    may_leave,
)
from daybridge.rules.consent.terms import PURPOSE_WORDS, TPO

Channel = Disclosure.Channel
LONG = Notice.LONG


@dataclass(frozen=True, slots=True)
class To:
    """Who receives something: as the register and as the rulebook know them."""

    name: str
    address: str
    whom: Recipient
    row: ConsentRecipient | None = None  # where the consent names them


@dataclass(frozen=True, slots=True)
class Shared:
    """What a recipient reads: the content, with the notice and scope beside it."""

    disclosure: Disclosure
    sections: list[Section]
    consent: Consent


@service
def make_share(
    *, recipient: ConsentRecipient, purpose: Purpose, at: datetime, by: Viewer
) -> tuple[ShareLink, str]:
    """Give a recipient an address of their own; the token is shown once."""
    consent = hold_consent(recipient.consent, by)
    items = shareable(frozenset(map(Item, consent.items)))
    _refuse_ended(consent)
    _refuse(consent, named(recipient), items, purpose, at=at, by=by)
    token = new_token()
    share: ShareLink = ShareLink.objects.create(
        program_id=by.program_id, consent=consent, recipient=recipient,
        patient_id=consent.patient_id, token_digest=digest("share", token),
        purpose=purpose.value, made_by_id=by.staff_id, created_at=at,
    )  # fmt: skip
    record("consents.share_made", by=by.actor, target=share, at=at)
    return share, token


@service
def end_share(*, share: ShareLink, at: datetime, by: Viewer) -> None:
    """Close a recipient's address; the consent itself goes on."""
    hold_consent(share.consent, by)
    rows = ShareLink.objects.in_program(by.program_id).open().filter(pk=share.pk)
    if rows.update(ended_at=at):
        record("consents.share_ended", by=by.actor, target=share, at=at)


def find_share(token: str) -> ShareLink | None:
    """The open share of a token; whether anything may be read, the reading decides."""
    found: ShareLink | None = (
        ShareLink.objects.across_programs(because="a token finds its own program")
        .open()
        .filter(token_digest=digest("share", token))
        .select_related("program", "consent", "recipient")
        .first()
    )
    return found


def may_be_read(share: ShareLink, *, at: datetime) -> bool:
    """Whether the door of a share is there at all: the same answer as reading it."""
    by = share_viewer(share, at=at)
    consent: Consent = (
        Consent.objects.in_program(share.program_id)
        .select_related("patient", "template", "program")
        .get(pk=share.consent_id)
    )
    items = shareable(frozenset(map(Item, consent.items)))
    asking = _asking(
        named(share.recipient), items, Purpose(share.purpose), at=at, by=by
    )
    return bool(may_leave(asking, [held(consent)]))


@service
def read_share(
    *, share: ShareLink, channel: Channel, at: datetime, address: str = ""
) -> Shared | None:
    """What a recipient may read now, entered in the register; None when nothing."""
    by = share_viewer(share, at=at, address=address)
    consent = hold_consent(share.consent, by)
    row: ShareLink = ShareLink.objects.in_program(by.program_id).get(pk=share.pk)
    items = shareable(frozenset(map(Item, consent.items)))
    purpose = Purpose(share.purpose)
    asking = _asking(named(share.recipient), items, purpose, at=at, by=by)
    if row.ended_at is not None or not may_leave(asking, [held(consent)]):
        record("consents.share_refused", by=by.actor, target=share, at=at,
               outcome=Outcome.REFUSED)  # fmt: skip
        return None
    sections = gather(consent.patient, items, day=asking.day)
    disclosure = _under(
        consent, named(share.recipient), items, purpose, channel=channel, at=at, by=by
    )
    return Shared(disclosure, sections, consent)


@service
def hand_over(
    *,
    recipient: ConsentRecipient,
    items: Sequence[Item],
    purpose: Purpose,
    at: datetime,
    by: Viewer,
) -> Disclosure:
    """Make the document for a recipient: notice and scope first, then the content."""
    consent = hold_consent(recipient.consent, by)
    _refuse_ended(consent)
    _refuse(consent, named(recipient), items, purpose, at=at, by=by)
    if not set(items) <= set(SHAREABLE):
        raise MayNotLeave("Some of this is handed over by hand, and then entered.")
    sections = gather(consent.patient, items, day=by.program.day_of(at))
    document = package_pdf(
        consent, recipient, sections, purpose=purpose, at=at, by_name=by.name
    )
    return _under(
        consent, named(recipient), items, purpose, channel=Channel.PACKAGE, at=at,
        by=by, document=document,
    )  # fmt: skip


@service
def take_document(*, disclosure: Disclosure, at: datetime, by: Viewer) -> bytes:
    """The document of a disclosure, as long as its consent holds.

    Raises MayNotLeave once it does not: what was not handed over yet stays here.
    """
    consent = hold_consent(disclosure.consent, by)  # type: ignore[arg-type]
    _refuse_ended(consent)
    found = held(consent)
    asking = Asking(
        Recipient(str(disclosure.named_id)),
        frozenset(map(Item, disclosure.items)),
        next(iter(found.terms.purposes)),
        at,
        by.program.day_of(at),
    )
    answer = may_leave(asking, [found])
    if not answer or disclosure.document is None:
        raise MayNotLeave(" ".join(answer.reasons) or "There is no document.")
    record("consents.document_taken", by=by.actor, target=disclosure, at=at)
    return bytes(disclosure.document)


@service
def enter_disclosure(
    *,
    patient: Any,
    values: dict[str, Any],
    consent: Consent | None,
    to: To | None,
    at: datetime,
    by: Viewer,
) -> Disclosure:
    """Enter what left by phone, fax, mail or in an emergency.

    With consent, the rulebook decides first; without, the basis says what it asks.
    """
    items = [Item(one) for one in values.pop("items")]
    happened_at = values.pop("at")
    channel = Channel(values.pop("channel"))
    if consent is not None and to is not None:
        held_consent = hold_consent(consent, by)
        purpose = Purpose(values["purpose"])
        _refuse(held_consent, to, items, purpose, at=happened_at, by=by)
        return _under(
            held_consent, to, items, purpose, channel=channel, at=happened_at,
            by=by, content=values["content"],
        )  # fmt: skip
    basis = WithoutConsent(values.pop("basis"))
    values["purpose"] = PURPOSE_WORDS[Purpose(values["purpose"])]
    disclosure = Disclosure(
        program_id=by.program_id, patient=patient, at=happened_at, created_at=at,
        basis=basis.value, items=[item.value for item in items], channel=channel,
        made_by_id=by.staff_id, made_by_name=by.name, **values,
    )  # fmt: skip
    disclosure.save(force_insert=True)
    _record(disclosure, at=at, by=by)
    return disclosure


def share_viewer(share: ShareLink, *, at: datetime, address: str = "") -> Viewer:
    """The recipient as who acts: no role, no page of the staff."""
    return Viewer(
        program=share.program, staff_id=None, user_id=None,
        name=share.recipient.spoken[:200], roles=frozenset(), at=at, address=address,
    )  # fmt: skip


def named(recipient: ConsentRecipient) -> To:
    """A recipient whom a consent names."""
    whom = Recipient(str(recipient.pk))
    return To(recipient.spoken, recipient.address, whom, recipient)


def _asking(
    to: To,
    items: Sequence[Item],
    purpose: Purpose,
    *,
    at: datetime,
    by: Viewer,
) -> Asking:
    return Asking(to.whom, frozenset(items), purpose, at, by.program.day_of(at))


def _refuse_ended(consent: Consent) -> None:
    """Refuse what is about to leave, whenever it was asked for, once it has ended."""
    if consent.revoked_at is not None or consent.known_false_at is not None:
        raise MayNotLeave("This consent has ended.")


def _refuse(
    consent: Consent,
    to: To,
    items: Sequence[Item],
    purpose: Purpose,
    *,
    at: datetime,
    by: Viewer,
) -> None:
    asking = _asking(to, items, purpose, at=at, by=by)
    answer = may_leave(asking, [held(consent)])
    if not answer:
        raise MayNotLeave(" ".join(answer.reasons))


def _under(
    consent: Consent,
    to: To,
    items: Sequence[Item],
    purpose: Purpose,
    *,
    channel: Channel,
    at: datetime,
    by: Viewer,
    document: bytes | None = None,
    content: str = "",
) -> Disclosure:
    """The row of something that leaves under a consent that holds."""
    disclosure = Disclosure(
        program_id=by.program_id,
        patient_id=consent.patient_id,
        at=at,
        created_at=at,
        basis=Basis.CONSENT,
        consent=consent,
        named=to.row,
        recipient=to.name[:400],
        recipient_address=to.address,
        items=[item.value for item in items],
        content=content or content_words(items),
        purpose=PURPOSE_WORDS[purpose],
        notice=LONG.value,
        notice_version=NOTICE_VERSION,
        scope_words=scope_words(consent),
        channel=channel,
        is_for_tpo=purpose in TPO,
        through_ehr=channel not in (Channel.PHONE, Channel.PAPER),
        made_by_id=by.staff_id,
        made_by_name=by.name,
        document=document,
        document_digest=hashlib.sha256(document).hexdigest() if document else "",
    )
    disclosure.save(force_insert=True)
    _record(disclosure, at=at, by=by)
    return disclosure


def _record(disclosure: Disclosure, *, at: datetime, by: Viewer) -> None:
    record(
        "consents.disclosed",
        by=by.actor,
        target=disclosure,
        at=at,
        detail={"basis": disclosure.basis, "channel": disclosure.channel},
    )
