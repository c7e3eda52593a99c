"""A draft becomes the timetable from a day on: all of it, once, with everyone told."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from daybridge.attendance.models import Attendance
from daybridge.outbox.models import Message
from daybridge.programs.models import Curriculum, Module, Topic
from daybridge.schedule import services
from daybridge.schedule.drafting.by_hand import Put, put
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.publishing import Steps
from daybridge.schedule.errors import CannotPublish
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.models import Enrollment, Group, Publication, Session
from daybridge.schedule.tests.test_drafting import (
    MORNING,
    cannot_in_the_evening,
    make,
    searched,
)
from daybridge.schedule.tests.weeks import by, give_place, meet
from daybridge.schedule.values import GroupValues
from daybridge.schedule.wording import day_words
from tests.cast import admit, hire, keep, make_program, today
from tests.races import on_disk, race

__all__ = ["on_disk"]


@pytest.fixture
def clinic(db):
    """Ruth leads, Grace plans, and there is no group yet."""
    small = make_program()
    hire(small, "Ruth", "Abelson", "counselor")
    hire(small, "Grace", "Okafor", "director")
    return small


@pytest.fixture
def dana(clinic):
    return admit(clinic, "Dana", "Whitfield", 1)


def first_day() -> Any:
    """Monday of the week after next, so that whole weeks lie before it."""
    return today() + timedelta(days=14 - today().weekday())


FIXED, EACH_PLACE = 120, 2  # statements; who moves is told, in five


def publish(clinic, draft, day=None, who="grace"):
    return services.publish_draft(
        draft=draft, starts_on=day or first_day(), at=timezone.now(),
        by=by(clinic, who),
    )  # fmt: skip


@pytest.fixture
def moved(clinic, dana):
    """A draft that moves Dana's three evenings into the morning; she works late now."""
    for day in ("MO", "TU", "WE"):
        give_place(meet(clinic, f"Group {day}", day), dana)
    meet(clinic, "Early group", "TH", at=MORNING)
    cannot_in_the_evening(clinic, dana)
    services.keep_weeks_ahead(
        program=clinic.program, at=timezone.now(), by=by(clinic, "grace")
    )
    return in_the_morning(clinic, make(clinic))


def in_the_morning(clinic, draft):
    """A copy of a draft with Dana's groups at half past nine, by hand."""
    for day, name in enumerate(("MO", "TU", "WE")):
        draft = in_the_morning_of(clinic, draft, f"Group {name}", day)
    return draft


def in_the_morning_of(clinic, draft, name, day=0, minute=570):
    group = Group.objects.in_program(clinic.program).get(name=name)
    room = str(group.room_id) if group.room_id else None
    where = Put((day,), minute, str(group.leader_id), room, stays=True)
    return services.change_draft(
        draft=draft, changed=put(Found(draft), str(group.pk), where),
        at=timezone.now(), by=by(clinic, "grace"),
    )  # fmt: skip


def steps_of(clinic, draft):
    """What publishing a draft does, as it is read before."""
    week = clinic_week(clinic.program, day=first_day(), at=timezone.now())
    return Steps(Found(draft), week, day=first_day())


def groups_of(patient, day):
    rows = Enrollment.objects.in_program(patient.program_id).filter(patient=patient)
    return sorted(row.group.name for row in rows.on(day).select_related("group"))


def test_a_group_that_moves_is_continued_and_its_members_with_it(clinic, dana, moved):
    day = first_day()

    publish(clinic, moved)

    former, later = Group.objects.in_program(clinic.program).filter(
        name="Group MO"
    ).order_by("starts_on")  # fmt: skip
    assert (former.ends_on, later.starts_on) == (day - timedelta(days=1), day)
    assert (former.starts_at.hour, later.starts_at) == (17, MORNING)
    assert later.continues == former
    assert groups_of(dana, day - timedelta(days=1)) == groups_of(dana, day)


