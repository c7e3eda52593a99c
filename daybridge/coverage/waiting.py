"""Whose coverage waits for somebody: one question at a time, a page at a time."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.coverage.models import (
    BenefitQuote,
    GoodFaithEstimate,
    Policy,
    SelfPay,
)
from daybridge.coverage.reach import changeable, readable, reader
from daybridge.coverage.weighing import OLD_AFTER_DAYS
from daybridge.intake.models import OVER, Episode, Inquiry
from daybridge.people.models import Patient

ROWS = 25
UNCHECKED, NO_POLICY, OLD, AUTHORIZATION, NO_CONSENT = (
    "unchecked", "none", "old", "authorization", "consent",
)  # fmt: skip


class Words(NamedTuple):
    """How a question reads: its tab, and the sentence of an empty page."""

    label: str
    empty: str


QUESTIONS = {
    UNCHECKED: Words("Not checked", "Every policy has been asked about."),
    NO_POLICY: Words("No policy", "Everyone has a policy or pays themselves."),
    OLD: Words("Old quotes", f"No quote is older than {OLD_AFTER_DAYS} days."),
    AUTHORIZATION: Words("Authorization", "No payer asks for authorization."),
    NO_CONSENT: Words("No consent", "Everyone has signed a consent for payment."),
}


@dataclass(slots=True)
class Line:
    """One person on a list, and why."""

    patient: Patient
    policy: Policy | None = None
    quote_at: Any = None
    estimate: GoodFaithEstimate | None = None
    is_late: bool = False


@dataclass(slots=True)
class Page:
    lines: list[Line] = field(default_factory=list)
    after: UUID | None = None


def asked_by(viewer: Viewer) -> list[tuple[str, str]]:
    """The questions a viewer has: who reads everything waits for no consent."""
    hidden = set() if Role.BILLER in viewer.roles else {NO_CONSENT}
    return [(key, one.label) for key, one in QUESTIONS.items() if key not in hidden]


def page_of(viewer: Viewer, question: str, *, after: UUID | None) -> Page:
    """One page of a question, who came first on top."""
    today = viewer.today
    if question == NO_CONSENT:
        return _people(_without_consent(viewer, today), after)
    if question == NO_POLICY:
        return _people(_without_policy(viewer, today), after)
    policies = _policies(viewer, today)
    if question == UNCHECKED:
        policies = policies.filter(quote_at=None)
    elif question == OLD:
        before = viewer.at - timedelta(days=OLD_AFTER_DAYS)
        policies = policies.filter(quote_at__lt=before)
    else:
        policies = policies.filter(authorization="Y")
    return _of_policies(policies, after)


def owed_estimates(viewer: Viewer, *, after: UUID | None) -> Page:
    """Estimates that are owed, by the day they are due."""
    rows = GoodFaithEstimate.objects.visible_to(reader(viewer)).owed()
    last = rows.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(
            Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk)
        )
    ordered = rows.select_related("patient").defer("document", "content")
    found = list(ordered.order_by("due_on", "pk")[: ROWS + 1])
    today = viewer.today
    lines = [
        Line(row.patient, estimate=row, is_late=row.due_on < today)
        for row in found[:ROWS]
    ]
    return Page(lines, found[ROWS - 1].pk if len(found) > ROWS else None)


def _current(today: date, path: str) -> Q:
    """People in care on a day, or on their way in."""
    episodes = Episode.objects.filter(
        program_id=OuterRef("program_id"), patient_id=OuterRef(path)
    ).open_on(today)
    inquiries = Inquiry.objects.filter(
        program_id=OuterRef("program_id"), patient_id=OuterRef(path)
    ).exclude(stage__in=OVER)
    return Q(Exists(episodes)) | Q(Exists(inquiries))


def _policies(viewer: Viewer, today: date) -> Any:
    """Policies in force of current people, with what their latest quote says."""
    newest = BenefitQuote.objects.filter(
        program_id=OuterRef("program_id"), policy_id=OuterRef("pk")
    ).order_by("-taken_at", "-pk")
    policies = Policy.objects.visible_to(reader(viewer)).on(today)
    return policies.filter(_current(today, "patient_id")).annotate(
        quote_at=Subquery(newest.values("taken_at")[:1]),
        authorization=Subquery(newest.values("authorization")[:1]),
    )


def _without_policy(viewer: Viewer, today: date) -> Any:
    mine = {"program_id": OuterRef("program_id"), "patient_id": OuterRef("pk")}
    return readable(viewer).filter(
        _current(today, "pk"),
        ~Exists(Policy.objects.filter(**mine).on(today)),
        ~Exists(SelfPay.objects.filter(**mine, ends_on=None)),
    )


def _without_consent(viewer: Viewer, today: date) -> Any:
    if Role.BILLER not in viewer.roles:
        return Patient.objects.in_program(viewer.program_id).none()
    people = Patient.objects.visible_to(viewer).filter(_current(today, "pk"))
    return people.exclude(pk__in=changeable(viewer).values("pk"))


def _people(rows: Any, after: UUID | None) -> Page:
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: ROWS + 1])
    lines = [Line(row) for row in found[:ROWS]]
    return Page(lines, found[ROWS - 1].pk if len(found) > ROWS else None)


def _of_policies(rows: Any, after: UUID | None) -> Page:
    if after is not None:
        rows = rows.filter(pk__gt=after)
    ordered = rows.select_related("patient", "plan__payer").order_by("pk")
    found = list(ordered[: ROWS + 1])
    lines = [Line(row.patient, row, row.quote_at) for row in found[:ROWS]]
    return Page(lines, found[ROWS - 1].pk if len(found) > ROWS else None)
