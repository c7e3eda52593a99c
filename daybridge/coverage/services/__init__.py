"""Writes of coverage, a file for each activity."""

from daybridge.coverage.services.contracts import (
    change_payer,
    change_plan,
    end_rate,
    open_payer,
    open_plan,
    set_rate,
    set_scale,
    set_submitter,
)
from daybridge.coverage.services.fees import (
    attest_income,
    begin_self_pay,
    end_self_pay,
)
from daybridge.coverage.services.good_faith import (
    drop_for_cancelled,
    issue_estimate,
    owe_estimate,
    owe_for_booking,
    withdraw_estimate,
)
from daybridge.coverage.services.inquiries import hand_over, write_inquiry
from daybridge.coverage.services.policies import add_policy, change_policy
from daybridge.coverage.services.quotes import keep_reply, keep_told

__all__ = [
    "add_policy",
    "attest_income",
    "begin_self_pay",
    "change_payer",
    "change_plan",
    "change_policy",
    "drop_for_cancelled",
    "end_rate",
    "end_self_pay",
    "hand_over",
    "issue_estimate",
    "keep_reply",
    "keep_told",
    "open_payer",
    "open_plan",
    "owe_estimate",
    "owe_for_booking",
    "set_rate",
    "set_scale",
    "set_submitter",
    "withdraw_estimate",
    "write_inquiry",
]
