"""An absence of several weeks: one line for each group, with its dates below."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.outbox.models import Message
from daybridge.schedule import services
from daybridge.schedule.models import RepairStep
from daybridge.schedule.repairing.rows import rows_of
from daybridge.schedule.repairing.series import series_of
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    hold,
    repaired,
    step_of,
    wednesday,
)
from daybridge.schedule.tests.weeks import meet

WEEKS = 3


@pytest.fixture
def group(clinic):
    return meet(clinic, "Wednesday group", "WE")


@pytest.fixture
def evenings(clinic, group):
    """The next three Wednesdays of Ruth's group."""
    return [
        hold(clinic, group.name, wednesday(days=7 * week), *clinic.patients[:3],
             group=group)
        for week in range(WEEKS)
    ]  # fmt: skip


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def away(clinic, **more):
    return repaired(
        clinic, "leader", clinic.staff["ruth"],
        ends_at=wednesday(0, 0, days=7 * WEEKS), **more,
    )  # fmt: skip


def series(clinic, repair):
    return series_of(rows_of(repair, grace(clinic)), clinic.program)


def url(name, row):
    return reverse(f"schedule:{name}", args=[row.pk])


def seen(*steps):
    return {"step": [f"{step.pk}:{step.version}" for step in steps]}


def test_three_weeks_with_one_substitute_are_one_line(clinic, evenings):
    repair = away(clinic)

    [line] = series(clinic, repair)

    leaders = {step.leader for step in repair.steps.all()}
    assert len(leaders) == 1
    assert (line.count, len(line.acceptable)) == ("3 weeks", 3)
    assert line.when.startswith("Wednesdays, ")
    assert line.changes_words == f"{leaders.pop().display_name} leads"


def test_the_substitute_of_the_first_week_is_asked_first_in_the_next(
    clinic, evenings, ben
):
    """Ben helps to lead the first evening only, so he is asked before others there."""
    evenings[0].co_leader = ben
    evenings[0].save()

    leaders = [step.leader for step in away(clinic).steps.order_by("starts_at")]

    assert leaders == [ben, ben, ben]


def test_a_week_that_changes_otherwise_has_a_line_of_its_own(clinic, evenings, ben):
    repair = away(clinic)
    chosen = step_of(repair, evenings[1]).leader
    hold(clinic, "Of another", wednesday(days=7), leader=chosen, room=None)
    services.look_again(repair=repair, at=timezone.now(), by=grace(clinic))

    lines = series(clinic, repair)

    assert sorted(len(line.rows) for line in lines) == [1, 2]


def test_sessions_without_a_group_stay_alone(clinic, ruth):
    for week in range(WEEKS):
        hold(clinic, "Alike", wednesday(days=7 * week))

    assert [line.is_one for line in series(clinic, away(clinic))] == [True] * WEEKS


def test_two_weekdays_of_a_group_are_two_lines(clinic, group, evenings):
    for week in range(2):
        hold(clinic, group.name, wednesday(days=7 * week + 1), group=group)

    lines = series(clinic, away(clinic))

    assert [line.when.split("s,")[0] for line in lines] == ["Wednesday", "Thursday"]


def test_a_move_says_the_weekday_and_not_one_date(clinic, group, evenings):
    repair = away(clinic)
    for step in repair.steps.all():
        step.starts_at += timedelta(days=1)
        step.ends_at += timedelta(days=1)
        step.save()

    [line] = series(clinic, repair)

    assert line.changes_words.startswith("Moved to Thursdays, 5:30")


def test_one_click_accepts_all_and_one_brings_all_back(clinic, director, evenings):
    repair = away(clinic)
    page = director.get(url("repair", repair)).content.decode()
    steps = repair.steps.all()

    director.post(url("repair_accept", repair), seen(*steps))
    after = director.get(url("repair", repair)).content.decode()
    director.post(url("repair_take_back", repair), seen(*repair.steps.all()))

    states = {step.state for step in repair.steps.all()}
    assert "Accept these 3" in page
    assert "Wednesday group, 3 weeks" in page
    assert "Wednesdays, 5:30" in page
    assert "Bring these 3 back" in after
    assert states == {RepairStep.State.TAKEN_BACK}
    assert Message.objects.in_program(clinic.program).exists()


def test_all_are_left_as_they_are_or_none(clinic, director, evenings):
    repair = away(clinic)
    steps = list(repair.steps.all())
    accept(clinic, repair, steps[0])

    refused = director.post(url("repair_refuse", repair), seen(*steps))
    left = director.post(url("repair_refuse", repair), seen(*steps[1:]))

    states = [step.state for step in repair.steps.order_by("pk")]
    assert (refused.status_code, left.status_code) == (422, 302)
    assert states.count(RepairStep.State.REFUSED) == 2


def test_steps_of_another_repair_are_not_settled_with_it(clinic, director, evenings):
    repair, other = away(clinic), away(clinic)

    answer = director.post(url("repair_refuse", repair), seen(other.steps.first()))

    assert answer.status_code == 422
    assert not other.steps.exclude(state=RepairStep.State.OPEN).exists()


def test_the_page_asks_the_same_for_many_weeks(
    clinic, director, group, django_assert_max_num_queries
):
    for week in range(8):
        hold(clinic, group.name, wednesday(days=7 * week), *clinic.patients,
             group=group)  # fmt: skip
    repair = repaired(
        clinic, "leader", clinic.staff["ruth"], ends_at=wednesday(0, 0, days=56)
    )

    with django_assert_max_num_queries(26):
        page = director.get(url("repair", repair)).content.decode()
    assert "Wednesday group, 8 weeks" in page
