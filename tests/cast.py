"""The cast: Schuylkill Street's people, and Vera who works somewhere else."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.signals import user_logged_in
from django.db.transaction import atomic, set_rollback
from django.test import Client
from django.utils import timezone

ZONE = ZoneInfo("America/New_York")
UNUSABLE = make_password(None)
BACKEND = "daybridge.access.backends.StaffBackend"
TWELVE = (
    ("Dana", "Whitfield"), ("Marcus", "Oyelaran"), ("Teresa", "Quiñones"),
    ("Ibrahim", "Sesay"), ("Lorraine", "Petrakis"), ("Kevin", "Dombrowski"),
    ("Aaliyah", "Freeman"), ("Stefan", "Novotny"), ("Rosa", "Villanueva"),
    ("Patrick", "Gallagher"), ("Mei", "Tanaka"), ("Desmond", "Achebe"),
)  # fmt: skip
STAFF = (
    ("Ruth", "Abelson", "counselor"), ("Ben", "Castillo", "counselor"),
    ("Sylvia", "Marchetti", "supervisor"), ("Faye", "Nguyen", "front_desk"),
    ("Nora", "Lindqvist", "medical"), ("Theo", "Banks", "peer"),
    ("Omar", "Haddad", "biller"), ("Grace", "Okafor", "director"),
    ("Ivan", "Tran", "administrator"),
)  # fmt: skip


@dataclass
class Clinic:
    """One program with everything an evening needs."""

    program: Any
    site: Any
    room: Any
    track: Any
    staff: dict[str, Any] = field(default_factory=dict)
    patients: list[Any] = field(default_factory=list)
    group: Any = None
    session: Any = None


def make_program(name: str = "Schuylkill Street IOP") -> Clinic:
    from daybridge.programs.models import DayRule, DoseRule, Program, Room, Site, Track

    program = Program.objects.create(name=name)
    site = Site.objects.create(program=program, name="Schuylkill Street")
    room = Room.objects.create(program=program, site=site, name="Room 2", capacity=16)
    track = Track.objects.create(program=program, site=site, name="Evening IOP")
    DoseRule.objects.create(
        program=program,
        track=track,
        source="ASAM 2.1, adults",
        starts_on=date(2024, 1, 1),
    )
    DayRule.objects.create(
        program=program, name="Three hours", min_minutes=180,
        source="HCPCS H0015", starts_on=date(2024, 1, 1),
    )  # fmt: skip
    return Clinic(program, site, room, track)


def keep(rows: Iterable[Any]) -> None:
    """Store new rows, as the demo's come in: a third of the time of `bulk_create`."""
    from daybridge.access.service import loading
    from daybridge.demo.bulk import Bulk

    bulk = Bulk()
    with loading(because="the suite's cast is no act of a room"):
        for row in rows:
            columns = vars(row).copy()
            state = columns.pop("_state")
            bulk.add(type(row), **columns)
            state.adding, state.db = False, "default"
        bulk.flush()


def hire(clinic: Clinic, first: str, last: str, *roles: str, **more: Any) -> Any:
    """A member of staff with an account and, if clinical, a license."""
    return hire_all(clinic, [(first, last, *roles)], **more)[0]


def hire_all(clinic: Clinic, people: Iterable[tuple[str, ...]], **more: Any) -> Any:
    """The same for many, each with first name, last name and roles."""
    from daybridge.access.models import User
    from daybridge.people.models import Credential, Staff

    code, hired = clinic.program.pk.hex[-6:], []
    for first, last, *roles in people:
        user = User(email=f"{first}.{last}.{code}@example.org".lower())
        user.password = UNUSABLE
        staff = Staff(
            program=clinic.program, user=user, legal_first_name=first,
            legal_last_name=last, roles=roles, site=clinic.site, **more,
        )  # fmt: skip
        hired.append(staff)
    keep([staff.user for staff in hired])
    keep(hired)
    keep(
        Credential(
            program=clinic.program, staff=staff, kind="LCSW", number="CW019283",
            jurisdiction="PA", expires_on=date(2028, 2, 28),
        )
        for staff in hired if {"counselor", "supervisor"} & set(staff.roles)
    )  # fmt: skip
    clinic.staff |= {staff.legal_first_name.lower(): staff for staff in hired}
    return hired


