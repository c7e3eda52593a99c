"""A day with two sessions: each may have another time, until the week is whole."""

from datetime import datetime, time, timedelta

import pytest

from daybridge.attendance import services
from daybridge.attendance.models import Attendance, FollowUp, Mark
from daybridge.attendance.queries import missed_this_week
from daybridge.attendance.reminding.missed import offer_make_ups
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    by_desk,
    by_system,
    link_in,
    messages_to,
    open_link,
    reminded,
    send,
)
from daybridge.intake.models import DoseOrder
from tests.cast import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(clinic, dana, monday):
    return a_place(a_session(clinic, monday, time(12)), dana)


@pytest.fixture
def evening(clinic, dana, monday):
    return a_place(a_session(clinic, monday), dana)


@pytest.fixture
def others(clinic, monday):
    """Tuesday to Friday evenings with seats."""
    return [a_session(clinic, monday + timedelta(days=n)) for n in range(1, 5)]


@pytest.fixture
def link(clinic, dana, noon, evening, monday):
    reminded(clinic, datetime.combine(monday - timedelta(days=1), time(12), ZONE))
    return link_in(messages_to(dana)[-1])


def now_of(place):
    return Attendance.objects.in_program(place.program_id).get(pk=place.pk)


def seats_of(patient):
    """Sessions of the make-ups they have, by what each makes up for."""
    rows = Attendance.objects.in_program(patient.program_id).on_roster()
    made = rows.filter(patient=patient, origin="make_up")
    return {row.makes_up_for_id: row.session_id for row in made}


def text_of(answer):
    return answer.content.decode()


def test_each_session_of_a_day_has_another_time_of_its_own(
    dana, noon, evening, link, others
):
    tuesday, wednesday, thursday, _ = others
    send(link, act="away")
    assert "You can choose 2 times" in text_of(open_link(link))

    send(link, other=tuesday.pk)
    assert "You can choose one more time" in text_of(open_link(link))
    send(link, other=wednesday.pk)

    assert seats_of(dana) == {noon.pk: tuesday.pk, evening.pk: wednesday.pk}
    assert now_of(noon).answer.make_up.session_id == tuesday.pk
    assert now_of(evening).answer.make_up.session_id == wednesday.pk
    page = text_of(open_link(link))
    assert 'name="other"' not in page
    answer = send(link, other=thursday.pk)
    assert answer.status_code == 422
    assert "Give one back first" in text_of(answer)


def test_one_time_is_given_back_and_another_taken_for_the_same_session(
    dana, noon, evening, link, others
):
    tuesday, wednesday, thursday, _ = others
    for chosen in (tuesday, wednesday):
        send(link, other=chosen.pk)

    send(link, back=tuesday.pk)
    assert seats_of(dana) == {evening.pk: wednesday.pk}
    assert now_of(noon).answer.choice == "away"
    send(link, other=thursday.pk)

    assert seats_of(dana) == {noon.pk: thursday.pk, evening.pk: wednesday.pk}


def test_a_time_given_back_may_make_up_for_the_other_session(
    dana, noon, evening, link, others
):
    tuesday, wednesday = others[:2]
    for said in ({"other": tuesday.pk}, {"back": tuesday.pk}, {"other": wednesday.pk},
                 {"other": tuesday.pk}):  # fmt: skip
        send(link, **said)

    assert seats_of(dana) == {noon.pk: wednesday.pk, evening.pk: tuesday.pk}


def test_nothing_is_offered_once_the_week_is_whole(
    clinic, dana, noon, evening, link, others, monday
):
    """Nine hours on three days were ordered; six are planned beside Monday."""
    for session in others[:2]:
        a_place(session, dana)
    send(link, act="away")
    send(link, other=others[2].pk)

    page = text_of(open_link(link))
    assert "Your week is whole without another time" in page
    assert 'name="other"' not in page
    assert send(link, other=others[3].pk).status_code == 422
    assert seats_of(dana) == {noon.pk: others[2].pk}


def test_no_fourth_day_is_offered_where_three_were_ordered(
    clinic, dana, noon, evening, link, others, monday
):
    DoseOrder.objects.in_program(clinic.program).filter(
        stay__episode__patient=dana
    ).get().delete()
    order_more(dana, minutes=1080)
    for session in others[:3]:
        a_place(session, dana)
    morning = a_session(clinic, monday + timedelta(days=1), time(9))
    send(link, act="away")

    page = text_of(open_link(link))

    assert str(morning.pk) in page
    assert str(others[3].pk) not in page


def order_more(patient, minutes):
    stay = patient.episodes.get().stays.get()
    DoseOrder.objects.create(
        program=patient.program, stay=stay, starts_on=stay.started_on,
        minutes_per_week=minutes, days_per_week=3,
    )  # fmt: skip


def test_a_whole_week_needs_no_call(clinic, dana, noon, link, evening, others):
    for session in others[:3]:
        a_place(session, dana)

    send(link, act="away")

    assert not FollowUp.objects.in_program(clinic.program).exists()
    assert not now_of(noon).answer.wants_call


def test_a_call_is_about_what_has_no_other_time(dana, noon, evening, link, others):
    send(link, other=others[0].pk)
    send(link, act="call")

    assert seats_of(dana) == {noon.pk: others[0].pk}
    assert [now_of(place).answer.wants_call for place in (noon, evening)] == [
        False, True,
    ]  # fmt: skip


def test_who_comes_after_all_gives_back_every_other_time(
    dana, noon, evening, link, others
):
    for session in others[:2]:
        send(link, other=session.pk)
    send(link, act="coming")

    assert seats_of(dana) == {}
    assert [now_of(place).given_up_at for place in (noon, evening)] == [None, None]


def test_both_sessions_missed_on_a_day_are_made_up_for(
    clinic, dana, noon, evening, others, monday
):
    at = datetime.combine(monday, time(18, 40), ZONE)
    for place in (noon, evening):
        services.mark_no_show(attendance=place, at=at, by=by_desk(clinic, at))
    assert offer_make_ups(at=at, by=by_system(clinic, at)) == 1
    link = link_in(messages_to(dana)[0])

    assert "12:00 pm, 5:30 pm" in text_of(open_link(link))
    for session in others[:2]:
        send(link, other=session.pk)

    assert seats_of(dana) == {noon.pk: others[0].pk, evening.pk: others[1].pk}
    assert now_of(noon).mark == Mark.NO_SHOW


def test_staff_make_up_for_what_has_none_yet(clinic, dana, noon, evening, others):
    at = evening.session.ends_at
    by = by_desk(clinic, at)
    for place in (noon, evening):
        services.mark_no_show(attendance=place, at=at, by=by)
    first = {"program": clinic.program, "patient_id": dana.pk,
             "day": clinic.program.day_of(at)}  # fmt: skip
    seat = services.add_to_session(
        session=others[0], patient=dana, origin="make_up",
        makes_up_for=missed_this_week(**first), at=at, by=by,
    )  # fmt: skip
    assert missed_this_week(**first) == evening

    services.remove_from_session(attendance=seat, at=at, by=by)

    assert missed_this_week(**first) == noon
