"""What people say on the telephone or at the desk, noted by staff for them."""

from datetime import datetime, time, timedelta

import pytest

from daybridge.attendance.models import Attendance, FollowUp, Mark, Reminder
from daybridge.attendance.tests.reminded import (
    a_session,
    link_in,
    messages_to,
    open_link,
    reminded,
    send,
)
from daybridge.audit.models import AuditEvent
from daybridge.outbox.models import Message
from tests.cast import ZONE, keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def day_before(monday):
    return datetime.combine(monday - timedelta(days=1), time(17, 30), ZONE)


@pytest.fixture
def faye(clinic, sign_in):
    """The front desk, at the telephone."""
    return sign_in(clinic.staff["faye"])


@pytest.fixture
def url(dana, monday):
    return f"/attendance/answers/{dana.pk}/{monday.isoformat()}/"


def now_of(place):
    return Attendance.objects.in_program(place.program_id).get(pk=place.pk)


def a_seat(session, patient):
    """A place of somebody else, as it is kept."""
    return Attendance(
        program=session.program, session=session, patient=patient,
        starts_at=session.starts_at,
    )  # fmt: skip


def calls(clinic):
    return list(FollowUp.objects.in_program(clinic.program))


def seats_of(patient):
    rows = Attendance.objects.in_program(patient.program_id).on_roster()
    return list(rows.filter(patient=patient, origin="make_up"))


def acts(*names):
    rows = AuditEvent.objects.filter(
        action__in=[f"attendance.{name}" for name in names]
    )
    return list(rows.order_by("at", "pk"))


def text_of(answer):
    return answer.content.decode()


def test_a_confirmation_is_noted_with_who_noted_it(clinic, dana, place, faye, url):
    answer = faye.post(url, {"act": "coming"})

    assert answer.url == url
    said = now_of(place).answer
    assert (said.choice, said.noted_by) == ("coming", clinic.staff["faye"])
    assert now_of(place).mark == Mark.EXPECTED
    page = text_of(faye.get(url))
    assert "Will be there" in page
    assert "Noted by Faye" in page
    [act] = acts("reminder_noted")
    assert act.patient_id == dana.pk
    assert act.detail["choice"] == "coming"


def test_late_and_a_reason_are_read_by_who_runs_the_evening(
    clinic, place, faye, url, sign_in
):
    faye.post(url, {"act": "late", "late_minutes": "30"})
    assert now_of(place).answer.late_minutes == 30

    faye.post(url, {"act": "away", "reason": "<b>The night shift</b>"})

    ruth = sign_in(clinic.staff["ruth"])
    roster = text_of(ruth.get(f"/sessions/{place.session_id}/"))
    assert "Cannot come" in roster
    assert "&lt;b&gt;The night shift&lt;/b&gt;" in roster


def test_who_cannot_come_is_offered_what_their_own_link_offers(
    clinic, dana, place, wednesday, faye, url, day_before
):
    reminded(clinic, day_before)
    link = link_in(messages_to(dana)[-1])
    faye.post(url, {"act": "away"})

    assert str(wednesday.pk) in text_of(faye.get(url))
    assert str(wednesday.pk) in text_of(open_link(link))
    faye.post(url, {"other": wednesday.pk})

    [seat] = seats_of(dana)
    assert (seat.session, seat.makes_up_for) == (wednesday, place)
    assert "You have another time" in text_of(open_link(link))


def test_a_full_evening_is_refused_with_the_reason(
    clinic, dana, place, wednesday, faye, url
):
    wednesday.capacity = 1
    wednesday.save()
    keep([a_seat(wednesday, clinic.patients[1])])

    answer = faye.post(url, {"other": wednesday.pk})

    assert answer.status_code == 422
    assert "This time is taken by now" in text_of(answer)
    assert now_of(place).answer is None


def test_a_call_that_is_wanted_is_on_the_list_with_its_reason(clinic, place, faye, url):
    faye.post(url, {"act": "call", "reason": "Wants to speak to Ruth"})

    [call] = calls(clinic)
    assert (call.reason, call.attendance) == (FollowUp.Reason.ASKED, place)
    assert now_of(place).answer.reason == "Wants to speak to Ruth"


