"""Two people at once: one winner, the other told, nothing lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from daybridge.access.viewer import system_viewer
from daybridge.people.middleware import viewer_of
from daybridge.programs import services
from daybridge.programs.errors import (
    AddressTaken,
    AlreadyInstalled,
    DayAlreadyClosed,
    NameTaken,
    StaleSetting,
)
from daybridge.programs.forms.tracks import usual_dose
from daybridge.programs.models import (
    Closure,
    Curriculum,
    DoseRule,
    Program,
    PublicText,
    Room,
)
from daybridge.programs.shelf import packaged
from daybridge.programs.values import ProgramValues, RoomValues
from daybridge.schedule import services as schedule
from daybridge.schedule.models import Session
from daybridge.schedule.values import GroupValues
from tests.cast import hire, make_program
from tests.races import on_disk, race  # noqa: F401 - a fixture is used by its name

NOON = datetime(2027, 5, 24, 16, 0, tzinfo=UTC)
ROUNDS = 20


@pytest.fixture
def two(on_disk):  # noqa: F811 - the fixture
    """A program with two directors."""
    clinic = make_program()
    for first in ("Grace", "Gwen"):
        hire(clinic, first, "Okafor", "director")
    hire(clinic, "Ruth", "Abelson", "counselor")
    return clinic


def directors(clinic):
    return [viewer_of(clinic.staff[name], at=NOON) for name in ("grace", "gwen")]


def both(clinic, job):
    """One list of jobs for each director, all of them lined up."""
    return [
        [lambda by=by, nth=nth: job(by, nth) for nth in range(ROUNDS)]
        for by in directors(clinic)
    ]


def one_won(answers, other):
    return all(sorted(pair) == sorted(["won", other]) for pair in answers)


def test_two_directors_close_the_same_day(two):
    def close(by, nth):
        day = date(2027, 6, 1) + timedelta(days=nth)
        services.close_day(on=day, name=by.name, site=None, at=NOON, by=by)

    answers = race(both(two, close), (DayAlreadyClosed,))

    assert one_won(answers, "DayAlreadyClosed"), answers
    assert Closure.objects.in_program(two.program).count() == ROUNDS


def test_two_directors_fill_the_same_year(two):
    def fill(by, nth):
        services.fill_holidays(year=2028 + nth % 5, at=NOON, by=by)

    answers = race(both(two, fill), ())

    assert {each for pair in answers for each in pair} == {"won"}
    days = list(Closure.objects.in_program(two.program).values_list("on", flat=True))
    assert len(days) == len(set(days)) > 50


def test_a_day_closes_while_its_sessions_are_made(two):
    """Whichever comes first, no session stands on the closed day."""
    by = directors(two)[0]
    values = GroupValues(
        name="Every day", track=two.track, modality="group", leader=two.staff["ruth"],
        room=two.room, starts_at=time(9), minutes=60, recurrence="FREQ=DAILY",
        starts_on=date(2027, 7, 1),
    )  # fmt: skip
    schedule.make_group(program=two.program, values=values, at=NOON, by=by)
    days = [date(2027, 7, 1) + timedelta(days=nth) for nth in range(ROUNDS)]

    def close(day):
        services.close_day(on=day, name="Snow", site=None, at=NOON, by=by)

    def make(day):
        viewer = system_viewer(two.program, NOON)
        schedule.materialize(
            program=two.program, first=day, until=day, at=NOON, by=viewer
        )

    jobs = [
        [lambda day=day: close(day) for day in days],
        [lambda day=day: make(day) for day in days],
    ]
    answers = race(jobs, ())

    assert {each for pair in answers for each in pair} == {"won"}
    standing = Session.objects.in_program(two.program).filter(cancelled_at=None)
    assert not standing.filter(rule_date__in=days).exists()


def test_two_directors_change_the_settings(two):
    values = ProgramValues.of(two.program)

    def change(by, nth):
        before = values if nth == 0 else replace(values, grace_minutes=nth)
        services.change_program(
            program=two.program, values=replace(values, grace_minutes=nth + 1,
            name=by.name), base=before.seen, at=NOON, by=by,
        )  # fmt: skip

    answers = race([jobs[:1] for jobs in both(two, change)], (StaleSetting,))

    assert one_won(answers, "StaleSetting"), answers


def test_two_directors_add_the_same_room(two):
    def add(by, nth):
        services.open_room(
            site=two.site, values=RoomValues(f"Hall {nth}", 10), at=NOON, by=by
        )

    answers = race(both(two, add), (NameTaken,))

    assert one_won(answers, "NameTaken"), answers
    assert Room.objects.in_program(two.program).count() == ROUNDS + 1


def test_two_directors_set_a_weekly_dose(two):
    """The later takes the place of the earlier: one rule a day, and no gap."""

    def change(by, nth):
        day = NOON.date() + timedelta(days=1 + nth)
        services.set_dose(
            track=two.track, values=usual_dose(), starts_on=day, at=NOON, by=by
        )

    race(both(two, change), ())

    rules = list(DoseRule.objects.in_program(two.program).order_by("starts_on"))
    assert len(rules) == ROUNDS + 1
    for before, after in pairwise(rules):
        assert before.ends_on == after.starts_on - timedelta(days=1)
    assert rules[-1].ends_on is None


def test_two_directors_install_a_curriculum(two):
    def install(by, nth):
        course = replace(packaged()[1], version=str(nth))
        services.install_curriculum(course=course, at=NOON, by=by)

    jobs = [jobs[:3] for jobs in both(two, install)]
    answers = race(jobs, (AlreadyInstalled,))

    assert one_won(answers, "AlreadyInstalled"), answers
    assert Curriculum.objects.in_program(two.program).count() == 3


def test_two_programs_take_the_same_address(two):
    """The second is told in a sentence; nobody waits on a lock of the other."""
    other = make_program("Lakeside IOP")
    bosses = [
        directors(two)[0],
        viewer_of(hire(other, "Joy", "Kim", "director"), at=NOON),
    ]

    def take(by, nth):
        values = ProgramValues.of(Program.objects.get(pk=by.program_id))
        services.change_program(
            program=by.program, values=replace(values, public_slug=f"hope-{nth}"),
            at=NOON, by=by,
        )  # fmt: skip

    jobs = [
        [lambda by=by, nth=nth: take(by, nth) for nth in range(ROUNDS)] for by in bosses
    ]
    answers = race(jobs, (AddressTaken,))

    assert one_won(answers, "AddressTaken"), answers


def test_two_directors_write_the_same_text(two):
    def write(by, nth):
        services.write_text(
            key="family", language="en", text=f"{by.name} {nth}", seen=nth, at=NOON,
            by=by,
        )  # fmt: skip

    answers = race(both(two, write), (StaleSetting,))

    assert one_won(answers, "StaleSetting"), answers
    texts = PublicText.objects.in_program(two.program)
    assert texts.count() == ROUNDS
    assert texts.current().count() == 1
