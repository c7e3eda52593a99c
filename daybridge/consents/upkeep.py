"""Consents that end soon: staff are told two weeks before, once, without a name."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from daybridge.access.permissions import Permission, permits_roles
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.notices import notify, staff_with
from daybridge.consents.models import Consent
from daybridge.consents.vocabulary import DISCLOSING
from daybridge.programs.models import Program

TOLD_BEFORE = timedelta(days=14)
KIND = "consents.end_soon"
RENEW = [
    role for role in Role if permits_roles(Permission.CONSENT_CREATE, frozenset({role}))
]


def watch_ends(*, as_of: datetime) -> int:
    """Tell whoever renews consents of those that end within two weeks; say how many."""
    programs = Program.objects.order_by("pk")
    return sum(_tell(program=program, as_of=as_of) for program in programs)


def ending_soon(program: Any, as_of: datetime) -> Any:
    """Signed consents to disclose whose last day is near, or that a birthday ends."""
    today = program.day_of(as_of)
    until = today + TOLD_BEFORE
    rows = Consent.objects.in_program(program).standing().filter(kind__in=DISCLOSING)
    return rows.filter(expires_on__gte=today, expires_on__lte=until) | rows.filter(
        renew_on__gt=today, renew_on__lte=until
    )


@service
def _tell(*, program: Any, as_of: datetime) -> int:
    rows = list(ending_soon(program, as_of).filter(told_of_end_at=None))
    if not rows:
        return 0
    many = f"{len(rows)} consents end" if len(rows) > 1 else "A consent ends"
    notify(
        staff=staff_with(RENEW, program_id=program.pk),
        kind=KIND,
        text=f"{many} within two weeks. Somebody should ask whether to renew.",
        link=reverse("consents:packets"),
        at=as_of,
    )
    for row in rows:
        row.told_of_end_at = as_of
    Consent.objects.write_columns(rows, ["told_of_end_at"])
    return len(rows)