def test_what_was_noted_is_taken_back_with_all_that_followed(
    clinic, dana, place, wednesday, faye, url
):
    faye.post(url, {"act": "coming"})
    faye.post(url, {"other": wednesday.pk})
    assert now_of(place).given_up_at is not None

    faye.post(url, {"undo": "1"})

    assert now_of(place).answer.choice == "coming"
    assert now_of(place).given_up_at is None
    assert seats_of(dana) == []
    faye.post(url, {"undo": "1"})
    assert now_of(place).answer is None
    assert len(acts("reminder_noted_back")) == 2
    assert "Nothing that staff noted" in text_of(faye.post(url, {"undo": "1"}))


def test_a_make_up_that_was_exchanged_is_had_again(
    clinic, dana, place, wednesday, faye, url, monday
):
    friday = a_session(clinic, monday + timedelta(days=4))
    faye.post(url, {"other": wednesday.pk})
    faye.post(url, {"other": friday.pk})
    assert [seat.session for seat in seats_of(dana)] == [friday]

    faye.post(url, {"undo": "1"})

    assert [seat.session for seat in seats_of(dana)] == [wednesday]
    assert now_of(place).answer.make_up.session == wednesday


def test_a_call_noted_by_mistake_leaves_the_list(clinic, place, faye, url):
    faye.post(url, {"act": "call"})
    faye.post(url, {"undo": "1"})

    assert calls(clinic) == []
    assert now_of(place).answer is None


def test_a_seat_that_somebody_else_has_by_now_is_not_taken_back(
    clinic, dana, place, faye, url
):
    faye.post(url, {"act": "away"})
    session = place.session
    session.capacity = 1
    session.save()
    keep([a_seat(session, clinic.patients[1])])

    answer = faye.post(url, {"undo": "1"})

    assert answer.status_code == 422
    assert "Somebody else has this seat now" in text_of(answer)
    assert now_of(place).answer.choice == "away"


def test_their_own_answer_is_not_for_staff_to_take_back(
    clinic, dana, place, faye, url, day_before
):
    reminded(clinic, day_before)
    faye.post(url, {"act": "away"})
    send(link_in(messages_to(dana)[-1]), act="coming")

    answer = faye.post(url, {"undo": "1"})

    assert answer.status_code == 422
    assert now_of(place).answer.choice == "coming"
    page = text_of(faye.get(url))
    assert "They answered through their own link" in page
    assert "Take this back" not in page


def test_who_said_that_they_cannot_come_is_not_reminded(
    clinic, dana, place, faye, url, day_before
):
    faye.post(url, {"act": "away"})
    assert reminded(clinic, day_before) == 0

    faye.post(url, {"act": "coming"})
    assert reminded(clinic, day_before) == 1
    assert messages_to(dana)[0].where == url


def test_a_call_about_the_reminder_is_made_with_the_answer(
    clinic, dana, place, faye, url, day_before
):
    reminded(clinic, day_before)
    [message] = messages_to(dana)
    rows = Message.objects.in_program(clinic.program).filter(pk=message.pk)
    message.state = Message.State.TO_CALL
    message.save()
    assert url in text_of(faye.get(f"/messages/{message.pk}/"))

    faye.post(url, {"act": "coming"})

    assert rows.get().state == Message.State.CALLED


def test_a_missed_day_gets_its_other_time_by_telephone(
    clinic, dana, place, wednesday, faye, url
):
    place.mark = Mark.NO_SHOW
    place.save()

    page = text_of(faye.get(url))
    assert "They will be there" not in page
    assert str(wednesday.pk) in page
    faye.post(url, {"other": wednesday.pk})

    assert seats_of(dana)[0].makes_up_for == place
    assert Reminder.objects.in_program(clinic.program).get().kind == "missed"


def test_somebody_calls_and_their_days_are_found_from_their_page(
    clinic, dana, place, faye, url
):
    person = text_of(faye.get(f"/patients/{dana.pk}/"))
    assert f"/attendance/answers/{dana.pk}/" in person

    page = text_of(faye.get(f"/attendance/answers/{dana.pk}/"))

    assert url in page
    assert "No answer yet" in page


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", "20261399"])
def test_a_day_that_is_none_is_not_there(dana, faye, day):
    assert faye.get(f"/attendance/answers/{dana.pk}/{day}/").status_code == 404


def test_a_day_without_a_session_takes_no_answer(dana, faye, monday):
    free = f"/attendance/answers/{dana.pk}/{monday + timedelta(days=40)}/"

    assert "Nothing to answer that day" in text_of(faye.get(free))
    assert faye.post(free, {"act": "coming"}).status_code == 422


def test_the_same_tap_twice_is_one_answer(dana, place, faye, url):
    for _ in range(2):
        faye.post(url, {"act": "coming"})

    assert place.answers.count() == 1
