"""Another time for an hour of somebody's own is held against what was told."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.urls import reverse

from daybridge.schedule.life_against import against_hour
from daybridge.schedule.tests.test_family_hours import family_can
from daybridge.schedule.tests.test_fitting import tell
from daybridge.schedule.tests.weeks import own_hour
from daybridge.schedule.values import GroupValues
from tests.cast import today

pytestmark = pytest.mark.django_db
CANNOT = "Whoever has this hour cannot come then, by the week they told."
NO_FAMILY = "Their family cannot come then, by what was told of them."
NOT_FROM_HOME = "Whoever has this hour does not take part from home, by what they told."


@pytest.fixture
def hour(clinic, dana):
    """Dana and her family with Ruth, Wednesdays at two."""
    family = {"name": "Family counseling", "modality": "conjoint"}
    return own_hour(clinic, dana, "WE", time(14), **family)


def said(hour, **values):
    asked = replace(GroupValues.of(hour), **values)
    return against_hour(hour, asked, program=hour.program, on=today())


def test_a_time_of_work_is_said(clinic, dana, hour):
    tell(clinic, dana, (2, 9, 13, "work"))

    assert said(hour, starts_at=time(12)) == [CANNOT]
    assert said(hour, starts_at=time(13)) == []


def test_a_time_at_which_the_family_cannot_come_is_said_of_a_family_session(
    clinic, dana, hour
):
    family_can(dana, (2, 14, 16))

    assert said(hour, starts_at=time(15, 30)) == [NO_FAMILY]
    assert said(hour, starts_at=time(15)) == []
    assert said(hour, starts_at=time(9), modality="individual") == []


def test_from_home_is_asked_of_whoever_cannot_take_part_from_home(clinic, dana, hour):
    tell(clinic, dana, (2, 9, 13, "work"))

    assert said(hour, room=None) == [NOT_FROM_HOME]


def test_what_stands_stands_and_a_group_is_asked_nothing(clinic, dana, hour):
    tell(clinic, dana, (2, 9, 20, "work"))
    hour.refresh_from_db()

    assert said(hour, leader=clinic.staff["sylvia"], name="Another name") == []
    assert said(clinic.group, starts_at=time(9)) == []


def test_the_form_asks_once_more_and_takes_it_when_it_is_meant(
    clinic, dana, hour, sign_in
):
    family_can(dana, (2, 14, 16))
    desk = sign_in(clinic.staff["grace"])
    address = reverse("schedule:group_change", args=[hour.pk])
    form = desk.get(address).context["form"]
    typed = {name: as_typed(form[name].value()) for name in form.fields}
    typed |= {"starts_at": "09:00", "confirmed": "yes"}

    asked = desk.post(address, typed)
    hour.refresh_from_db()
    assert asked.status_code == 422
    assert NO_FAMILY in asked.content.decode()
    assert hour.starts_at == time(14)

    assert desk.post(address, typed | {"anyway": "on"}).status_code == 302
    hour.refresh_from_db()
    assert hour.starts_at == time(9)


def as_typed(value):
    if isinstance(value, list):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None or value is False else getattr(value, "pk", value)
