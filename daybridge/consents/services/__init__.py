"""The writes of consents, one file per activity."""

from daybridge.consents.services.closing import find_flaw, revoke_for_one
from daybridge.consents.services.disclosing import (
    end_share,
    enter_disclosure,
    hand_over,
    make_share,
    read_share,
    take_document,
)
from daybridge.consents.services.drafting import (
    amend_draft,
    draft_consent,
    withdraw_draft,
)
from daybridge.consents.services.links import (
    confirm,
    make_link,
    use_up,
    withdraw_link,
)
from daybridge.consents.services.naming import decline, is_required, name_contact
from daybridge.consents.services.packets import begin_packet, remind, withdraw_packet
from daybridge.consents.services.passing_on import enter_passed_on
from daybridge.consents.services.revoking import revoke, tell_of_revocation
from daybridge.consents.services.signing import sign
from daybridge.consents.services.templates import add_template, current_template

__all__ = [
    "add_template",
    "amend_draft",
    "begin_packet",
    "confirm",
    "current_template",
    "decline",
    "draft_consent",
    "end_share",
    "enter_disclosure",
    "enter_passed_on",
    "find_flaw",
    "hand_over",
    "is_required",
    "make_link",
    "make_share",
    "name_contact",
    "read_share",
    "remind",
    "revoke",
    "revoke_for_one",
    "sign",
    "take_document",
    "tell_of_revocation",
    "use_up",
    "withdraw_draft",
    "withdraw_link",
    "withdraw_packet",
]
