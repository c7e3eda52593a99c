"""An address ends with the treatment, and comes back with a discharge by mistake."""

import pytest

from daybridge.calendars import services
from daybridge.calendars.errors import AlreadyEnded, NotInCare
from daybridge.calendars.models import CalendarFeed
from daybridge.intake import services as intake
from daybridge.intake.values import Leaving
from tests.cast import today


@pytest.fixture
def discharged(dana, ruth, viewer, made):
    """Dana's treatment is over."""
    by = viewer(ruth)
    return intake.discharge(
        episode=dana.episodes.get(), leaving=Leaving(today(), "1"), at=by.at, by=by
    )


def feed_of(made):
    return CalendarFeed.objects.in_program(made.feed.program_id).get(pk=made.feed.pk)


def test_it_ends_with_the_treatment(made, discharged, read):
    assert read(made.secret).status_code == 404
    assert feed_of(made).ending == "discharged"
    assert "Their calendar is not read any more." in discharged.sentences


def test_it_answers_again_when_the_discharge_was_a_mistake(
    made, dana, discharged, ruth, viewer, read
):
    by = viewer(ruth)

    intake.take_back_discharge(episode=dana.episodes.get(), at=by.at, by=by)

    assert read(made.secret).status_code == 200
    assert feed_of(made).ending == ""


def test_what_was_ended_by_hand_stays_ended(made, dana, by, ruth, viewer, read):
    services.end_feed(feed=made.feed, at=by.at, by=by)
    doctor = viewer(ruth)
    intake.discharge(
        episode=dana.episodes.get(), leaving=Leaving(today(), "1"), at=doctor.at,
        by=doctor,
    )  # fmt: skip
    intake.take_back_discharge(
        episode=dana.episodes.get(), at=viewer(ruth).at, by=viewer(ruth)
    )

    assert read(made.secret).status_code == 404
    assert feed_of(made).ending == "taken_back"


def test_nobody_makes_or_replaces_one_after_the_treatment(made, dana, discharged, by):
    with pytest.raises(NotInCare):
        services.make_feed_for_patient(patient=dana, device="x", at=by.at, by=by)
    with pytest.raises(NotInCare):
        services.replace_feed(feed=made.feed, at=by.at, by=by)


def test_an_address_is_replaced_once(made, by, viewer, clinic):
    later = viewer(clinic.staff["faye"])
    services.replace_feed(feed=made.feed, at=later.at, by=later)

    with pytest.raises(AlreadyEnded):
        services.replace_feed(feed=made.feed, at=later.at, by=later)
