"""Today's sessions with their counts, the viewer's own first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Mark
from daybridge.attendance.queries.answers import AnswerCounts, with_answers
from daybridge.schedule.models import Session
from daybridge.schedule.reach import day_of


@dataclass(frozen=True, slots=True)
class SessionToday:
    """One session with how many came, did not come, and are still expected."""

    session_id: UUID
    title: str
    topic: str
    place: str
    leaders: str
    starts_at: datetime
    ends_at: datetime
    came: int
    away: int
    expected: int
    answered: str  # 7 confirmed, 1 late; empty where nobody answered
    is_mine: bool
    is_running: bool
    is_over: bool
    is_cancelled: bool

    @property
    def people(self) -> int:
        return self.came + self.away + self.expected


@dataclass(frozen=True, slots=True)
class Sessions:
    mine: list[SessionToday]
    others: list[SessionToday]
    repair_url: str  # for those who keep the schedule


def of_today(viewer: Viewer) -> Sessions:
    """The sessions of today that this viewer may open; one statement."""
    start, end = day_of(viewer)
    rows = (
        with_answers(Session.objects.visible_to(viewer).between(start, end))
        .select_related("leader", "co_leader", "room", "topic")
        .annotate(
            came=_marked(Mark.ATTENDED),
            away=_marked(Mark.NO_SHOW, Mark.EXCUSED),
            expected=_marked(Mark.EXPECTED),
        )
        .order_by("starts_at", "title", "pk")
    )
    found = [_row(session, viewer) for session in rows[:100]]
    return Sessions(
        mine=[row for row in found if row.is_mine],
        others=[row for row in found if not row.is_mine],
        repair_url=_repair_url(viewer),
    )


def _repair_url(viewer: Viewer) -> str:
    """Where it is said that a leader is away or a room is closed."""
    if not permits(Permission.SCHEDULE_AMEND, viewer):
        return ""
    return reverse("schedule:repair_new")


def _marked(*marks: Mark) -> Count:
    return Count(
        "attendances",
        filter=Q(attendances__removed_at=None, attendances__mark__in=marks),
    )


def _row(session: Session, viewer: Viewer) -> SessionToday:
    leaders = [person for person in (session.leader, session.co_leader) if person]
    online = "Telehealth" if session.telehealth_url else "No room yet"
    return SessionToday(
        session_id=session.pk,
        title=session.title,
        topic=session.topic_title,
        place=str(session.room) if session.room else online,
        leaders=" and ".join(person.display_name for person in leaders),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        came=session.came,  # type: ignore[attr-defined]
        away=session.away,  # type: ignore[attr-defined]
        expected=session.expected,  # type: ignore[attr-defined]
        answered=AnswerCounts(
            session.coming,  # type: ignore[attr-defined]
            session.late,  # type: ignore[attr-defined]
            session.cannot,  # type: ignore[attr-defined]
        ).words,
        is_mine=viewer.staff_id in {person.pk for person in leaders},
        is_running=session.starts_at <= viewer.at < session.ends_at,
        is_over=session.ends_at <= viewer.at,
        is_cancelled=session.cancelled_at is not None,
    )
