"""What is found with individual sessions is what the engine and the contract say."""

import random
from datetime import time, timedelta

import pytest
from django.utils import timezone

from daybridge.attendance.models import Attendance
from daybridge.programs.models import Closure, Room
from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.model.board import Given
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.standing import as_it_stands, placed
from daybridge.rules.week_fit.plan import State
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.fitting.exceptions import Dated
from daybridge.schedule.fitting.individual_instance import arrangement
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.models import HoursChange, Mark, Session, ToldChange
from daybridge.schedule.occurrences import instant
from daybridge.schedule.tests.test_fitting import alone, tell
from daybridge.schedule.tests.test_own_hours import take, with_own, works
from daybridge.schedule.tests.weeks import four_evenings, give_place, meet, search
from daybridge.schedule.values import DraftValues
from daybridge.week_solver.engine import solve
from tests.cast import admit, hire, keep, make_program, today


@pytest.fixture
def place(db):
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    hire(clinic, "Faye", "Nguyen", "front_desk")
    Room.objects.create(
        program=clinic.program, site=clinic.site, name="Small room", capacity=3
    )
    return clinic


@pytest.fixture
def dana(place):
    return with_own(admit(place, "Dana", "Whitfield", 1))


def week_of(found):
    """The instance of a search, and the plan in which the first week is given."""
    instance, id = found.clinic.instance, str(found.patient_id)
    board = as_it_stands(instance)
    if found.weeks:
        best = found.weeks[0]
        offerings = {i for i, g in found.clinic.groups.items() if g in best.groups}
        board.give(
            id, Given(frozenset(offerings), {h.own.id: h.held for h in best.hours})
        )
    return instance, plan_of(board)


def a_life(place, seed, **mix):
    """A person, four groups, and a counselor with few hours, drawn from a seed."""
    draw = random.Random(seed)
    dana = with_own(admit(place, "Dana", "Whitfield", 1), **mix)
    leader = hire(place, "Lee", "Groups", "peer")
    for day in draw.sample(["MO", "TU", "WE", "TH", "FR"], 4):
        meet(place, day, day, time(draw.choice([9, 10, 17])), leader=leader)
    free = [
        (day, at, at + draw.choice([1, 2]))
        for day in draw.sample(range(5), 3)
        for at in [draw.choice([8, 12, 13, 16])]
    ]
    works(place, place.staff["ruth"], *free)
    tell(
        place, dana, (draw.randrange(5), 12, 13, "work"),
        (draw.randrange(5), 16, 20, "rather_not"), travel_minutes=15,
    )  # fmt: skip
    return dana


def levels(plan):
    return tuple(level.value for level in plan.levels)


@pytest.mark.parametrize("seed", range(4))
def test_the_first_week_is_the_best_that_exhaustive_search_knows(place, seed):
    dana = a_life(place, seed, individual=1)

    instance, plan = week_of(search(place, dana))

    assert check(instance, plan).broken == ()
    assert levels(plan) == best_levels(instance)


@pytest.mark.parametrize("seed", range(4, 8))
def test_the_first_week_is_what_the_engine_proves(place, seed):
    dana = a_life(place, seed, individual=1, conjoint=1)
    instance, plan = week_of(search(place, dana))

    proved = solve(instance, 60)

    assert check(instance, plan).broken == ()
    assert levels(plan) == levels(proved)
    assert all(level.value == level.bound for level in proved.levels)


def test_the_document_reads_back_with_hours_that_stand(place, dana):
    four_evenings(place)
    found = search(place, dana)
    take(place, dana, found, found.weeks[0])

    week = clinic_week(place.program, day=today(), at=timezone.now(), place=[dana.pk])

    text = instance_document(week.instance)
    [client] = week.instance.clients.values()
    assert read_instance(text) == week.instance
    assert len(client.current.individual) == len(client.individual) == 1
    assert check(week.instance, plan_of(placed(week.instance))).broken == ()


def test_a_draft_serves_only_where_there_is_an_hour_for_each(place, dana):
    groups = frozenset(group.pk for group in four_evenings(place))
    values = DraftValues("Draft", today(), staying=groups)
    free = problem(place.program, values, at=timezone.now())
    works(place, place.staff["ruth"], (0, 17, 18))  # half an hour before the group

    busy = problem(place.program, values, at=timezone.now())

    states = [solve(each, 10).clients[str(dana.pk)].state for each in (free, busy)]
    assert states == [State.SERVED, State.PARTLY]