def test_everyone_whose_week_changes_and_their_leader_hear_of_it_once(
    clinic, dana, moved
):
    publish(clinic, moved)

    told = Message.objects.in_program(clinic.program)
    [to_dana] = told.filter(patient=dana)
    assert "at 9:30 AM" in to_dana.text
    assert "Group" not in to_dana.text
    assert told.filter(staff=clinic.staff["ruth"]).count() == 1


def test_taken_back_before_its_day_all_is_as_it_was(clinic, dana, moved):
    before = timetable_now(clinic)
    publication = publish(clinic, moved)
    assert timetable_now(clinic) != before

    services.take_back_publication(
        publication=publication, at=timezone.now(), by=by(clinic, "grace")
    )

    assert timetable_now(clinic) == before
    [kept] = Message.objects.in_program(clinic.program).filter(
        patient=dana, state=Message.State.WAITING
    )  # fmt: skip
    assert "does not happen" in kept.text


def timetable_now(clinic):
    """Who is expected when, in the weeks that exist."""
    rows = Attendance.objects.in_program(clinic.program).on_roster().filter(
        session__cancelled_at=None, starts_at__gt=timezone.now()
    )  # fmt: skip
    return sorted(rows.values_list("starts_at", "session__title", "patient_id"))


def test_people_are_expected_at_the_new_times_from_that_day_only(clinic, dana, moved):
    day = first_day()
    publish(clinic, moved)

    walls = [
        start.astimezone(clinic.program.zone) for start, _, _ in timetable_now(clinic)
    ]
    hours = {(wall.date() >= day, wall.hour) for wall in walls}
    assert hours == {(False, 17), (True, 9)}


def test_a_draft_is_published_once(clinic, moved):
    publish(clinic, moved)

    with pytest.raises(CannotPublish, match="published already"):
        publish(clinic, moved)


def test_a_second_draft_of_the_same_week_finds_another_one(clinic, moved):
    other = in_the_morning(clinic, make(clinic))
    publish(clinic, moved)

    with pytest.raises(CannotPublish, match="Make a new draft"):
        publish(clinic, other)


def test_a_draft_from_today_is_refused(clinic, moved):
    with pytest.raises(CannotPublish, match="today has begun"):
        publish(clinic, moved, day=today())


def test_a_group_that_a_draft_does_not_know_is_named_with_why(clinic, dana):
    meet(clinic, "Group MO", "MO")
    later = meet(clinic, "Later group", "MO", at=MORNING, starts_on=first_day())
    draft = in_the_morning_of(clinic, make(clinic), "Group MO")
    with pytest.raises(CannotPublish) as not_yet:
        publish(clinic, draft)
    meet(clinic, "New group", "MO", at=MORNING)
    with pytest.raises(CannotPublish) as since:
        publish(clinic, draft)

    assert "meets Later group, which is not in this draft and begins" in str(
        not_yet.value
    )
    assert day_words(later.starts_on) in str(not_yet.value)
    assert "meets New group, which was made since." in str(since.value)


def test_a_seat_that_was_given_since_refuses_all_of_it(clinic, dana):
    small = [
        meet(clinic, f"Group {day}", day, capacity=1) for day in ("MO", "TU", "WE")
    ]
    meet(clinic, "Early group", "TH", at=MORNING)
    give_place(small[0], dana)
    draft = searched(clinic, make(clinic), seconds=3)
    marcus = admit(clinic, "Marcus", "Later", 700)
    for group in small[1:]:  # Dana comes on three of four days: to one of them at least
        give_place(group, marcus)

    with pytest.raises(CannotPublish, match="2 people on 1 seat"):
        publish(clinic, draft)
    assert not Publication.objects.in_program(clinic.program).exists()
    assert not Message.objects.in_program(clinic.program).exists()


