"""Does a consent hold on a day? If not, why.

Source: 42 CFR 2.31(c): a consent that has expired, lacks an element, is known to be
        revoked or known to be materially false (unconfirmed wording) must not be used.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from daybridge.rules.consent.elements import missing
from daybridge.rules.consent.kinds import Expiry
from daybridge.rules.consent.signers import Signer
from daybridge.rules.consent.terms import Terms


class Lack(StrEnum):
    """Why a consent does not hold."""

    NOT_SIGNED = "It is not signed."
    SIGNER_MISSING = "Someone who must sign has not signed."
    ELEMENTS = "It lacks something that a consent must hold."
    REVOKED = "It was revoked."
    EXPIRED = "It has ended."
    OF_AGE = "The patient has come of age and must sign anew."
    KNOWN_FLAW = "It is known to have a flaw, and must not be used."


@dataclass(frozen=True, slots=True)
class Standing:
    """What has happened to a consent."""

    must_sign: frozenset[Signer]
    have_signed: frozenset[Signer] = frozenset()
    signed_at: datetime | None = None  # the last signature that was needed
    revoked_at: datetime | None = None
    event_on: date | None = None  # the day on which the event of its end came
    renew_on: date | None = None
    flawed_at: datetime | None = None  # expired, deficient, revoked or false


def lacks(terms: Terms, standing: Standing, *, at: datetime, day: date) -> list[Lack]:
    """What keeps a consent from holding at a moment; an empty list means it holds.

    `day` is the day of `at` where the program is. A revocation holds from its moment.
    """
    found = [
        (_is_unsigned(standing, at), Lack.NOT_SIGNED),
        (not standing.must_sign <= standing.have_signed, Lack.SIGNER_MISSING),
        (bool(missing(terms)), Lack.ELEMENTS),
        (_is_by(standing.revoked_at, at), Lack.REVOKED),
        (_has_ended(terms, standing, day), Lack.EXPIRED),
        (standing.renew_on is not None and day >= standing.renew_on, Lack.OF_AGE),
        (_is_by(standing.flawed_at, at), Lack.KNOWN_FLAW),
    ]
    return [lack for is_so, lack in found if is_so]


def _is_unsigned(standing: Standing, at: datetime) -> bool:
    return standing.signed_at is None or standing.signed_at > at


def _is_by(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def _has_ended(terms: Terms, standing: Standing, day: date) -> bool:
    """A date still holds on its day; an event ends it on the day it comes."""
    if terms.expiry is Expiry.DATE:
        return terms.expires_on is not None and day > terms.expires_on
    if terms.expiry is Expiry.EVENT:
        return standing.event_on is not None and day >= standing.event_on
    return False
