"""How a consent stands, in a word with its tone, for lists and pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.consents.facts import lacks_of
from daybridge.consents.models import Consent
from daybridge.consents.upkeep import TOLD_BEFORE
from daybridge.consents.vocabulary import EVENTS, SIGNER_CHOICES
from daybridge.rules.consent import KINDS, Kind, Lack
from daybridge.rules.consent.terms import CLASS_WORDS, RecipientClass

SIGNERS = dict(SIGNER_CHOICES)


@dataclass(frozen=True, slots=True)
class State:
    """A word a person reads, what it asks for, and whether the consent holds."""

    word: str
    tone: str
    icon: str
    holds: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One consent in a list."""

    id: UUID
    kind: str
    label: str
    lets_leave: bool
    to: str
    ends: str
    state: State
    signed_at: datetime | None
    packet_id: UUID | None


def lines_of(patient: Any, viewer: Viewer, *, terms: bool) -> list[Line]:
    """Every form of a patient, newest first; without terms only how each stands."""
    rows = (
        Consent.objects.in_program(viewer.program_id)
        .on_file()
        .filter(patient=patient)
        .select_related("patient", "template", "revocation")
        .prefetch_related("recipients", "signatures")
        .order_by("-created_at", "-pk")
    )
    day = viewer.today
    return [line_of(row, at=viewer.at, day=day, terms=terms) for row in rows]


def line_of(row: Consent, *, at: datetime, day: date, terms: bool = True) -> Line:
    """One consent as a list tells it; its rows are fetched already."""
    return Line(
        id=row.pk,
        kind=row.kind,
        label=KINDS[Kind(row.kind)].label,
        lets_leave=row.lets_leave,
        to=recipients_words(row) if terms else "",
        ends=ends_words(row) if terms else "",
        state=state_of(row, at=at, day=day),
        signed_at=row.signed_at,
        packet_id=row.packet_id,
    )


def state_of(row: Consent, *, at: datetime, day: date) -> State:
    """How a consent stands at a moment."""
    if row.revoked_at is not None:
        return State("Revoked", "quiet", "ban", is_over=True)
    if row.known_false_at is not None:
        return State("Not to be used", "danger", "ban", is_over=True)
    if row.signed_at is None:
        return State(_waiting(row), "needs", "pen-line")
    lacking = lacks_of(row, at=at, day=day)
    if Lack.EXPIRED in lacking or Lack.OF_AGE in lacking:
        return State("Ended", "quiet", "clock", is_over=True)
    if lacking:
        return State("Does not hold", "danger", "circle-alert")
    days = days_left(row, day)
    if row.lets_leave and days is not None and days <= TOLD_BEFORE.days:
        word = f"Ends in {days} days" if days > 1 else "Ends tomorrow"
        return State(word if days else "Ends today", "needs", "clock", holds=True)
    return State("In force" if row.lets_leave else "Signed", "settled", "check",
                 holds=True)  # fmt: skip


def days_left(row: Consent, day: date) -> int | None:
    """Days until the last one on which it holds; None when no day is set."""
    last = [row.expires_on] if row.expires_on else []
    last += [row.renew_on - timedelta(days=1)] if row.renew_on else []
    return (min(last) - day).days if last else None


def recipients_words(row: Consent) -> str:
    """To whom, on one line."""
    if not row.lets_leave:
        return "Stays here"
    named = [one.spoken for one in row.named_now]
    if len(row.classes) > 1 and not named:
        return "Providers, plans, payers and helpers"
    named += [CLASS_WORDS[RecipientClass(one)] for one in row.classes]
    return "; ".join(named)


def ends_words(row: Consent) -> str:
    """Until when, on one line."""
    if not row.lets_leave:
        return "No end"
    if row.expires_on is not None:
        return f"{row.expires_on:%b} {row.expires_on.day}, {row.expires_on.year}"
    if row.expiry_event:
        return dict(EVENTS).get(row.expiry_event, row.expiry_event)
    return "No end"


def _waiting(row: Consent) -> str:
    have = {one.signer for one in row.signatures.all()}
    if not have:
        return "Not signed"
    lacking = [SIGNERS[one] for one in row.must_sign if one not in have]
    return f"{lacking[0]} still signs" if lacking else "Not signed"
