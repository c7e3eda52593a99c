"""Sessions of one's own in the demo: standing hours, and orders that have none yet.

An hour is right before or after a group on a day on which the person comes anyway, with
their own counselor. None is invented for the past: hours begin on the day of the build.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance
from daybridge.demo.clinic import COMING_WEEKS, ZONE, Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.models import DoseOrder
from daybridge.programs.models import Modality, Room
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.schedule.fitting.extras import window_on
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.models import (
    Enrollment,
    FamilyTime,
    Group,
    Mark,
    Session,
    ToldWeek,
)
from daybridge.schedule.occurrences import weekly
from daybridge.schedule.weeks import monday_of

ALONE = {Modality.INDIVIDUAL.value: 1}
WITH_FAMILY = {**ALONE, Modality.CONJOINT.value: 1}
MIXES = (ALONE, WITH_FAMILY, ALONE)  # of the newest, who have no hour yet
EACH = 4  # people whom a counselor sees alone
FAMILIES = 3  # one in so many of these has an hour with the family too
MINUTES, BREAK = 60, 15
MOST_A_DAY = 300  # minutes that a counselor leads
EARLIEST, LATEST = 9 * 60, 20 * 60
TURNS = range(4)  # hours before or after a group


@dataclass
class _Taken:
    """When leaders, rooms and people are in a session of an ordinary week."""

    by: dict[Any, list[Window]] = field(default_factory=lambda: defaultdict(list))

    def take(self, window: Window, *whom: Any) -> None:
        for one in filter(None, whom):
            self.by[one].append(window)

    def is_free(self, whom: Any, window: Window) -> bool:
        around = Window(window.start - BREAK, window.end + BREAK)
        return not any(map(around.meets, self.by[whom]))

    def minutes_on(self, whom: Any, day: int) -> int:
        return sum(w.end - w.start for w in self.by[whom] if w.start // DAY == day)


def book_hours(clinic: Clinic, draw: Draw) -> None:
    """A few people of each counselor have an hour of their own, some two."""
    orders = list(_orders(clinic))[len(MIXES) :]
    leaders, groups = _counselors(clinic), _groups(clinic)
    rooms = list(Room.objects.in_program(clinic.program_id).order_by("name", "pk"))
    taken, seen = _taken(clinic, groups), Counter[UUID]()
    for order in orders:
        patient = order.patient_id
        leader, own = leaders.get(patient), groups.get(patient, ())
        if leader is None or seen[leader] >= EACH or not own:
            continue
        mix = ALONE if seen[leader] % FAMILIES else WITH_FAMILY
        found = []
        for kind in mix:
            hour = _free_hour(own, taken, leader, patient, rooms)
            if hour is None:
                break
            taken.take(hour[0], leader, patient, hour[1].pk)
            found.append((Modality(kind), *hour))
        for kind, window, room in found:
            _write(clinic, draw, own[0].track_id, kind, window, (patient, leader, room))
        if found:
            seen[leader] += 1
            _order(order, {kind.value: 1 for kind, _, _ in found})
    clinic.bulk.flush()


def order_sessions_alone(clinic: Clinic) -> None:
    """A few of the newest in care are to see their counselor alone each week."""
    for order, mix in zip(_orders(clinic), MIXES, strict=False):
        _order(order, mix)


def tell_of_families(clinic: Clinic, draw: Draw) -> None:
    """Whose family comes has told when it can: around that hour, and on Saturdays."""
    hours = Enrollment.objects.in_program(clinic.program_id).filter(
        group__modality=Modality.CONJOINT, ends_on=None
    )
    told = ToldWeek.objects.in_program(clinic.program_id)
    weeks = {row.patient_id: row for row in told}
    for row in hours.select_related("group").order_by("pk"):
        if row.patient_id in weeks:
            [window] = meeting_windows(row.group)
            day, start = divmod(window.start, DAY)
            _family(clinic, draw, weeks[row.patient_id], day, start - 60, start + 120)
            _family(clinic, draw, weeks[row.patient_id], 5, 10 * 60, 14 * 60)
    clinic.bulk.flush()


def _orders(clinic: Clinic) -> Any:
    """The orders in force, of the newest in care first, each with its patient."""
    rows = DoseOrder.objects.in_program(clinic.program_id).filter(
        stay__ended_on=None, stay__episode__discharged_on=None
    )
    return (
        rows.select_related("stay__episode")
        .order_by("-stay__started_on", "pk")
        .annotate(patient_id=F("stay__episode__patient_id"))
    )


def _order(order: DoseOrder, mix: dict[str, int]) -> None:
    order.modality_mix = {**order.modality_mix, **mix}
    order.save(update_fields=["modality_mix"])


def _counselors(clinic: Clinic) -> dict[UUID, UUID]:
    """Whose own counselor is who."""
    rows = TeamMembership.objects.in_program(clinic.program_id).filter(
        is_primary=True, ended_at=None
    )
    return dict(rows.order_by("pk").values_list("patient_id", "staff_id"))


def _groups(clinic: Clinic) -> dict[UUID, list[Group]]:
    """In which groups each has a place."""
    found = defaultdict(list)
    rows = Enrollment.objects.in_program(clinic.program_id).filter(ends_on=None)
    for row in rows.select_related("group").order_by("group__name", "pk"):
        found[row.patient_id].append(row.group)
    return dict(found)


def _taken(clinic: Clinic, groups: dict[UUID, list[Group]]) -> _Taken:
    """By groups, and by what is booked for once in the coming weeks."""
    taken = _Taken()
    once = Session.objects.in_program(clinic.program_id).filter(
        group=None, starts_at__gt=clinic.now
    )
    for row in once:
        on = row.starts_at.astimezone(ZONE).date()
        taken.take(window_on(row, monday_of(on), ZONE), row.leader_id, row.room_id)
    every = {group.pk: group for own in groups.values() for group in own}
    for group in every.values():
        for window in meeting_windows(group):
            taken.take(window, group.leader_id, group.co_leader_id, group.room_id)
    for patient, own in groups.items():
        for window in (w for group in own for w in meeting_windows(group)):
            taken.take(window, patient)
    return taken


def _free_hour(
    own: Iterable[Group], taken: _Taken, leader: UUID, patient: UUID, rooms: list[Room]
) -> tuple[Window, Room] | None:
    """The nearest to a group at which the counselor and a room are free."""
    for window in _near(own):
        minute = window.start % DAY
        led = taken.minutes_on(leader, window.start // DAY) + MINUTES
        if not EARLIEST <= minute <= LATEST - MINUTES or led > MOST_A_DAY:
            continue
        if taken.is_free(leader, window) and taken.is_free(patient, window):
            for room in rooms:
                if taken.is_free(room.pk, window):
                    return window, room
    return None


def _near(own: Iterable[Group]) -> Iterator[Window]:
    """Hours before and after the groups somebody is in, the nearest first."""
    met = [window for group in own for window in meeting_windows(group)]
    for turn in TURNS:
        away = BREAK + turn * (MINUTES + BREAK)
        for window in met:
            start = window.start - away - MINUTES
            yield Window(start, start + MINUTES)
            yield Window(window.end + away, window.end + away + MINUTES)


def _write(
    clinic: Clinic, draw: Draw, track: UUID, kind: Modality, window: Window,
    who: tuple[UUID, UUID, Room],
) -> None:  # fmt: skip
    """A group of one seat with its place, and the sessions of the coming weeks."""
    (patient, leader, room), day = who, window.start // DAY
    starts_at = time(*divmod(window.start % DAY, 60))
    shared = {"program_id": clinic.program_id, "created_at": clinic.now}
    held = {
        "track_id": track, "modality": kind.value, "leader_id": leader,
        "room_id": room.pk, "capacity": 1, **shared,
    }  # fmt: skip
    group = clinic.bulk.add(
        Group, id=draw.id(clinic.now), name=str(kind.label), starts_at=starts_at,
        minutes=MINUTES, recurrence=weekly([day]), starts_on=clinic.today, **held,
    )  # fmt: skip
    clinic.bulk.add(
        Enrollment, id=draw.id(clinic.now), group_id=group, patient_id=patient,
        starts_on=clinic.today, **shared,
    )  # fmt: skip
    first = clinic.today + timedelta(days=(day - clinic.today.weekday()) % 7)
    for on in (first + timedelta(weeks=n) for n in range(COMING_WEEKS)):
        if on not in clinic.closed_on:
            begins = datetime.combine(on, starts_at, ZONE).astimezone(UTC)
            session = clinic.bulk.add(
                Session, id=draw.id(clinic.now), group_id=group, rule_date=on,
                title=str(kind.label), starts_at=begins,
                ends_at=begins + timedelta(minutes=MINUTES), **held,
            )  # fmt: skip
            clinic.bulk.add(
                Attendance, id=draw.id(clinic.now), session_id=session,
                patient_id=patient, starts_at=begins, **shared,
            )  # fmt: skip


def _family(
    clinic: Clinic, draw: Draw, week: ToldWeek, day: int, start: int, end: int
) -> None:
    clinic.bulk.add(
        FamilyTime, id=draw.id(clinic.now), program_id=clinic.program_id,
        created_at=clinic.now, week_id=week.pk, weekday=day, from_quarter=start // 15,
        until_quarter=end // 15, mark=Mark.FAMILY.value,
    )  # fmt: skip