def test_who_is_unknown_to_the_draft_moves_with_the_group(clinic, dana, moved):
    marcus = admit(clinic, "Marcus", "Later", 700)
    group = Group.objects.in_program(clinic.program).get(name="Group MO")
    give_place(group, marcus)

    publish(clinic, moved)

    assert groups_of(marcus, first_day()) == ["Group MO"]
    assert Message.objects.in_program(clinic.program).filter(patient=marcus).exists()


def test_a_curriculum_goes_on_where_the_former_group_was(clinic, dana, moved):
    group = Group.objects.in_program(clinic.program).get(name="Group MO")
    teach(clinic, group)
    publish(clinic, moved, day=today() + timedelta(days=1))

    services.keep_weeks_ahead(
        program=clinic.program, at=timezone.now(), by=by(clinic, "grace"), weeks=8
    )

    held = Session.objects.in_program(clinic.program).held().filter(title="Group MO")
    given = held.exclude(topic=None).order_by("starts_at")
    numbers = list(given.values_list("topic__number", flat=True))
    assert numbers
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(numbers)


def teach(clinic, group):
    """Twenty topics, of which the evenings that exist have the first."""
    course = Curriculum.objects.create(
        program=clinic.program, title="Long", version="1", license="Apache-2.0"
    )
    module = Module.objects.create(
        program=clinic.program, curriculum=course, position=1, title="One"
    )
    keep(
        Topic(
            program=clinic.program, curriculum=course, module=module, number=number,
            title=f"Topic {number}", modality="group", minutes=180,
        )
        for number in range(1, 21)
    )  # fmt: skip
    values = replace(GroupValues.of(group), curriculum=course)
    services.change_group(
        group=group, values=values, base_version=group.version, at=timezone.now(),
        by=by(clinic, "grace"),
    )  # fmt: skip


def test_who_dies_while_it_is_published_leaves_nothing_behind(
    clinic, dana, moved, monkeypatch
):
    before = everything(clinic)

    def die(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("daybridge.schedule.services.publishing.tell", die)
    with pytest.raises(ZeroDivisionError):
        publish(clinic, moved)

    assert everything(clinic) == before


def everything(clinic):
    """Each row that publishing writes, as it is."""
    kinds = (Group, Enrollment, Session, Attendance, Publication, Message)
    return [list(kind.objects.in_program(clinic.program).values()) for kind in kinds]


@pytest.mark.reliability
def test_of_two_directors_at_once_one_publishes(on_disk):
    small = make_program()
    hire(small, "Ruth", "Abelson", "counselor")
    for name in ("Grace", "Della"):
        hire(small, name, "Okafor", "director")
    dana = admit(small, "Dana", "Whitfield", 1)
    for day in ("MO", "TU", "WE"):
        give_place(meet(small, f"Group {day}", day), dana)
    meet(small, "Early group", "TH", at=MORNING)
    cannot_in_the_evening(small, dana)
    drafts = [in_the_morning(small, make(small)) for _ in range(2)]

    [answers] = race(
        [
            [partial(publish, small, drafts[0], None, "grace")],
            [partial(publish, small, drafts[1], None, "della")],
        ],
        (CannotPublish,),
    )

    assert sorted(answers) == ["CannotPublish", "won"]
    assert Message.objects.in_program(small.program).filter(patient=dana).count() == 1
    assert len(groups_of(dana, first_day())) == 3


@pytest.mark.parametrize("people", [2, 8])
def test_a_place_that_moves_with_its_group_costs_a_few_statements(
    clinic, people, django_assert_max_num_queries
):
    groups = [meet(clinic, f"Group {day}", day) for day in ("MO", "TU", "WE")]
    for number in range(people):
        patient = admit(clinic, "Dana", f"Whitfield {number}", number + 1)
        for group in groups:
            give_place(group, patient)
    draft = in_the_morning(clinic, make(clinic))

    with django_assert_max_num_queries(FIXED + EACH_PLACE * 3 * people):
        publish(clinic, draft)

    begun = Enrollment.objects.in_program(clinic.program).filter(starts_on=first_day())
    assert begun.count() == 3 * people
