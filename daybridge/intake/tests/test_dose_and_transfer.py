"""Doses are added to and never replaced; a transfer ends one stay, begins another."""

from datetime import timedelta

import pytest

from daybridge.audit.models import AuditEvent
from daybridge.intake import services
from daybridge.intake.errors import (
    DayOutOfOrder,
    DoseAlreadyOrdered,
    DoseOutsideRule,
    IntakeError,
    NotInCare,
    TrackNotOpen,
)
from daybridge.intake.queries import dose_orders_in_force
from daybridge.intake.values import Dose, Move
from daybridge.schedule.models import Enrollment, Group

STEP_DOWN = Dose(600, 4, reason="Back at work on Fridays")


@pytest.fixture
def episode(dana):
    return dana.episodes.get()


@pytest.fixture
def change(episode, by, today):
    def run(dose=STEP_DOWN, days=0):
        return services.change_dose(
            episode=episode, dose=dose, starts_on=today + timedelta(days=days),
            at=by.at, by=by,
        )  # fmt: skip

    return run


@pytest.fixture
def move(episode, by, today, morning):
    def run(days=0, dose=STEP_DOWN, track=None, kept=()):
        plan = Move(track or morning, today + timedelta(days=days), dose, kept)
        return services.transfer(episode=episode, move=plan, at=by.at, by=by)

    return run


def minutes_on(clinic, patient, day):
    return dose_orders_in_force(clinic.program, day=day)[patient.pk].minutes_per_week


def test_a_new_dose_holds_from_its_day_on_and_the_old_one_before(
    clinic, dana, change, today
):
    change(days=7)

    assert minutes_on(clinic, dana, today + timedelta(days=6)) == 540
    assert minutes_on(clinic, dana, today + timedelta(days=7)) == 600


def test_a_second_dose_on_the_same_day_is_refused_by_name(clinic, dana, change, today):
    change()

    with pytest.raises(DoseAlreadyOrdered) as refusal:
        change(Dose(720, 4, reason="Second thoughts"))

    assert "already ordered by Ruth Abelson: 10 h a week on 4 days" in str(
        refusal.value
    )
    assert refusal.value.field == "starts_on"
    assert minutes_on(clinic, dana, today) == 600


def test_a_dose_outside_of_the_rule_is_not_ordered_silently(change, dana):
    with pytest.raises(DoseOutsideRule, match="at least 9 h on 3 days"):
        change(Dose(500, 3, reason="Slower"))

    assert change(Dose(500, 3, reason="Slower", outside_is_meant=True))


def test_a_dose_is_not_ordered_for_a_day_before_care(change):
    assert change(days=-29)
    with pytest.raises(DayOutOfOrder, match="They came into care on"):
        change(days=-31)


def test_a_dose_is_ordered_at_most_two_months_ahead(change):
    assert change(days=60)
    with pytest.raises(DayOutOfOrder, match="Choose an earlier day"):
        change(days=61)


def test_who_has_left_has_no_dose_to_change(change, episode, today):
    episode.discharged_on, episode.discharge_reason = today, "1"
    episode.save()

    with pytest.raises(NotInCare, match="is already written"):
        change()


def test_a_transfer_ends_the_stay_and_begins_the_next(
    clinic, dana, move, morning, today
):
    followed = move()

    former, stay = followed.episode.stays.order_by("started_on", "pk")
    assert (former.ended_on, stay.started_on, stay.ended_on) == (today, today, None)
    assert (stay.track, stay.level_of_care) == (morning, "2.1")
    held = dose_orders_in_force(clinic.program, day=today)[dana.pk]
    assert (held.track_id, held.minutes_per_week) == (morning.pk, 600)
    before = dose_orders_in_force(clinic.program, day=today - timedelta(days=1))
    assert before[dana.pk].track_id == clinic.track.pk
    assert AuditEvent.objects.filter(action="intake.transferred").count() == 1


def test_a_transfer_ends_the_places_in_groups_of_the_old_track(
    clinic, dana, move, today
):
    followed = move(days=3)

    place = dana.enrollments.get()
    assert (place.ends_on, place.end_reason) == (
        today + timedelta(days=2),
        "Moved to Morning IOP",
    )
    assert followed.sentences == ("Their places ended: Evening skills.",)


def test_a_place_that_is_kept_goes_on(clinic, dana, move):
    place = dana.enrollments.get()

    followed = move(kept=[place.pk])

    place.refresh_from_db()
    assert place.ends_on is None
    assert followed.sentences == ()


def test_a_place_in_a_group_of_another_track_goes_on(
    clinic, dana, move, morning, ruth, today
):
    other = Group.objects.create(
        program=clinic.program, name="Sunrise", track=morning, modality="group",
        leader=ruth, starts_at="09:00", minutes=180, recurrence="FREQ=WEEKLY;BYDAY=SA",
        starts_on=today,
    )  # fmt: skip
    place = Enrollment.objects.create(
        program=clinic.program, group=other, patient=dana, starts_on=today
    )

    move()

    place.refresh_from_db()
    assert place.ends_on is None


def test_a_place_that_begins_after_the_transfer_never_does(clinic, dana, move, today):
    place = dana.enrollments.get()
    place.starts_on = today + timedelta(days=10)
    place.save()

    move(days=1)

    place.refresh_from_db()
    assert place.ends_on == today + timedelta(days=9)


def test_a_transfer_to_the_same_track_is_none(clinic, move):
    with pytest.raises(IntakeError, match="They are on Evening IOP already"):
        move(track=clinic.track)


def test_a_transfer_before_the_stay_began_is_refused(move):
    with pytest.raises(DayOutOfOrder, match="They came to Evening IOP on"):
        move(days=-31)


def test_a_transfer_is_planned_at_most_two_weeks_ahead(move):
    with pytest.raises(DayOutOfOrder):
        move(days=15)
    assert move(days=14)


def test_a_closed_track_takes_no_transfer(move, morning, today):
    morning.closed_on = today
    morning.save()

    with pytest.raises(TrackNotOpen):
        move()


def test_a_refused_transfer_leaves_the_stay_open(dana, move):
    with pytest.raises(DoseOutsideRule):
        move(dose=Dose(60, 1))

    assert dana.episodes.get().stays.get().ended_on is None


def test_a_planned_transfer_lets_today_keep_its_dose(clinic, dana, move, change, today):
    move(days=7)
    change(Dose(720, 4, reason="More for now"), days=1)

    assert minutes_on(clinic, dana, today) == 540
    assert minutes_on(clinic, dana, today + timedelta(days=1)) == 720
    assert minutes_on(clinic, dana, today + timedelta(days=7)) == 600
