"""Two coordinators repair the same evening, or want the same substitute."""

from functools import partial

import pytest
from django.utils import timezone

from daybridge.outbox.models import Message
from daybridge.programs.models import Closure, Room
from daybridge.schedule import services
from daybridge.schedule.errors import NotFree, ScheduleError, StaleSession, StepDecided
from daybridge.schedule.models import Session
from daybridge.schedule.repairing.choices import Choices
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    hold,
    repaired,
    step_of,
    wednesday,
)
from tests.cast import make_clinic
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability
REFUSALS = (StaleSession, StepDecided, NotFree)


@pytest.fixture
def clinic(on_disk):
    return make_clinic()


def accepting(clinic, repair):
    """What one coordinator clicks, with the page they look at."""
    seen = {step.pk: step.version for step in repair.steps.all()}
    return partial(
        services.accept_steps, repair=repair, seen=seen, at=timezone.now(),
        by=grace(clinic),
    )  # fmt: skip


@pytest.mark.parametrize("is_one_repair", [True, False])
def test_an_evening_is_repaired_once_and_told_once(clinic, is_one_repair):
    evening = hold(clinic, "Evening", wednesday(), *clinic.patients[:3])
    first = repaired(clinic, "storm", clinic.site, wish="cancel")
    second = first if is_one_repair else repaired(
        clinic, "leader", clinic.staff["ruth"], wish="cancel"
    )  # fmt: skip

    [answers] = race(
        [[accepting(clinic, repair)] for repair in (first, second)], REFUSALS
    )

    evening.refresh_from_db()
    told = Message.objects.in_program(clinic.program).filter(patient__isnull=False)
    assert Closure.objects.in_program(clinic.program).count() <= 1
    refused = "StepDecided" if is_one_repair else "StaleSession"
    assert sorted(answers) == [refused, "won"]
    assert evening.version == 2
    assert told.count() == 3


def test_of_two_evenings_that_want_one_substitute_one_has_them(clinic):
    studio = Room.objects.create(
        program=clinic.program, site=clinic.site, name="Studio", capacity=14
    )
    ruth, ben, sylvia = (clinic.staff[name] for name in ("ruth", "ben", "sylvia"))
    evenings = [
        hold(clinic, "Of Ruth", wednesday(), leader=ruth),
        hold(clinic, "Of Ben", wednesday(), leader=ben, room=studio),
    ]
    repairs = [repaired(clinic, "leader", staff) for staff in (ruth, ben)]
    for repair, evening in zip(repairs, evenings, strict=True):
        choose(clinic, step_of(repair, evening), sylvia)

    [answers] = race([[accepting(clinic, repair)] for repair in repairs], REFUSALS)

    led = Session.objects.in_program(clinic.program).led_by(sylvia.pk)
    assert sorted(answers) == ["NotFree", "won"]
    assert led.filter(pk__in=[row.pk for row in evenings]).count() == 1


def choose(clinic, step, staff):
    """This leader, in the room it has."""
    choices = Choices(step, at=timezone.now())
    proposal = choices.chosen(
        choices.proposed, str(staff.pk), str(step.session.room_id)
    )
    assert proposal is not None
    services.choose_way(
        step=step, proposal=proposal, base_version=step.version, at=timezone.now(),
        by=grace(clinic),
    )  # fmt: skip


def test_what_is_accepted_and_changed_at_once_is_never_half_done(clinic):
    evening = hold(clinic, "Evening", wednesday(), *clinic.patients[:3])
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    change = partial(
        services.substitute_leader, session=evening, staff=clinic.staff["ben"],
        at=timezone.now(), by=grace(clinic),
    )  # fmt: skip

    [answers] = race([[accepting(clinic, repair)], [change]], (ScheduleError,))

    evening.refresh_from_db()
    is_cancelled = evening.cancelled_at is not None
    told = Message.objects.in_program(clinic.program)
    assert is_cancelled is (answers[0] == "won")
    assert told.filter(patient__isnull=False).exists() is is_cancelled


def test_a_page_left_open_accepts_nothing_twice(clinic):
    hold(clinic, "Evening", wednesday())
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    click = accepting(clinic, repair)
    accept(clinic, repair)

    with pytest.raises(StepDecided):
        click()


def test_of_one_storm_two_evenings_are_accepted_at_once_and_the_day_closes_once(clinic):
    evenings = [
        hold(clinic, title, wednesday(hour)) for title, hour in (("A", 9), ("B", 17))
    ]
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    clicks = [
        partial(
            services.accept_steps, repair=repair, at=timezone.now(), by=grace(clinic),
            seen={step_of(repair, evening).pk: 1},
        )
        for evening in evenings
    ]  # fmt: skip

    [answers] = race([[click] for click in clicks], REFUSALS)

    repair.refresh_from_db()
    made = Closure.objects.in_program(clinic.program)
    assert answers == ("won", "won")
    assert [str(row.pk) for row in made] == repair.closures


def test_a_storm_is_taken_back_once(clinic):
    evening = hold(clinic, "Evening", wednesday(), *clinic.patients[:3])
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    accept(clinic, repair)
    step = step_of(repair, evening)
    click = partial(
        services.take_back_steps, repair=repair, seen={step.pk: step.version},
        at=timezone.now(), by=grace(clinic),
    )  # fmt: skip

    [answers] = race([[click], [click]], REFUSALS)

    evening.refresh_from_db()
    assert sorted(answers) == ["StepDecided", "won"]
    assert evening.cancelled_at is None
    assert not Closure.objects.in_program(clinic.program).exists()
