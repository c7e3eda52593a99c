"""Open a chart without membership, in an emergency or with a stated reason.

Source: docs/access.md, the break-glass contract: a reason and 20 characters, 60
minutes, read only, supervisor and director told in the same transaction, reviewed
within three working days.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse

from daybridge.access.models import OPENING_LASTS, ChartOpening
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.notices import notify, staff_with
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record

SHORTEST_EXPLANATION = 20  # characters
REVIEWERS = (Role.SUPERVISOR, Role.DIRECTOR)
REASONS = {
    ChartOpening.Kind.EMERGENCY: (
        ChartOpening.Reason.MEDICAL_EMERGENCY,
        ChartOpening.Reason.DANGER,
        ChartOpening.Reason.COVERING,
    ),
    ChartOpening.Kind.OVERSIGHT: (
        ChartOpening.Reason.QUALITY,
        ChartOpening.Reason.COMPLAINT,
    ),
}


class OpeningRefused(ValueError):
    """The reason does not fit, or the explanation is too short."""


@service
def open_chart(
    *, patient: Any, kind: str, reason: str, explanation: str, by: Viewer, at: datetime
) -> ChartOpening:
    """Open one chart to one person for an hour, and tell those who must know."""
    if reason not in REASONS[ChartOpening.Kind(kind)]:
        raise OpeningRefused("Choose one of the reasons.")
    if len(explanation.strip()) < SHORTEST_EXPLANATION:
        raise OpeningRefused(f"Write at least {SHORTEST_EXPLANATION} characters.")
    opening = ChartOpening.objects.create(
        program_id=by.program_id,
        patient=patient,
        staff_id=by.staff_key,
        kind=kind,
        reason=reason,
        explanation=explanation.strip(),
        opened_at=at,
        expires_at=at + OPENING_LASTS,
        notified_at=at,
    )
    record(
        f"access.{kind}_opened",
        by=by.actor,
        target=opening,
        reason=opening.get_reason_display(),
        at=at,
    )
    _tell_reviewers(opening, by=by, at=at)
    return opening


@service
def close_opening(*, opening: ChartOpening, by: Viewer, at: datetime) -> None:
    """End an opening before its hour is over. The first end stands."""
    running = ChartOpening.objects.in_program(by.program_id).filter(
        pk=opening.pk, closed_at=None, expires_at__gt=at
    )
    if running.update(closed_at=at):
        record("access.opening_closed", by=by.actor, target=opening, at=at)


@service
def review_opening(
    *, opening: ChartOpening, note: str, by: Viewer, at: datetime
) -> bool:
    """Close the review of an opening, once; nobody reviews their own."""
    if opening.staff_id == by.staff_id:
        raise OpeningRefused("Someone else has to review what you opened.")
    if not note.strip():
        raise OpeningRefused("Say what you found.")
    waiting = ChartOpening.objects.in_program(by.program_id).filter(
        pk=opening.pk, reviewed_at=None
    )
    done = waiting.update(
        reviewed_at=at, reviewed_by_id=by.staff_id, review_note=note.strip()
    )
    if done:
        record("access.opening_reviewed", by=by.actor, target=opening, at=at)
    return bool(done)


def _tell_reviewers(opening: ChartOpening, *, by: Viewer, at: datetime) -> None:
    reviewers = staff_with(REVIEWERS, program_id=by.program_id)
    what = (
        "opened a chart in an emergency"
        if opening.kind == ChartOpening.Kind.EMERGENCY
        else "opened a chart for oversight"
    )
    notify(
        staff=[person for person in reviewers if person.pk != by.staff_id],
        kind=f"access.{opening.kind}",
        text=f"{by.name} {what}. Please review it within three working days.",
        link=reverse("access:opening", args=[opening.pk]),
        at=at,
    )