def admit(clinic: Clinic, first: str, last: str, number: int, **more: Any) -> Any:
    """A patient in care on the clinic's track with a nine-hour dose."""
    return admit_all(clinic, [(first, last)], number, **more)[0]


def admit_all(
    clinic: Clinic, people: Iterable[tuple[str, str]], first_number: int, **more: Any
) -> Any:
    """The same for many, whose record numbers follow each other."""
    from daybridge.intake.models import DoseOrder, Episode, Stay
    from daybridge.people.models import Patient

    program, started = clinic.program, today() - timedelta(days=30)
    patients = [
        Patient(
            program=program, record_number=f"P{number:05d}", legal_first_name=first,
            legal_last_name=last, born_on=date(1988, 5, 4), **more,
        )
        for number, (first, last) in enumerate(people, first_number)
    ]  # fmt: skip
    episodes = [
        Episode(program=program, patient=patient, admitted_on=started)
        for patient in patients
    ]
    stays = [
        Stay(
            program=program, episode=episode, track=clinic.track, level_of_care="2.1",
            started_on=started,
        )
        for episode in episodes
    ]  # fmt: skip
    keep(patients)
    keep(episodes)
    keep(stays)
    keep(
        DoseOrder(
            program=program, stay=stay, starts_on=started, minutes_per_week=540,
            days_per_week=3,
        )
        for stay in stays
    )  # fmt: skip
    clinic.patients += patients
    return patients


def join_team(clinic: Clinic, staff: Any, *patients: Any) -> None:
    from daybridge.access.models import TeamMembership

    keep(
        TeamMembership(
            program=clinic.program, patient=patient, staff=staff, is_primary=True,
            started_at=timezone.now() - timedelta(days=30),
        )
        for patient in patients
    )  # fmt: skip


def today(now: datetime | None = None) -> date:
    """The day in Philadelphia, where the clinic is; in UTC it ends in the evening."""
    return (now or timezone.now()).astimezone(ZONE).date()


def tonight(now: datetime | None = None) -> datetime:
    """17:30 of today in Philadelphia."""
    return datetime.combine(today(now), time(17, 30), ZONE)


def hold_group(clinic: Clinic, leader: Any, co_leader: Any = None) -> Any:
    """A group with tonight's session; everyone in the clinic is enrolled."""
    from daybridge.attendance.models import Attendance
    from daybridge.schedule.models import Enrollment, Group, Session

    start = tonight()
    group = Group.objects.create(
        program=clinic.program, name="Evening skills", track=clinic.track,
        modality="skills", leader=leader, co_leader=co_leader, room=clinic.room,
        capacity=12, starts_at=time(17, 30), minutes=180,
        recurrence="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        starts_on=start.date() - timedelta(days=60),
    )  # fmt: skip
    session = Session.objects.create(
        program=clinic.program, group=group, rule_date=start.date(), title=group.name,
        track=clinic.track, modality="skills", starts_at=start,
        ends_at=start + timedelta(minutes=180), leader=leader, co_leader=co_leader,
        room=clinic.room, capacity=12, topic_text="Urges rise and fall",
    )  # fmt: skip
    keep(
        Enrollment(
            program=clinic.program, group=group, patient=patient,
            starts_on=group.starts_on,
        )
        for patient in clinic.patients
    )  # fmt: skip
    keep(
        Attendance(
            program=clinic.program, session=session, patient=patient, starts_at=start
        )
        for patient in clinic.patients
    )  # fmt: skip
    clinic.group, clinic.session = group, session
    return session


