"""What people answered to their reminders, counted for those who run the day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, Q

from daybridge.attendance.models import Attendance, Mark, ReminderAnswer

Choice = ReminderAnswer.Choice


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
