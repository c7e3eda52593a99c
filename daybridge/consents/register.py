"""The register of disclosures as people read it: page by page, and the accounting."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.viewer import Viewer
from daybridge.consents.models import Disclosure
from daybridge.consents.reach import reader_of_terms
from daybridge.rules.consent import WithoutConsent
from daybridge.ui.sending import key_or_none

PAGE = 25
THREE_YEARS = 3  # 42 CFR 2.25
SIX_YEARS = 6  # 45 CFR 164.528
NOT_ACCOUNTED = (
    WithoutConsent.PATIENT.value,
    WithoutConsent.SERVICE_ORGANIZATION.value,
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first, and the key after which the next page starts."""

    rows: list[Disclosure]
    after: UUID | None


def page_of(
    viewer: Viewer, asked: dict[str, Any], *, after: str = "", patient: Any = None
) -> Page:
    """A page of what this viewer may read, narrowed by the filters."""
    rows = _narrowed(viewer, asked)
    if patient is not None:
        rows = rows.filter(patient=patient)
    last = _row_of(viewer, after)
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    found = list(
        rows.select_related("patient", "consent", "made_by")
        .defer("document")
        .order_by("-at", "-pk")[: PAGE + 1]
    )
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def accounted(
    patient: Any, at: datetime
) -> tuple[list[Disclosure], list[Disclosure], datetime]:
    """With consent for three years, without for six; and the day the first begins.

    Disclosures for treatment, payment and operations count where they were made
    through an electronic health record.
    """
    rows = (
        Disclosure.objects.in_program(patient.program_id)
        .filter(patient=patient)
        .defer("document")
        .order_by("-at", "-pk")
    )
    since = years_before(at, THREE_YEARS)
    counted = Q(is_for_tpo=False) | Q(through_ehr=True)
    consented = rows.filter(counted, basis="consent", at__gte=since)
    other = rows.exclude(basis="consent").exclude(basis__in=NOT_ACCOUNTED)
    other = other.filter(at__gte=years_before(at, SIX_YEARS))
    return list(consented), list(other), since


def years_before(at: datetime, years: int) -> datetime:
    """The same moment so many years ago; February 29 gives February 28."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def _narrowed(viewer: Viewer, asked: dict[str, Any]) -> Any:
    rows = Disclosure.objects.visible_to(reader_of_terms(viewer))
    if asked.get("to"):
        rows = rows.filter(recipient__icontains=asked["to"])
    if asked.get("basis"):
        rows = rows.filter(basis=asked["basis"])
    zone = viewer.program.zone
    if asked.get("start"):
        rows = rows.filter(at__gte=datetime.combine(asked["start"], time(), zone))
    if asked.get("end"):
        day_after = asked["end"] + timedelta(days=1)
        rows = rows.filter(at__lt=datetime.combine(day_after, time(), zone))
    return rows


def _row_of(viewer: Viewer, after: str) -> Disclosure | None:
    key = key_or_none(after)
    if key is None:
        return None
    found: Disclosure | None = (
        Disclosure.objects.visible_to(reader_of_terms(viewer)).filter(pk=key).first()
    )
    return found
