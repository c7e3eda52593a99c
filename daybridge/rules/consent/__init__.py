"""What a written consent must hold, who signs it, how long it holds, what it lets out.

Source: 42 CFR part 2 as amended in 2024 (89 FR 12472), above all 2.14, 2.15, 2.31 to
        2.36 and 2.51 to 2.54; 45 CFR 164.508 for authorizations. What we could not read
        in the source itself is marked `unconfirmed` where it stands.
Units:  days are dates in the program's own time zone; a consent still holds on its last
        day and no longer on the next.
Decided where the source is silent:
- A kind combines only with what a table names; everything unnamed is refused.
- A specific consent needs an end, a date or an event; only the single consent for
  treatment, payment and operations may say "none".
- A consent that a guardian signed too ends on the day the patient comes of age.
- What lacks anything blocks. Nothing here warns.
"""

from daybridge.rules.consent.combining import clashes
from daybridge.rules.consent.elements import Element, missing
from daybridge.rules.consent.kinds import KINDS, Expiry, Kind, KindRule
from daybridge.rules.consent.leaving import (
    Asking,
    Held,
    Leave,
    Reason,
    Recipient,
    WithoutConsent,
    may_leave,
)
from daybridge.rules.consent.notices import NOTICE_VERSION, NOTICES, Notice
from daybridge.rules.consent.signers import (
    MinorRule,
    Signer,
    Signing,
    who_must_sign,
)
from daybridge.rules.consent.terms import Item, Purpose, RecipientClass, Terms
from daybridge.rules.consent.validity import Lack, Standing, lacks

__all__ = [
    "KINDS",
    "NOTICES",
    "NOTICE_VERSION",
    "Asking",
    "Element",
    "Expiry",
    "Held",
    "Item",
    "Kind",
    "KindRule",
    "Lack",
    "Leave",
    "MinorRule",
    "Notice",
    "Purpose",
    "Reason",
    "Recipient",
    "RecipientClass",
    "Signer",
    "Signing",
    "Standing",
    "Terms",
    "WithoutConsent",
    "clashes",
    "lacks",
    "may_leave",
    "missing",
    "who_must_sign",
]
