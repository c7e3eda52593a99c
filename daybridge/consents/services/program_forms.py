"""What newcomers sign, and who signs for minors: dated, so that the past stays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.models import PacketForm, SigningRule
from daybridge.rules.consent import Kind


@service
def set_packet_forms(
    *, lines: Sequence[tuple[Kind, bool]], day: date, at: datetime, by: Viewer
) -> None:
    """From a day on newcomers sign these, in this order; begun packets stay."""
    rows = PacketForm.objects.in_program(by.program_id).filter(ends_on=None)
    rows.filter(starts_on__gte=day).delete()
    rows.update(ends_on=day - timedelta(days=1))
    PacketForm.objects.bulk_create(
        PacketForm(
            program_id=by.program_id, kind=kind.value, position=number,
            is_required=is_required, starts_on=day,
        )
        for number, (kind, is_required) in enumerate(lines, start=1)
    )  # fmt: skip
    record("consents.packet_forms_set", by=by.actor, at=at,
           detail={"forms": len(lines)})  # fmt: skip


@service
def set_signing_rule(
    *, answers: Mapping[str, Any], day: date, at: datetime, by: Viewer
) -> SigningRule:
    """From a day on the program reads the law on minors this way."""
    rows = SigningRule.objects.in_program(by.program_id).filter(ends_on=None)
    rows.filter(starts_on__gte=day).delete()
    rows.update(ends_on=day - timedelta(days=1))
    rule: SigningRule = SigningRule.objects.create(
        program_id=by.program_id,
        alone_from_years=answers["alone_from"],
        majority_years=answers["majority"],
        source=answers["source"],
        starts_on=day,
    )
    record("consents.signing_rule_set", by=by.actor, target=rule, at=at)
    return rule
