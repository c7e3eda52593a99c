"""An hour of somebody's own that ends or moves: whom it concerns hears of it."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.intake.services import discharge, take_back_discharge
from daybridge.intake.values import Leaving
from daybridge.outbox.models import Message
from daybridge.schedule import services
from daybridge.schedule.models import Enrollment, Session
from daybridge.schedule.tests.weeks import by, give_place, meet, own_hour
from daybridge.schedule.values import GroupValues
from tests.cast import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour(clinic, dana):
    """Dana's hour with Ruth, Fridays at four; nobody is to hear of anything yet."""
    return own_hour(clinic, dana, "FR", time(16))


def told(clinic, **whom):
    rows = Message.objects.in_program(clinic.program).filter(
        kind="schedule.own_hours", **whom
    )
    return list(rows.order_by("created_at", "pk"))


def change(clinic, hour, **values):
    viewer = by(clinic, "grace")
    hour.refresh_from_db()
    return services.change_by_hand(
        group=hour, values=replace(GroupValues.of(hour), **values), at=viewer.at,
        base_version=hour.version, by=viewer,
    )  # fmt: skip


def test_who_has_it_and_who_leads_it_hear_that_it_moves(clinic, dana, hour):
    change(clinic, hour, starts_at=time(15))

    [to_dana] = told(clinic, patient=dana)
    [to_ruth] = told(clinic, staff=clinic.staff["ruth"])
    assert "Friday at 3:00 PM" in to_dana.text
    assert "ounsel" not in to_dana.subject + to_dana.text
    assert "Friday at 3:00 PM" in to_ruth.text


def test_another_leader_is_news_to_both_leaders_and_not_to_the_person(
    clinic, dana, hour, ben
):
    change(clinic, hour, leader=ben)

    assert told(clinic, patient=dana) == []
    [to_ben] = told(clinic, staff=ben)
    [to_ruth] = told(clinic, staff=clinic.staff["ruth"])
    assert "Friday at 4:00 PM" in to_ben.text
    assert "Friday at 4:00 PM" not in to_ruth.text


def test_a_last_day_is_told_from_the_day_after(clinic, dana, hour):
    last_day = today() + timedelta(days=20)

    change(clinic, hour, ends_on=last_day)

    [to_dana] = told(clinic, patient=dana)
    day = last_day + timedelta(days=1)
    assert f"{day:%A}, {day:%B} {day.day}" in to_dana.text
    assert "Friday at 4" not in to_dana.text


def test_what_changes_for_nobody_is_told_to_nobody(clinic, dana, hour):
    change(clinic, hour, capacity=2)

    assert told(clinic) == []


def test_of_a_group_nobody_hears_so(clinic, dana):
    group = meet(clinic, "Friday evening", "FR")
    give_place(group, dana)

    change(clinic, group, starts_at=time(15))

    assert told(clinic) == []


def test_given_up_on_its_page_it_is_told_in_their_language(clinic, dana, hour, sign_in):
    dana.language = "es"
    dana.save()
    place = hour.enrollments.get()

    answer = sign_in(clinic.staff["faye"]).post(
        reverse("schedule:end_enrollment", args=[place.pk]),
        {"ends_on": today().isoformat(), "reason": "Too much"},
    )

    assert answer.status_code == 302
    [to_dana] = told(clinic, patient=dana)
    assert to_dana.text.startswith("Desde el ")
    [to_ruth] = told(clinic, staff=clinic.staff["ruth"])
    assert "you lead" in to_ruth.text


def discharged(clinic, dana):
    viewer = by(clinic, "ruth")
    leaving = Leaving(discharged_on=today(), reason="1")
    discharge(episode=dana.episodes.get(), leaving=leaving, at=viewer.at, by=viewer)
    return dana.episodes.get()


def test_after_a_discharge_the_leader_hears_and_the_person_does_not(clinic, dana, hour):
    discharged(clinic, dana)

    hour.refresh_from_db()
    assert hour.ends_on == today() - timedelta(days=1)
    assert told(clinic, patient=dana) == []
    [to_ruth] = told(clinic, staff=clinic.staff["ruth"])
    assert "Friday at 4" not in to_ruth.text


def test_a_discharge_taken_back_takes_back_what_the_leader_was_not_told(
    clinic, dana, hour
):
    episode = discharged(clinic, dana)
    viewer = by(clinic, "ruth")

    take_back_discharge(episode=episode, at=viewer.at, by=viewer)

    [to_ruth] = told(clinic, staff=clinic.staff["ruth"])
    assert to_ruth.state == Message.State.TAKEN_BACK
    assert Enrollment.objects.in_program(dana.program).filter(
        group=hour, ends_on=None
    ).exists()  # fmt: skip


def test_who_has_read_it_is_told_that_the_hour_stays(clinic, dana, hour):
    episode = discharged(clinic, dana)
    [message] = told(clinic, staff=clinic.staff["ruth"])
    message.state, message.settled_at = Message.State.SENT, timezone.now()
    message.save()
    viewer = by(clinic, "ruth")

    take_back_discharge(episode=episode, at=viewer.at, by=viewer)

    _, back = told(clinic, staff=clinic.staff["ruth"])
    assert "does not happen" in back.text
    assert "Friday at 4:00 PM" in back.text


def test_the_sessions_ahead_of_an_hour_that_moved_move_with_it(clinic, dana, hour):
    services.keep_weeks_ahead(
        program=clinic.program, at=timezone.now(), by=by(clinic, "grace")
    )

    change(clinic, hour, starts_at=time(15))

    ahead = Session.objects.in_program(clinic.program).held().filter(
        group=hour, starts_at__gt=timezone.now()
    )  # fmt: skip
    assert {row.starts_at.astimezone(clinic.program.zone).hour for row in ahead} == {15}


def test_the_page_of_an_hour_speaks_of_an_hour_and_offers_no_second_place(
    clinic, dana, hour, sign_in
):
    ruth = sign_in(clinic.staff["ruth"])

    page = ruth.get(reverse("schedule:group", args=[hour.pk])).content.decode()
    ending = ruth.get(
        reverse("schedule:end_enrollment", args=[hour.enrollments.get().pk])
    ).content.decode()

    assert "Whose hour it is" in page
    assert "End this hour" in page
    assert "Enroll someone" not in page
    assert "Curriculum</dt>" not in page
    assert "they and Ruth Abelson are told" in ending
