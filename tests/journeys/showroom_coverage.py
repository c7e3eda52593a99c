"""Rows for the pages of coverage: a policy with its card, a quote, estimates."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from daybridge.access.models import Grant
from daybridge.coverage.models import CardPhoto, GoodFaithEstimate
from daybridge.keys import new_id
from tests.cast import today


def rows_of_coverage(patient: Any) -> dict[str, Any]:
    """What stands for the arguments of the addresses of coverage."""
    program, now = patient.program, timezone.now()
    grants = Grant.objects.in_program(program).filter(
        patient=patient, reader="BI", opens="CLM", ended_at=None
    )
    if not grants.exists():
        Grant.objects.create(
            program=program, patient=patient, reader="BI", opens="CLM",
            basis_id=new_id(), starts_at=now - timedelta(days=1),
        )  # fmt: skip
    shown = CardPhoto.objects.in_program(program).order_by("pk").first()
    when = {
        "program": program, "patient": patient, "occasion": "requested",
        "asked_on": today(), "due_on": today() + timedelta(days=3),
    }  # fmt: skip
    given = GoodFaithEstimate.objects.create(
        issued_at=now, document=b"%PDF-1.7", digest="0" * 64, total_cents=1, **when
    )
    owed = GoodFaithEstimate.objects.create(**when)
    return {
        "policy_id": shown.policy_id, "side": shown.side,
        "quote_id": shown.policy.quotes.first().pk,
        "estimate_id": owed.pk, "coverage:good_faith_document estimate_id": given.pk,
    }  # fmt: skip
