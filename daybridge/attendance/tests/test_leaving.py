"""Places in sessions of people who leave care: cleared, and put back where they fit."""

from datetime import timedelta

import pytest

from daybridge.attendance import leaving, services
from daybridge.attendance.models import Attendance
from daybridge.intake.errors import AttendedAfterwards
from tests.cast import ZONE, admit


@pytest.fixture
def by(clinic, viewer, ruth):
    """Ruth, an hour before tonight's group."""
    return viewer(ruth, at=clinic.session.starts_at - timedelta(hours=1))


@pytest.fixture
def episode(dana, by):
    """Dana's, discharged from today on; nothing has followed yet."""
    row = dana.episodes.get()
    row.discharged_on, row.discharge_reason = by.at.astimezone(ZONE).date(), "1"
    row.save()
    return row


@pytest.fixture
def place(clinic, dana):
    return Attendance.objects.in_program(clinic.program).get(patient=dana)


@pytest.fixture
def back(episode, by):
    """`back()`: what follows when the discharge of a moment ago is taken back."""

    def run():
        later = by.at + timedelta(minutes=5)
        return leaving.expect_again(
            episode=episode, written_at=by.at, at=later, by=by
        )  # fmt: skip

    return run


def clear(episode, by):
    return leaving.stop_expecting(episode=episode, at=by.at, by=by)


def test_tonight_no_longer_expects_who_left_today(episode, place, by):
    assert clear(episode, by) == ["They are no longer expected at 1 session."]

    place.refresh_from_db()
    assert place.removed_at == by.at


def test_who_is_cleared_twice_is_cleared_once(episode, place, by):
    clear(episode, by)
    version = Attendance.objects.in_program(place.program_id).get(pk=place.pk).version

    clear(episode, by)

    place.refresh_from_db()
    assert place.version == version


def test_nothing_is_cleared_of_an_episode_that_goes_on(dana, place, by):
    assert clear(dana.episodes.get(), by) == []

    place.refresh_from_db()
    assert place.removed_at is None


def test_an_evening_already_missed_stays_missed(episode, place, by):
    started = by.at + timedelta(hours=2)
    services.mark_no_show(attendance=place, at=started, by=by)

    leaving.stop_expecting(episode=episode, at=started, by=by)

    place.refresh_from_db()
    assert (place.mark, place.removed_at) == ("no_show", None)


def test_who_came_is_named_with_the_first_day_that_is_possible(episode, place, by):
    arrived = place.starts_at
    services.record_arrival(attendance=place, at=arrived, by=by)

    with pytest.raises(AttendedAfterwards) as refusal:
        leaving.stop_expecting(episode=episode, at=arrived, by=by)

    assert "They came to Evening skills on" in str(refusal.value)
    assert refusal.value.field == "discharged_on"


def test_they_are_expected_again_when_the_discharge_is_taken_back(
    episode, place, by, back
):
    clear(episode, by)

    assert back() == []
    place.refresh_from_db()
    assert place.removed_at is None


def test_a_seat_given_to_a_guest_meanwhile_is_named(clinic, episode, place, by, back):
    clear(episode, by)
    guest = admit(clinic, "Gail", "Guest", 77)
    services.add_to_session(session=clinic.session, patient=guest, at=by.at, by=by)

    [sentence] = back()

    place.refresh_from_db()
    assert sentence.startswith("No seat is left on ")
    assert place.removed_at == by.at


def test_who_was_taken_off_before_stays_off(episode, place, by, back):
    earlier = by.at - timedelta(days=1)
    services.remove_from_session(attendance=place, at=earlier, by=by)
    clear(episode, by)

    back()

    place.refresh_from_db()
    assert place.removed_at == earlier


def test_without_its_standing_place_an_evening_is_not_given_back(
    dana, episode, place, by, back
):
    clear(episode, by)
    standing = dana.enrollments.get()
    standing.ends_on = episode.discharged_on - timedelta(days=1)
    standing.save()

    back()

    place.refresh_from_db()
    assert place.removed_at == by.at


def test_a_cancelled_evening_is_not_given_back(clinic, episode, place, by, back):
    clear(episode, by)
    clinic.session.cancelled_at, clinic.session.cancel_reason = by.at, "weather"
    clinic.session.save()

    back()

    place.refresh_from_db()
    assert place.removed_at == by.at


def test_when_someone_last_came_is_the_day_in_the_programs_zone(
    clinic, dana, place, by
):
    assert leaving.last_seen(patient=dana, viewer=by) is None
    services.record_arrival(attendance=place, at=place.starts_at, by=by)

    seen = leaving.last_seen(patient=dana, viewer=by)

    assert seen == place.starts_at.astimezone(ZONE).date()
