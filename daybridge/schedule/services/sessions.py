"""One session: changed, led by a substitute, cancelled, taken up again, added.

Nothing here touches the rule of the group; a session changed here is `changed_by_hand`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import happened
from daybridge.people.models import Staff
from daybridge.schedule.errors import NotFree, SeatsBelowMembers, SessionCancelled
from daybridge.schedule.models import Session
from daybridge.schedule.seats import with_taken
from daybridge.schedule.services.holding import hold_leaders_and_rooms, hold_session
from daybridge.schedule.substitutes import objections
from daybridge.schedule.values import ExtraValues, SessionChanges, Told

READABLE = (
    "title", "starts_at", "ends_at", "leader", "co_leader", "instead_of", "room",
    "telehealth_url", "capacity", "topic", "topic_text", "cancel_reason",
    "cancel_note",
)  # fmt: skip


@service
def change_session(
    *, session: Session, changes: SessionChanges, base_version: int, at: datetime,
    by: Viewer,
) -> Session:  # fmt: skip
    """Change one session: time, room, topic, leaders, seats. Its texts stay.

    Raises StaleSession when it changed meanwhile, SeatsBelowMembers for too few seats.
    """
    row = hold_session(session, base_version)
    if row.cancelled_at is not None:
        raise SessionCancelled("This session is cancelled. Take it up again first.")
    _refuse_too_few_seats(row, changes.capacity)
    before = (row.starts_at, row.ends_at)
    leaders = {row.leader_id, row.co_leader_id}
    changes.put_on(row)
    _keep_by_hand(row, action="schedule.session_changed", at=at, by=by)
    if before != (row.starts_at, row.ends_at):
        happened("schedule.sessions_moved", sessions=[row], at=at, by=by)
    now_leading = {row.leader_id, row.co_leader_id}
    if now_leading != leaders:
        happened("schedule.leader_substituted", session=row, at=at, by=by,
                 staff_ids=now_leading - leaders - {None})  # fmt: skip
    return row


@service
def change_session_by_hand(
    *, session: Session, changes: SessionChanges, base_version: int, at: datetime,
    by: Viewer,
) -> Session:  # fmt: skip
    """Change one session as somebody typed it, whose leaders are nowhere else then.

    Raises what `change_session` raises, and NotFree when somebody who is to lead, or to
    lead at another time, leads in another room meanwhile.
    """
    _hold_staff([changes.leader, changes.co_leader], by)
    now = Session.objects.in_program(by.program_id).get(pk=session.pk)
    led_by = {now.leader_id, now.co_leader_id}
    row = change_session(
        session=session, changes=changes, base_version=base_version, at=at, by=by
    )
    is_moved = (now.starts_at, now.ends_at) != (row.starts_at, row.ends_at)
    anew = [each for each in _leading(row) if is_moved or each.pk not in led_by]
    _refuse_elsewhere(row, anew, by)
    return row


@service
def substitute_leader(
    *, session: Session, staff: Any, at: datetime, by: Viewer
) -> Session:
    """Let someone lead in the leader's place; whose place it is stays on record.

    They see the charts of this session's patients until 72 hours after it.
    """
    row = hold_session(session)
    if row.cancelled_at is not None:
        raise SessionCancelled("This session is cancelled. Take it up again first.")
    if row.leader_id == staff.pk:
        return row
    instead_of = row.instead_of_id or row.leader_id
    row.instead_of_id = None if instead_of == staff.pk else instead_of
    row.leader = staff
    if row.co_leader_id == staff.pk:
        row.co_leader = None
    _keep_by_hand(row, action="schedule.leader_substituted", at=at, by=by)
    happened("schedule.leader_substituted", session=row, staff_ids=[staff.pk],
             at=at, by=by)  # fmt: skip
    return row


@service
def choose_substitute(
    *, session: Session, staff: Staff, at: datetime, by: Viewer
) -> Session:
    """Let someone lead who was chosen by hand, and is nowhere else then.

    Raises NotFree when they lead in another room meanwhile.
    """
    _hold_staff([staff], by)
    row = substitute_leader(session=session, staff=staff, at=at, by=by)
    _refuse_elsewhere(row, [staff], by)
    return row


@service
def cancel_session(
    *, session: Session, reason: str, note: str, told: Sequence[Told], at: datetime,
    by: Viewer,
) -> Session:  # fmt: skip
    """Cancel one session, keeping why and who was told. It can be taken up again.

    Raises SessionHasArrivals when someone has attended.
    """
    row = hold_session(session)
    if row.cancelled_at is None:
        row.cancelled_at, row.cancelled_by_id = at, by.staff_id
    row.cancel_reason = Session.CancelReason(reason)
    row.cancel_note = note
    row.told = _told(row.told, told)
    _keep_by_hand(row, action="schedule.session_cancelled", at=at, by=by)
    happened("schedule.session_cancelled", session=row, at=at, by=by)
    return row


@service
def record_told(
    *, session: Session, told: Sequence[Told], at: datetime, by: Viewer
) -> Session:
    """Add who else has been told of the cancellation."""
    row = hold_session(session)
    row.told = _told(row.told, told)
    _keep_by_hand(row, action="schedule.told_of_cancellation", at=at, by=by)
    return row


@service
def reinstate_session(*, session: Session, at: datetime, by: Viewer) -> Session:
    """The session takes place after all; the same people are expected."""
    row = hold_session(session)
    if row.cancelled_at is None:
        return row
    hold_after_all(row)
    _keep_by_hand(row, action="schedule.session_reinstated", at=at, by=by)
    happened("schedule.session_reinstated", session=row, at=at, by=by)
    return row


@service
def add_extra_session(
    *, program: Any, values: ExtraValues, at: datetime, by: Viewer
) -> Session:
    """Add a session outside every rule; with a group, its members are expected.

    Raises SeatsBelowMembers when the group has more members than there are seats, and
    NotFree when somebody who is to lead it leads in another room then.
    """
    _hold_staff([values.leader, values.co_leader], by)
    _refuse_too_few_for(values, at=at, by=by)
    row = Session(program=program, changed_by_hand=True)
    values.put_on(row)
    row.save(force_insert=True)
    _refuse_elsewhere(row, _leading(row), by)
    record("schedule.session_added", by=by.actor, target=row, at=at)
    remember([row], fields=READABLE, by=by.actor, at=at)
    happened("schedule.sessions_made", sessions=[row], at=at, by=by)
    return row


def hold_after_all(row: Session) -> None:
    """Forget that a session was cancelled, why, and who was told of it."""
    row.cancelled_at = row.cancelled_by = row.closure = None
    row.cancel_reason = row.cancel_note = ""
    row.told = []


def _hold_staff(staff: Iterable[Staff | None], by: Viewer) -> None:
    """Hold whoever is to lead, before any session."""
    keys = [each.pk for each in staff if each is not None]
    hold_leaders_and_rooms(by.program_id, keys)


def _leading(row: Session) -> list[Staff]:
    return [each for each in (row.leader, row.co_leader) if each is not None]


def _refuse_elsewhere(row: Session, leading: Iterable[Staff], by: Viewer) -> None:
    """Whoever leads it must not be in another room; they are held by now."""
    found = [
        sentence
        for each in leading
        for sentence in objections(session=row, leader=each, program=by.program).refused
    ]
    if found:
        raise NotFree(" ".join(dict.fromkeys(found)))


def _keep_by_hand(row: Session, *, action: str, at: datetime, by: Viewer) -> None:
    row.changed_by_hand = True
    row.version += 1
    row.save()
    record(action, by=by.actor, target=row, at=at)
    remember([row], fields=READABLE, by=by.actor, at=at)


def _refuse_too_few_seats(row: Session, capacity: int) -> None:
    counted = with_taken(Session.objects.in_program(row.program_id)).get(pk=row.pk)
    if capacity < counted.taken:
        raise SeatsBelowMembers(
            f"{counted.taken} people are on this roster, so it needs at least "
            f"{counted.taken} seats. Take someone off first."
        )


def _refuse_too_few_for(values: ExtraValues, *, at: datetime, by: Viewer) -> None:
    if values.group is None:
        return
    day = by.program.day_of(values.starts_at)
    members = values.group.enrollments.on(day).count()
    if members > values.capacity:
        raise SeatsBelowMembers(
            f"{values.group.name} has {members} members that day, so this session "
            f"needs at least {members} seats."
        )


def _told(known: list[dict[str, str]], more: Iterable[Told]) -> list[dict[str, str]]:
    """Each person once, with the latest way they were told."""
    by_who = {entry["who"]: entry for entry in known}
    by_who.update({told.who: told.as_row() for told in more})
    return list(by_who.values())