def make_clinic() -> Clinic:
    """Schuylkill Street: eight roles, twelve patients, tonight's group."""
    clinic = make_program()
    hire_all(clinic, STAFF)
    admit_all(clinic, TWELVE, 1)
    join_team(clinic, clinic.staff["ruth"], *clinic.patients)
    join_team(clinic, clinic.staff["nora"], *clinic.patients)
    join_team(clinic, clinic.staff["theo"], clinic.patients[0])
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


def make_elsewhere() -> Clinic:
    """Another program on the same installation, with Vera its counselor."""
    other = make_program("Lehigh Valley Recovery")
    hire(other, "Vera", "Kowalski", "counselor", "director", "supervisor")
    admit(other, "Someone", "Else", 1)
    join_team(other, other.staff["vera"], *other.patients)
    hold_group(other, other.staff["vera"])
    return other


@pytest.fixture(scope="module")
def rows_of_the_module(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[Callable[..., None]]:
    """`rows_of_the_module(make)` makes rows once, with which every test here begins.

    Each test still takes back what it does; the module takes back the rows. It must not
    hold tests with transactions of their own (`transactional_db`).
    """
    with ExitStack() as transaction:
        with django_db_blocker.unblock():
            transaction.enter_context(atomic())
        try:
            yield lambda make: _unblocked(make, django_db_blocker)
        finally:
            with django_db_blocker.unblock():
                set_rollback(True)
                transaction.close()


def _unblocked(make: Callable[[], Any], blocker: Any) -> None:
    with blocker.unblock():
        make()


@pytest.fixture
def clinic(db: None) -> Clinic:
    """Schuylkill Street, anew for each test."""
    return make_clinic()


@pytest.fixture
def elsewhere(db: None) -> Clinic:
    return make_elsewhere()


@pytest.fixture
def dana(clinic: Clinic) -> Any:
    return clinic.patients[0]


@pytest.fixture
def ruth(clinic: Clinic) -> Any:
    return clinic.staff["ruth"]


@pytest.fixture
def ben(clinic: Clinic) -> Any:
    """A counselor of the same program who is on nobody's team."""
    return clinic.staff["ben"]


@pytest.fixture
def omar(clinic: Clinic) -> Any:
    return clinic.staff["omar"]


@pytest.fixture
def vera(elsewhere: Clinic) -> Any:
    return elsewhere.staff["vera"]


@pytest.fixture
def viewer() -> Callable[..., Any]:
    """`viewer(ruth)` is Ruth as the gate sees her now."""
    from daybridge.people.middleware import viewer_of

    def make(staff: Any, at: datetime | None = None) -> Any:
        return viewer_of(staff, at=at or timezone.now())

    return make


@pytest.fixture
def sign_in() -> Callable[[Any], Client]:
    """`sign_in(ruth)` is a browser in which Ruth is signed in with two factors."""

    def make(staff: Any) -> Client:
        client = Client()
        user_logged_in.connect(_second_factor)  # so that the session is kept once
        try:
            client.force_login(staff.user, backend=BACKEND)
        finally:
            user_logged_in.disconnect(_second_factor)
        return client

    return make


def _second_factor(request: Any, user: Any, **kwargs: Any) -> None:
    request.session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    request.session["account_authentication_methods_user"] = str(user.pk)


@pytest.fixture
def begun(clinic: Any) -> Any:
    """Tonight's session began forty minutes ago; nobody has been marked yet.

    Just after midnight the clinic is in Honolulu, where it still is the same day.
    """
    session = clinic.session
    now = timezone.now().replace(second=0, microsecond=0)
    session.starts_at = now - timedelta(minutes=40)
    if today(session.starts_at) != today(now):
        clinic.program.time_zone = "Pacific/Honolulu"
        clinic.program.save()
    session.ends_at = session.starts_at + timedelta(hours=3)
    session.save()
    for place in session.attendances.all():
        place.starts_at = session.starts_at
        place.save()
    return session
