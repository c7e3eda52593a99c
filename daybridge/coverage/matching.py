"""Which reply of a file speaks of this policy, and how sure that is.

A reply is matched by the trace number of our own question, else by the member number,
else by being the only one. What does not fit the policy is refused or doubted aloud:
somebody else's benefits must never stand in a chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from daybridge.coverage.errors import NotOfThisPolicy
from daybridge.coverage.models import EligibilityInquiry, Policy
from daybridge.coverage.reading import Facts, facts_of
from daybridge.coverage.x12.eligibility import Reply


@dataclass(frozen=True, slots=True)
class Match:
    """The reply of a policy, what it says, and what does not fit."""

    reply: Reply
    facts: Facts
    inquiry: EligibilityInquiry | None
    trace: str
    doubts: list[str] = field(default_factory=list)


def match_reply(
    replies: Sequence[Reply], policy: Policy, *, network: str, on: date
) -> Match:
    """The reply that is about this policy. Raises NotOfThisPolicy."""
    asked = _asked(replies, policy)
    ours = [reply for reply in replies if set(reply.traces) & set(asked)]
    own = [
        one for one in ours
        if any(asked[t].policy_id == policy.pk for t in one.traces if t in asked)
    ]  # fmt: skip
    if ours and not own:
        raise NotOfThisPolicy(
            "This reply answers a question about another policy. Open that policy and "
            "read the file there."
        )
    reply = own[0] if own else _by_member(replies, policy)
    if reply.rejections or not reply.benefits:
        raise NotOfThisPolicy(_why_not(reply))
    trace = next((t for t in reply.traces if t in asked), "")
    facts = facts_of(reply, network=network, on=on)
    doubts = list(_doubts(reply, policy))
    return Match(reply, facts, asked.get(trace), trace, doubts)


def _asked(replies: Sequence[Reply], policy: Policy) -> dict[str, EligibilityInquiry]:
    """Our questions that these replies answer, by trace number."""
    traces = {trace for reply in replies for trace in reply.traces}
    rows = EligibilityInquiry.objects.in_program(policy.program_id)
    return {row.trace_number: row for row in rows.filter(trace_number__in=traces)}


def _by_member(replies: Sequence[Reply], policy: Policy) -> Reply:
    number = _plain(policy.member_number)
    fitting = [one for one in replies if number in _numbers(one)]
    if len(fitting) == 1:
        return fitting[0]
    if len(replies) == 1 and not _numbers(replies[0]):
        return replies[0]  # a refusal, or a payer that repeats no number
    raise NotOfThisPolicy(
        "No reply in this file is about the member number of this policy. Check the "
        "number on the card, or open the policy that the file is about."
        if not fitting
        else "Several replies in this file are about this member number. Split the "
        "file and read the one about this patient."
    )


def _numbers(reply: Reply) -> set[str]:
    parties = (reply.subscriber, reply.dependent)
    return {_plain(one.number) for one in parties if one is not None and one.number}


def _plain(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def _doubts(reply: Reply, policy: Policy) -> list[str]:
    """What of the patient's name or number reads otherwise in the reply."""
    doubts = []
    patient, said = policy.patient, reply.patient
    if said is not None and said.last_name:
        known = {_plain(patient.legal_last_name), _plain(patient.legal_first_name)}
        if not {_plain(said.last_name), _plain(said.first_name)} & known:
            doubts.append(
                "The reply names somebody whose name is spelled otherwise than the "
                "patient's. Make sure it is about them."
            )
    numbers = _numbers(reply)
    if numbers and _plain(policy.member_number) not in numbers:
        doubts.append(
            "The reply gives another member number than this policy. Check the card."
        )
    payer = reply.payer.number if reply.payer is not None else ""
    if payer and _plain(payer) != _plain(policy.plan.payer.payer_number):
        doubts.append(
            "The reply comes from another payer number than this policy's payer."
        )
    return doubts


def _why_not(reply: Reply) -> str:
    """Why a payer gave no answer, and what may be done."""
    said = [
        f"{one.reason} ({one.what_next})" if one.what_next else one.reason
        for one in reply.rejections
    ]
    reasons = "; ".join(said) or "it names no benefit"
    return f"The payer gave no answer: {reasons}."
