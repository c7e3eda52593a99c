"""Read what a form sent about places: times of day, and whole rosters at once."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from daybridge.attendance.errors import AttendanceError
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services import AttendanceChange
from daybridge.schedule.models import Session


class UnreadablePlace(AttendanceError):
    """What was sent about a place cannot be read; the sentence says what to write."""


def moment_of(typed: str, session: Session) -> datetime | None:
    """A typed time of day as a moment of this session, past midnight if it must be."""
    if not typed.strip():
        return None
    try:
        clock = time.fromisoformat(typed.strip())
    except ValueError:
        raise UnreadablePlace(
            f"“{typed[:20]}” is not a time of day, such as 17:40."
        ) from None
    zone = session.program.zone
    start = session.starts_at.astimezone(zone)
    moment = datetime.combine(start.date(), clock, zone)
    runs_past_midnight = session.ends_at.astimezone(zone).date() > start.date()
    if runs_past_midnight and moment < start - timedelta(hours=6):
        moment += timedelta(days=1)
    return moment


def read_places(sent: Mapping[str, str], session: Session) -> list[AttendanceChange]:
    """Every place whose mark a form sends: `mark-<place>` and its companions."""
    moments: dict[str, datetime | None] = {}  # a whole group comes at few times

    def moment(name: str) -> datetime | None:
        typed = sent.get(name, "")
        if typed not in moments:
            moments[typed] = moment_of(typed, session)
        return moments[typed]

    return [
        _change(sent, name.removeprefix("mark-"), moment)
        for name in sent
        if name.startswith("mark-")
    ]


def version_of(sent: Mapping[str, str], place: object, *, otherwise: int) -> int:
    """The version of a place that the page had shown."""
    typed = sent.get(f"place-version-{place}", "")
    return int(typed) if typed.isdecimal() else otherwise


def _change(
    sent: Mapping[str, str], place: str, moment: Callable[[str], datetime | None]
) -> AttendanceChange:
    try:
        return AttendanceChange(
            attendance_id=UUID(place),
            base_version=version_of(sent, place, otherwise=0),
            mark=Mark(sent[f"mark-{place}"]),
            arrived_at=moment(f"arrived-{place}"),
            left_at=moment(f"left-{place}"),
            mode=Attendance.Mode(sent.get(f"mode-{place}", "in_person")),
            absence_reason=sent.get(f"reason-{place}", "").replace("\x00", "")[:200],
        )
    except ValueError as problem:
        raise UnreadablePlace(f"A place cannot be read: {problem}.") from None