def test_a_draft_may_move_an_hour_that_stands_and_counts_it_as_a_change(place, dana):
    four_evenings(place)
    found = search(place, dana)
    take(place, dana, found, found.weeks[0])
    [hour] = search(place, dana).standing

    instance = problem(place.program, DraftValues("Draft", today()), at=timezone.now())

    client = instance.clients[str(dana.pk)]
    [own] = client.individual
    assert client.dose.minutes.least == 540
    assert client.busy == ()
    assert client.current.individual == {own.id: arrangement(hour)}
    assert own.leaders == (str(hour.leader_id),)


def exceptions(place, found):
    return Dated(found, today()).exceptions(found.weeks[0])


def next_day(weekday, after=7):
    """The first such weekday at least so many days from today."""
    day = today() + timedelta(days=after)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def test_a_closed_day_is_named_and_the_week_is_the_ordinary_one(place, dana):
    meet(place, "Three at once", "MO,WE,TH")
    thursday = next_day(3)
    Closure.objects.create(
        program=place.program, on=thursday, name="Thanksgiving", kind="own"
    )

    found = search(place, dana)

    assert found.is_served
    assert [line for line in exceptions(place, found) if "Thanksgiving" in line] == [
        f"{thursday:%a}, {thursday:%b} {thursday.day}: closed, Thanksgiving"
    ] * len([e for e in found.weeks[0].evenings if e.day == 3])


def test_a_date_on_which_they_cannot_come_does_not_decide_every_week(place, dana):
    meet(place, "Three at once", "MO,WE,TH")
    tell(place, dana)
    monday = next_day(0, 0)
    ToldChange.objects.create(
        program=place.program, week=dana.told_weeks.get(), on=monday, mark="court",
        from_quarter=0, until_quarter=96,
    )  # fmt: skip

    found = search(place, dana)

    assert found.is_served
    assert any(
        line.startswith(f"{monday:%a}, {monday:%b} {monday.day}:")
        and line.endswith("they said they cannot come")
        for line in exceptions(place, found)
    )


def changed(group, on, at, *people):
    """One evening of a group as somebody changed it, at a time of day."""
    starts_at = instant(on, at, group.program.zone)
    session = Session.objects.create(
        program=group.program, group=group, rule_date=on, title=group.name,
        track=group.track, modality=group.modality, leader=group.leader,
        room=group.room, capacity=12, changed_by_hand=True, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=group.minutes),
    )  # fmt: skip
    keep(
        Attendance(
            program=group.program, session=session, patient=patient, starts_at=starts_at
        )
        for patient in people
    )
    return session


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(17, 30), []),  # another leader, perhaps
        (time(18, 30), ["Three at once is moved to 6:30 pm"]),
    ],
)
def test_an_evening_changed_by_hand_is_not_in_its_own_way(place, dana, at, said):
    group = meet(place, "Three at once", "MO,WE,TH")
    give_place(group, dana)
    monday = next_day(0, 0)
    changed(group, monday, at, dana)

    found = exceptions(place, search(place, dana))

    assert found == [f"{monday:%a}, {monday:%b} {monday.day}: {line}" for line in said]


def test_a_group_that_the_week_leaves_is_not_in_its_way(place, dana):
    four_evenings(place)
    group = meet(place, "All at once", "MO,TU,WE", room=None)
    give_place(group, dana)
    for weekday in range(3):
        changed(group, next_day(weekday, 0), time(18), dana)
    found = search(place, dana)
    leaving = next(week for week in found.weeks if week.left)

    assert Dated(found, today()).exceptions(leaving) == []


def test_a_counselor_s_day_off_and_a_session_of_one_date_are_named(place, dana):
    meet(place, "Three at once", "MO,WE,TH", leader=hire(place, "Lee", "G", "peer"))
    works(place, place.staff["ruth"], (0, 16, 18))
    first, second = next_day(0), next_day(0, 14)
    HoursChange.objects.create(
        program=place.program, week=place.staff["ruth"].hours.get(), on=first,
        mark=Mark.NOTHING, from_quarter=0, until_quarter=96,
    )  # fmt: skip
    marcus = admit(place, "Marcus", "Oyelaran", 2)
    alone(place, marcus, second, time(16, 30))

    found = search(place, dana)

    said = exceptions(place, found)
    assert [hour.leader.display_name for hour in found.weeks[0].hours] == [
        "Ruth Abelson"
    ]
    assert said == [
        f"{first:%a}, {first:%b} {first.day}: Ruth Abelson is away",
        f"{second:%a}, {second:%b} {second.day}: Ruth Abelson leads Individual then",
    ]
