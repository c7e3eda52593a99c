"""Standing places of people who leave: ended, given back, or never begun."""

from datetime import UTC, date, datetime, timedelta

import pytest

from daybridge.access.models import TeamMembership
from daybridge.intake.models import Episode
from daybridge.schedule import leaving, services
from daybridge.schedule.models import Enrollment, Group

NOON = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)  # Monday, noon in Philadelphia
MONDAY = date(2027, 3, 1)


@pytest.fixture
def grace(clinic, viewer):
    return viewer(clinic.staff["grace"], at=NOON)


@pytest.fixture
def episode(dana):
    """Dana's, discharged from Monday on; nothing has followed yet."""
    row: Episode = dana.episodes.get()
    row.discharged_on, row.discharge_reason = MONDAY, "1"
    row.save()
    return row


@pytest.fixture
def place(clinic, ben):
    """`place(patient, …)`: a place in a second group, led by Ben."""
    group = Group.objects.create(
        program=clinic.program, name="Sleep well", track=clinic.track,
        modality="wellness", leader=ben, capacity=2, starts_at="09:00", minutes=60,
        recurrence="FREQ=WEEKLY;BYDAY=SA", starts_on=date(2027, 1, 1),
    )  # fmt: skip

    def give(patient, starts_on=date(2027, 1, 1), ends_on=None):
        return Enrollment.objects.create(
            program=clinic.program, group=group, patient=patient, starts_on=starts_on,
            ends_on=ends_on,
        )  # fmt: skip

    return give


def test_places_are_told_from_a_day_on_those_to_come_among_them(dana, place):
    place(dana, starts_on=date(2027, 3, 20))
    over = Enrollment.objects.in_program(dana.program).get(
        patient=dana, group__name="Evening skills"
    )
    over.ends_on = date(2027, 2, 28)
    over.save()

    [told] = leaving.standing_places(patient=dana, day=MONDAY)

    assert (told.group, told.starts_on) == ("Sleep well", date(2027, 3, 20))
    assert told.meets == "Saturdays at 9:00 am, until 10:00 am"


def test_a_place_that_ended_before_keeps_its_end_and_reason(
    dana, episode, place, grace
):
    row = place(dana, ends_on=date(2027, 2, 1))
    row.end_reason = "New hours at work"
    row.save()

    leaving.end_places(episode=episode, at=NOON, by=grace)

    row.refresh_from_db()
    assert (row.ends_on, row.end_reason) == (date(2027, 2, 1), "New hours at work")


def test_all_that_ends_is_named_in_one_sentence(dana, episode, place, grace):
    place(dana)

    told = leaving.end_places(episode=episode, at=NOON, by=grace)

    assert told == ["Their places ended: Evening skills and Sleep well."]


def test_an_episode_that_goes_on_ends_nothing(dana, place, grace):
    told = leaving.end_places(episode=dana.episodes.get(), at=NOON, by=grace)

    assert told == []


def test_a_place_that_had_not_begun_never_does(dana, place, grace):
    row = place(dana, starts_on=date(2027, 3, 20))

    services.end_enrollment(
        enrollment=row, ends_on=MONDAY, reason="Changed their mind", at=NOON, by=grace
    )

    row.refresh_from_db()
    assert row.ends_on == date(2027, 3, 19)
    assert (
        not Enrollment.objects.in_program(dana.program)
        .on(date(2027, 3, 20))
        .filter(pk=row.pk)
    )


def test_a_place_is_given_back_where_there_is_a_seat(dana, episode, place, grace):
    row = place(dana)
    leaving.end_places(episode=episode, at=NOON, by=grace)

    later = NOON + timedelta(minutes=5)
    told = leaving.give_places_back(
        episode=episode, written_at=NOON, at=later, by=grace
    )

    row.refresh_from_db()
    assert (told, row.ends_on, row.end_reason) == ([], None, "")


def test_a_seat_given_away_meanwhile_is_named_and_stays_with_its_new_owner(
    clinic, dana, episode, place, grace
):
    row = place(dana)
    leaving.end_places(episode=episode, at=NOON, by=grace)
    for other in clinic.patients[1:3]:
        place(other)

    told = leaving.give_places_back(episode=episode, written_at=NOON, at=NOON, by=grace)

    row.refresh_from_db()
    assert row.ends_on == MONDAY - timedelta(days=1)
    assert told == ["No seat is left in Sleep well. Give them a place by hand."]


def test_the_leaders_of_a_place_that_is_gone_finish_their_notes_and_leave(
    clinic, dana, episode, place, grace, ben
):
    row = place(dana)
    led = TeamMembership.objects.create(
        program=clinic.program, patient=dana, staff=ben, source="group",
        source_id=row.group_id, started_at=NOON - timedelta(days=40),
    )  # fmt: skip
    leaving.end_places(episode=episode, at=NOON, by=grace)
    led.ended_at = None  # as when the team was given back first
    led.save()
    for other in clinic.patients[1:3]:
        place(other)

    leaving.give_places_back(episode=episode, written_at=NOON, at=NOON, by=grace)

    led.refresh_from_db()
    assert led.ended_at == NOON + timedelta(hours=72)


def test_what_an_earlier_discharge_ended_stays_ended(dana, episode, place, grace):
    row = place(dana)
    leaving.end_places(episode=episode, at=NOON, by=grace)

    leaving.give_places_back(
        episode=episode, written_at=NOON + timedelta(days=90), at=NOON, by=grace
    )

    row.refresh_from_db()
    assert row.ends_on == MONDAY - timedelta(days=1)


def test_the_leaders_of_a_place_given_back_have_the_chart_again(
    clinic, dana, episode, place, grace, ben
):
    place(dana)
    leaving.end_places(episode=episode, at=NOON, by=grace)

    leaving.give_places_back(episode=episode, written_at=NOON, at=NOON, by=grace)

    [membership] = TeamMembership.objects.in_program(clinic.program).filter(
        patient=dana, staff=ben
    )
    assert (membership.source, membership.ended_at) == ("group", None)


def test_who_comes_back_to_a_group_has_its_leader_for_good(
    clinic, dana, place, grace, viewer, ben
):
    """A membership that runs out after its last notes is not one that lasts."""
    row = place(dana, ends_on=date(2027, 2, 28))
    again = services.enroll(
        group=row.group, patient=dana, starts_on=MONDAY, at=NOON, by=grace
    )
    services.end_enrollment(
        enrollment=again, ends_on=MONDAY, reason="A slip", at=NOON, by=grace
    )

    services.enroll(
        group=row.group, patient=dana, starts_on=MONDAY + timedelta(days=1), at=NOON,
        by=grace,
    )  # fmt: skip

    lasting = TeamMembership.objects.in_program(clinic.program).filter(
        patient=dana, staff=ben, ended_at=None
    )
    assert lasting.count() == 1
