"""What people answered to their reminders: counted for who runs the day, and by day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Count, Q

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark, ReminderAnswer

Choice = ReminderAnswer.Choice
BACK, AHEAD = timedelta(days=7), timedelta(days=21)


@dataclass(frozen=True, slots=True)
class DayToAnswer:
    """One day of a person: the sessions ahead that day, or those they missed."""

    held_on: date
    places: list[Attendance] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.held_on.isoformat()


def days_to_answer(viewer: Viewer, patient: Any) -> list[DayToAnswer]:
    """Days about which a person may say something, in their order; one statement."""
    places = (
        Attendance.objects.in_program(viewer.program_id)
        .on_roster()
        .filter(
            Q(mark=Mark.EXPECTED, starts_at__gt=viewer.at) | Q(mark=Mark.NO_SHOW),
            patient=patient,
            session__cancelled_at=None,
            starts_at__gt=viewer.at - BACK,
            starts_at__lt=viewer.at + AHEAD,
        )
        .select_related("session", "answer__make_up")
        .order_by("starts_at", "pk")
    )
    days: dict[date, DayToAnswer] = {}
    for place in places:
        held_on = viewer.program.day_of(place.starts_at)
        days.setdefault(held_on, DayToAnswer(held_on)).places.append(place)
    return list(days.values())


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """Of those still expected: how many said that they come, late, or cannot."""

    coming: int = 0
    late: int = 0
    away: int = 0

    @classmethod
    def of(cls, places: Iterable[Attendance]) -> Self:
        """Count places that were read with their answers."""
        said = Counter(
            place.answer.choice
            for place in places
            if place.answer and place.mark == Mark.EXPECTED
        )
        return cls(said[Choice.COMING], said[Choice.LATE], said[Choice.AWAY])

    @property
    def words(self) -> str:
        """7 confirmed, 1 late, 1 cannot come; nothing where nobody answered."""
        counts = ((self.coming, "confirmed"), (self.late, "late"),
                  (self.away, "cannot come"))  # fmt: skip
        return ", ".join(f"{count} {word}" for count, word in counts if count)


def with_answers(sessions: Any) -> Any:
    """Sessions with `coming`, `late` and `cannot`: answers of who is expected."""
    return sessions.annotate(
        coming=_answered(Choice.COMING),
        late=_answered(Choice.LATE),
        cannot=_answered(Choice.AWAY),
    )


def _answered(choice: str) -> Count:
    return Count(
        "attendances",
        filter=Q(
            attendances__removed_at=None,
            attendances__mark=Mark.EXPECTED,
            attendances__answer__choice=choice,
        ),
    )
