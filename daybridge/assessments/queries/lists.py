"""What waits: assessments under way, signatures, admissions, reviews that are due."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.assessments.levels import given_here
from daybridge.assessments.models import Assessment, Review, SafetyStop
from daybridge.assessments.queries.due import Due, reviews_due
from daybridge.intake.models import Episode
from daybridge.intake.reach import changeable
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.programs.models import Track

MOST = 200  # of each kind on one page; the oldest first


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a list: who, what, since or until when."""

    patient: Patient
    id: UUID
    what: str
    day: date
    by: str = ""
    is_late: bool = False
    is_review: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page of assessments."""

    stops: list[Waiting]
    drafts: list[Waiting]
    to_co_sign: list[Waiting]
    to_admit: list[Waiting]
    to_carry_out: list[Waiting]
    due: list[Due]


def board(viewer: Viewer, today: date) -> Board:
    """The lists this viewer may read, in a fixed number of statements."""
    return Board(
        stops=open_stops(viewer),
        drafts=_drafts(viewer),
        to_co_sign=_to_co_sign(viewer) if Role.SUPERVISOR in viewer.roles else [],
        to_admit=_to_admit(viewer),
        to_carry_out=to_carry_out(viewer),
        due=reviews_due(viewer, today),
    )


def _drafts(viewer: Viewer) -> list[Waiting]:
    rows = Assessment.objects.visible_to(viewer).under_way()
    rows = rows.select_related("patient", "author").order_by("started_at")[:MOST]
    reviews = Review.objects.visible_to(viewer).under_way()
    reviews = reviews.select_related("patient", "author").order_by("started_at")[:MOST]
    return [
        *(_line(viewer, row, "Assessment", row.started_at) for row in rows),
        *(_line(viewer, row, "Review", row.started_at) for row in reviews),
    ]


def _to_co_sign(viewer: Viewer) -> list[Waiting]:
    found = []
    for model, what in ((Assessment, "Assessment"), (Review, "Review")):
        rows = model.objects.visible_to(viewer).awaiting_co_signature()
        rows = rows.exclude(signed_by_id=viewer.staff_id)
        rows = rows.select_related("patient", "author").order_by("signed_at")[:MOST]
        found += [_line(viewer, row, what, row.signed_at) for row in rows]
    return found


def _to_admit(viewer: Viewer) -> list[Waiting]:
    """Signed with a level of ours offered, and not in care from it yet."""
    tracks = Track.objects.in_program(viewer.program_id).in_use()
    here = given_here(tracks.values_list("level_of_care", flat=True))
    rows = (
        Assessment.objects.visible_to(viewer)
        .finished()
        .filter(placement__actual="", placement__offered__in=here)
        .exclude(
            patient__in=Episode.objects.in_program(viewer.program_id)
            .filter(discharged_on=None)
            .values("patient_id")
        )
        .filter(signed_at__gte=viewer.at - timedelta(days=90))
        .select_related("patient", "author", "placement")
        .order_by("signed_at")[:MOST]
    )
    return [
        _line(viewer, row, f"Offered {row.placement.offered}", row.signed_at)
        for row in rows
    ]


def to_carry_out(viewer: Viewer) -> list[Waiting]:
    """Signed decisions that this viewer may carry out, and that nobody has yet."""
    if not permits(Permission.CHART_AMEND, viewer):
        return []
    rows = (
        Review.objects.visible_to(viewer)
        .to_carry_out()
        .filter(patient__in=changeable(viewer, Operation.AMEND))
        .select_related("patient", "author")
        .order_by("takes_effect_on", "pk")[:MOST]
    )
    return [
        Waiting(
            as_read_by(viewer, row.patient), row.pk, row.get_decision_display(),
            row.takes_effect_on or _day(viewer, row.signed_at),
            row.author.display_name, is_review=True,
        )
        for row in rows
    ]  # fmt: skip


def open_stops(viewer: Viewer) -> list[Waiting]:
    """Dangers that nobody has answered yet."""
    rows = SafetyStop.objects.visible_to(viewer).open_now()
    rows = rows.select_related("patient", "raised_by").order_by("raised_at")[:MOST]
    return [
        Waiting(
            as_read_by(viewer, row.patient), row.pk, row.get_urgency_display(),
            _day(viewer, row.raised_at), row.raised_by.display_name, is_late=True,
        )
        for row in rows
    ]  # fmt: skip


def _line(viewer: Viewer, row: Any, what: str, at: Any) -> Waiting:
    return Waiting(
        as_read_by(viewer, row.patient), row.pk, what, _day(viewer, at),
        row.author.display_name, is_review=isinstance(row, Review),
    )  # fmt: skip


def _day(viewer: Viewer, at: Any) -> date:
    day: date = viewer.program.day_of(at)
    return day
