"""A draft that wants the time of somebody's own hour: said first, ended if meant."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.outbox.models import Message
from daybridge.schedule import services
from daybridge.schedule.errors import CannotPublish
from daybridge.schedule.models import Session
from daybridge.schedule.tests.test_publish_pages import director, url
from daybridge.schedule.tests.test_publishing import (
    clinic,
    dana,
    first_day,
    groups_of,
    moved,
)
from daybridge.schedule.tests.weeks import by, give_place, meet
from tests.cast import admit, hire

__all__ = ["clinic", "dana", "director", "moved"]

ALONE = {"minutes": 60, "capacity": 1, "modality": "individual"}


@pytest.fixture
def marcus(clinic):
    return admit(clinic, "Marcus", "Oyelaran", 2)


@pytest.fixture
def hour(clinic, moved, marcus):
    """Marcus has an hour with Ruth, Mondays at ten; the draft wants her at 9:30."""
    group = meet(clinic, "Individual counseling", "MO", time(10), room=None, **ALONE)
    give_place(group, marcus)
    services.keep_weeks_ahead(
        program=clinic.program, at=timezone.now(), by=by(clinic, "grace")
    )
    return group


def publish(clinic, draft, *ending):
    return services.publish_draft(
        draft=draft, starts_on=first_day(), at=timezone.now(), by=by(clinic, "grace"),
        ending=[hour.pk for hour in ending],
    )  # fmt: skip


def held(hour):
    ahead = Session.objects.in_program(hour.program_id).held().filter(
        group=hour, rule_date__gte=first_day()
    )  # fmt: skip
    return ahead.count()


def test_nobody_is_silently_put_into_two_rooms(clinic, moved, hour):
    with pytest.raises(CannotPublish, match="Let that hour end, or move it first"):
        publish(clinic, moved)

    hour.refresh_from_db()
    assert hour.ends_on is None


def test_the_page_says_whose_hour_it_is_and_offers_to_end_it(director, moved, hour):
    page = director.get(url(moved)).content.decode()

    assert "Hours that are in the way" in page
    assert "Marcus Oyelaran" in page
    assert f'name="end" value="{hour.pk}"' in page
    assert "I have read this" not in page

    looked = director.get(url(moved), {"end": [str(hour.pk)]}).content.decode()
    assert "I have read this" in looked
    assert f'type="hidden" name="end" value="{hour.pk}"' in looked
    assert "you do not have your appointments at the times you know" in looked


def test_who_may_give_places_finds_another_week_from_there(
    clinic, sign_in, moved, hour, marcus
):
    both = hire(clinic, "Gus", "Both", "director", "front_desk")

    page = sign_in(both).get(url(moved)).content.decode()

    address = reverse("schedule:find_week", args=[marcus.pk])
    assert f'href="{address}?starts_on=2' in page


def test_an_hour_that_is_to_end_ends_and_its_people_hear(
    clinic, director, moved, hour, marcus
):
    sent = {
        "starts_on": first_day().isoformat(), "confirmed": "on", "end": [str(hour.pk)]
    }  # fmt: skip
    director.post(url(moved), sent)

    hour.refresh_from_db()
    told = Message.objects.in_program(clinic.program)
    assert hour.ends_on == first_day() - timedelta(days=1)
    assert held(hour) == 0
    assert "We will call you" in told.get(patient=marcus).text
    assert "Monday at 10:00 AM" not in told.get(staff=clinic.staff["ruth"]).text


def test_taken_back_the_hour_goes_on(clinic, moved, hour, marcus):
    before = held(hour)
    publication = publish(clinic, moved, hour)

    services.take_back_publication(
        publication=publication, at=timezone.now(), by=by(clinic, "grace")
    )

    hour.refresh_from_db()
    assert before > 0
    assert (hour.ends_on, held(hour)) == (None, before)
    assert groups_of(marcus, first_day()) == ["Individual counseling"]


def test_an_hour_whose_time_was_given_away_since_is_not_given_back_twice(
    clinic, moved, hour
):
    publication = publish(clinic, moved, hour)
    meet(clinic, "Family counseling", "MO", time(10, 15), room=None,
         **ALONE | {"modality": "conjoint"})  # fmt: skip

    with pytest.raises(CannotPublish, match="was given away since"):
        services.take_back_publication(
            publication=publication, at=timezone.now(), by=by(clinic, "grace")
        )

    hour.refresh_from_db()
    assert hour.ends_on is not None


def test_an_hour_of_who_is_given_a_place_at_that_time_is_in_the_way_too(
    clinic, moved, dana, ben_leads
):
    own = meet(
        clinic, "Individual counseling", "TU", time(11), leader=ben_leads, room=None,
        **ALONE,
    )  # fmt: skip
    give_place(own, dana)

    with pytest.raises(CannotPublish, match="individual counseling with Ben Castillo"):
        publish(clinic, moved)


@pytest.fixture
def ben_leads(clinic):
    return hire(clinic, "Ben", "Castillo", "counselor")


def test_an_hour_at_another_time_is_left_alone(clinic, moved, marcus):
    own = meet(clinic, "Individual counseling", "MO", time(14), room=None, **ALONE)
    give_place(own, marcus)

    publish(clinic, moved)

    own.refresh_from_db()
    assert own.ends_on is None
