"""Whether reminders are answered, and who comes: of everybody who was expected.

Source: intention to treat. Everybody expected is counted where they stood, those whom
        no reminder reached included; only the reminded would flatter the reminders.
Units:  places in sessions that are over and took place.
Decided: a reminder counts once it was written, whether or not it arrived; the outbox
says what arrived.
"""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark, Reminder, ReminderAnswer
from daybridge.reports.days import midnight
from daybridge.reports.filters import Filters
from daybridge.reports.parts import SMALLEST_CELL, Table

Choice = ReminderAnswer.Choice
ALL, NONE, SILENT = "Everybody expected", "No reminder", "Reminded, no answer"
SAID = {
    Choice.COMING: "Said they come",
    Choice.LATE: "Said they are late",
    Choice.AWAY: "Said they cannot come",
}
ROWS = (ALL, NONE, SILENT, *SAID.values())


def reminders_table(viewer: Viewer, filters: Filters) -> Table:
    """Places by what was answered, and how many of each were attended."""
    expected, came = count_places(viewer, filters)
    return Table(
        "Reminded, answered, came",
        ("What they answered", "Places", "Came", "Came, %"),
        [
            (name, expected[name], came[name], _share(came[name], expected[name]))
            for name in ROWS
        ],
        frozenset({1, 2}),
    )


def count_places(viewer: Viewer, filters: Filters) -> tuple[Counter[str], Counter[str]]:
    """Places expected and places attended, by row of the table; one statement."""
    zone = viewer.program.zone
    reminded = Reminder.objects.in_program(viewer.program_id).filter(
        patient_id=OuterRef("patient_id"), kind=Reminder.Kind.AHEAD, ended_at=None,
        starts_at__lte=OuterRef("starts_at"), expires_at__gt=OuterRef("starts_at"),
    )  # fmt: skip
    found = (
        Attendance.objects.in_program(viewer.program_id)
        .on_roster()
        .filter(
            **filters.limit("session__track_id"),
            starts_at__gte=midnight(filters.first, zone),
            starts_at__lt=midnight(filters.last + timedelta(days=1), zone),
            session__ends_at__lte=viewer.at,
            session__cancelled_at=None,
        )
        .annotate(is_reminded=Exists(reminded))
        .values_list("answer__choice", "is_reminded")
        .annotate(places=Count("pk"), came=Count("pk", filter=Q(mark=Mark.ATTENDED)))
        .order_by()
    )
    expected: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for choice, is_reminded, places, attended in found:
        for name in (ALL, _row_of(choice, is_reminded)):
            expected[name] += places
            came[name] += attended
    return expected, came


def _row_of(choice: str | None, is_reminded: bool) -> str:
    if choice:
        return SAID[Choice(choice)]
    return SILENT if is_reminded else NONE


def _share(part: int, whole: int) -> float | None:
    """In percent; nothing where it would tell of single people."""
    return round(100 * part / whole, 1) if whole >= SMALLEST_CELL else None
