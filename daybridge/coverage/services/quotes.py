"""Keep what a payer said: read from a reply, or told on the phone. Never changed."""

from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.coverage.matching import Match
from daybridge.coverage.models import BenefitQuote, Policy
from daybridge.coverage.services.holding import hold_patient
from daybridge.coverage.values import Told
from daybridge.intake.models import Inquiry, Stage
from daybridge.intake.services import move

BEFORE_CHECKED = (Stage.NEW, Stage.REACHED, Stage.SCREENED)


@service
def keep_reply(
    *, policy: Policy, match: Match, network: str, raw: str, at: datetime, by: Viewer
) -> BenefitQuote:
    """Keep what a 271 says of a policy, with the file as it came."""
    facts = match.facts
    columns = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    remarks = [*columns.pop("remarks"), *match.doubts]
    return _keep(
        policy, at=at, by=by, source=BenefitQuote.Source.REPLY, network=network,
        raw=raw, remarks=remarks, inquiry=match.inquiry,
        reference_number=match.trace[:80], **columns,
    )  # fmt: skip


@service
def keep_told(*, policy: Policy, told: Told, at: datetime, by: Viewer) -> BenefitQuote:
    """Keep what somebody was told on the phone, or read on a payer's website."""
    return _keep(
        policy, at=at, by=by, source=told.source, network=told.network,
        reference_number=told.reference_number, spoken_with=told.spoken_with,
        note=told.note, **told.facts,
    )  # fmt: skip


def _keep(policy: Policy, *, at: datetime, by: Viewer, **columns: Any) -> BenefitQuote:
    hold_patient(policy.patient, by)
    quote = BenefitQuote(
        program_id=by.program_id, policy=policy, taken_at=at, taken_by_id=by.staff_id,
        **columns,
    )  # fmt: skip
    quote.save(force_insert=True)
    record(
        "coverage.quote_kept", by=by.actor, target=quote, at=at,
        patient_id=policy.patient_id, detail={"source": quote.source},
    )  # fmt: skip
    _tell_intake(policy, at=at, by=by)
    return quote


def _tell_intake(policy: Policy, *, at: datetime, by: Viewer) -> None:
    """The inquiry of this person has its benefits checked, if it stood before that."""
    waiting = Inquiry.objects.in_program(by.program_id).filter(
        patient_id=policy.patient_id, stage__in=BEFORE_CHECKED
    )
    for inquiry in waiting.order_by("pk"):
        move(inquiry=inquiry, to=Stage.BENEFITS_CHECKED, reason="", at=at, by=by)
