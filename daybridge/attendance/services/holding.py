"""Hold a session while its evening is written, so that one writer decides.

The session is held before anything of it is read: whoever waited reads what the writer
before them left. Its places are held after it, always in that order.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import UUIDField

from daybridge.access.prepared import Prepared, instances
from daybridge.attendance.models import Attendance
from daybridge.schedule.models import Session
from daybridge.schedule.seats import with_taken

OF_SESSION = (
    "id", "program_id", "title", "starts_at", "ends_at", "leader_id", "co_leader_id",
)  # fmt: skip
OF_PLACE = (
    "id", "program_id", "session_id", "patient_id", "starts_at", "mark", "mode",
    "arrived_at", "left_at", "arrived_by_id", "minutes", "absence_reason", "removed_at",
    "given_up_at", "version",
)  # fmt: skip
_OF_A_PLACE: Any = Attendance._meta.get_field("session")
MARKS: dict[str, Any] = {
    "program": (UUIDField(), UUID(int=1)),
    "session": (UUIDField(), UUID(int=2)),
}


def hold_session(session: Session) -> Session:
    """The session as it is stored now, held until the transaction ends."""
    rows = _held_session().rows(program=session.program_id, session=session.pk)
    if not rows:
        raise Session.DoesNotExist
    [held] = instances(Session, OF_SESSION, rows)
    if "program" in session._state.fields_cache:
        held.program = session.program
    return held


def hold_roster(held: Session) -> list[Attendance]:
    """The places on the roster of a session that is held, held as well."""
    rows = _held_roster().rows(program=held.program_id, session=held.pk)
    places = instances(Attendance, OF_PLACE, rows)
    for place in places:
        _OF_A_PLACE.set_cached_value(place, held)
    return places


def hold_with_seats(places: Sequence[Attendance]) -> list[Session]:
    """The sessions of these places with a seat left, held while seats are counted."""
    if not places:
        return []
    of_program = Session.objects.in_program(places[0].program_id)
    wanted = of_program.filter(pk__in=[row.session_id for row in places])
    keys = [row.pk for row in wanted.select_for_update().order_by("pk")]
    counted = with_taken(of_program.filter(pk__in=keys))
    return [row for row in counted if row.taken < row.capacity]


@cache
def _held_session() -> Prepared:
    def build(program: UUID, session: UUID) -> Any:
        found = Session.objects.in_program(program).filter(pk=session)
        return found.select_for_update(no_key=True).values_list(*OF_SESSION)

    return Prepared(build, MARKS)


@cache
def _held_roster() -> Prepared:
    def build(program: UUID, session: UUID) -> Any:
        found = Attendance.objects.in_program(program).on_roster_of(session)
        held = found.select_for_update(no_key=True).order_by("pk")
        return held.values_list(*OF_PLACE)

    return Prepared(build, MARKS)
