"""What is late is not sent in the night: it waits for the morning, or is let go of."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from daybridge.outbox import services, worker
from daybridge.outbox.models import Message
from daybridge.outbox.services.delivering import HELD, SLEPT
from daybridge.outbox.tests.conftest import WORDS
from daybridge.outbox.ways import NotNow
from daybridge.outbox.worker import TIRED_AFTER, deliver_due
from daybridge.people.middleware import viewer_of
from tests.cast import ZONE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def at(*when, fold=0):
    """A moment by the clocks of Philadelphia."""
    return datetime(*when, tzinfo=ZONE, fold=fold)


@pytest.fixture
def tell(clinic, dana):
    """Dana is told something at a moment, by whoever acts then."""

    def telling(moment, kind="attendance.reminder", **more):
        by = viewer_of(clinic.staff["faye"], at=moment)
        return services.tell_patient(
            patient=dana, kind=kind, words=WORDS, key=str(moment), at=moment, by=by,
            **more,
        )  # fmt: skip

    return telling


def now_of(message):
    return Message.objects.in_program(message.program_id).get(pk=message.pk)


def test_a_worker_that_is_late_wakes_nobody(tell, texts):
    message = tell(at(2026, 11, 30, 20, 30), ends=at(2026, 12, 1, 17, 30))

    deliver_due(at=at(2026, 12, 1, 3, 0))
    held = now_of(message)
    assert (held.state, held.reason, texts()) == ("waiting", HELD, [])
    assert held.next_at == at(2026, 12, 1, 8, 0)
    assert held.attempts == 0
    deliver_due(at=at(2026, 12, 1, 7, 59))
    assert texts() == []

    deliver_due(at=at(2026, 12, 1, 8, 0))
    assert now_of(message).state == "sent"
    assert len(texts()) == 1


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [((20, 55), True), ((21, 0), False), ((7, 59), False), ((8, 0), True)],
)
def test_both_ends_of_the_night(tell, texts, moment, leaves):
    tell(at(2026, 11, 30, 5, 0))

    deliver_due(at=at(2026, 11, 30, *moment))

    assert bool(texts()) is leaves


def test_what_is_over_by_the_morning_is_let_go_of_and_says_so(
    tell, texts, clinic, sign_in
):
    message = tell(at(2026, 11, 30, 20, 0), ends=at(2026, 12, 1, 8, 0))

    deliver_due(at=at(2026, 11, 30, 22, 0))

    gone = now_of(message)
    assert (gone.state, gone.reason, texts()) == ("lapsed", SLEPT, [])
    page = sign_in(clinic.staff["faye"]).get("/messages/?show=not")
    assert SLEPT in page.content.decode()


def test_what_cannot_wait_leaves_in_the_night(tell, texts):
    tell(at(2026, 12, 1, 6, 30), "schedule.repair", ends=at(2026, 12, 1, 9, 0))

    deliver_due(at=at(2026, 12, 1, 6, 31))

    assert len(texts()) == 1


def test_what_cannot_wait_does_when_it_is_about_another_day(tell, texts):
    tell(at(2026, 11, 30, 22, 0), "schedule.repair", ends=at(2026, 12, 3, 17, 30))

    deliver_due(at=at(2026, 11, 30, 22, 1))
    assert texts() == []

    deliver_due(at=at(2026, 12, 1, 8, 0))
    assert len(texts()) == 1


@pytest.mark.parametrize(
    ("night", "morning", "hours"),
    [
        (at(2026, 3, 7, 21, 0), at(2026, 3, 8, 8, 0), 10),  # an hour is left out
        (at(2026, 10, 31, 21, 0), at(2026, 11, 1, 8, 0), 12),  # one comes twice
        (at(2026, 11, 30, 21, 0), at(2026, 12, 1, 8, 0), 11),
    ],
)
def test_a_night_in_which_clocks_change_ends_by_the_clock(
    tell, texts, night, morning, hours
):
    message = tell(night)
    deliver_due(at=night)

    assert now_of(message).next_at == morning
    assert now_of(message).next_at.timestamp() - night.timestamp() == hours * 3600
    later = night.astimezone(UTC) + hours * HOUR  # not by the wall
    deliver_due(at=later - timedelta(minutes=5))
    assert texts() == []
    deliver_due(at=later)
    assert len(texts()) == 1


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_is_night_both_times(tell, texts, fold):
    tell(at(2026, 10, 31, 20, 0))

    deliver_due(at=at(2026, 11, 1, 1, 30, fold=fold))

    assert texts() == []


def test_it_is_the_night_where_the_program_is(tell, texts, clinic):
    tell(at(2026, 11, 30, 20, 0))
    clinic.program.time_zone = "Pacific/Honolulu"
    clinic.program.save()
    assert clinic.program.zone == ZoneInfo("Pacific/Honolulu")

    deliver_due(at=at(2026, 12, 1, 1, 0))  # eight in the evening in Honolulu

    assert len(texts()) == 1


def test_a_round_that_runs_into_the_night_stops_waking_people(tell, texts, monkeypatch):
    """The clock of the round is read for each message, not once for all of them."""
    for minute in range(3):
        tell(at(2026, 11, 30, 20, minute))
    seconds = iter([0.0, 1.0, 31.0, 32.0])
    monkeypatch.setattr(worker, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(worker, "within", lambda seconds, act: act())

    deliver_due(at=at(2026, 11, 30, 20, 59, 30))

    assert len(texts()) == 1


def test_staff_read_it_at_any_hour(clinic, texts):
    moment = at(2026, 12, 1, 3, 0)
    message = services.tell_staff(
        staff=clinic.staff["ruth"], kind="schedule.publication", words=WORDS, key="a",
        at=moment, by=viewer_of(clinic.staff["faye"], at=moment),
    )  # fmt: skip

    deliver_due(at=moment)

    assert now_of(message).state == "sent"


def test_a_call_for_the_desk_stands_on_the_list_in_the_night(dana, tell, settings):
    dana.phone, dana.may_leave_message = "(215) 555-0144", False
    dana.save()
    message = tell(at(2026, 12, 1, 3, 0))

    deliver_due(at=at(2026, 12, 1, 3, 0))

    assert now_of(message).state == "to_call"


# A way that is down holds up the others as little as it can.


def test_a_way_that_is_down_is_left_alone_for_the_round(tell, mail, texts, monkeypatch):
    asked = []

    def busy(letter):
        asked.append(letter.id)
        raise NotNow("busy")

    monkeypatch.setitem(worker.WAYS, "text", busy)
    noon = at(2026, 11, 30, 12, 0)
    told = [tell(noon + timedelta(seconds=second)) for second in range(5)]

    deliver_due(at=noon + timedelta(minutes=1))

    assert len(asked) == TIRED_AFTER
    assert [now_of(message).attempts for message in told] == [1, 1, 0, 0, 0]
    assert {now_of(message).state for message in told} == {"waiting"}


def test_a_way_that_never_answers_is_left_behind(tell, texts, monkeypatch):
    """A gateway that sends a byte now and then keeps a connection open for ever."""
    from threading import Event

    never = Event()
    monkeypatch.setattr(worker, "SEND_SECONDS", 0.05)
    monkeypatch.setitem(worker.WAYS, "text", lambda letter: never.wait(20))
    noon = at(2026, 11, 30, 12, 0)
    message = tell(noon)
    began = timezone.now()

    deliver_due(at=noon)

    assert timezone.now() - began < timedelta(seconds=15)
    assert now_of(message).reason == "It took too long to be taken."
    assert now_of(message).state == "waiting"
    never.set()


def test_a_staff_member_is_told_once_though_the_way_is_down(clinic, mail, monkeypatch):
    from daybridge.access.models import Notice

    def busy(letter):
        raise NotNow("busy")

    monkeypatch.setitem(worker.WAYS, "email", busy)
    noon = at(2026, 11, 30, 12, 0)
    by = viewer_of(clinic.staff["faye"], at=noon)
    for number in range(4):
        services.tell_staff(staff=clinic.staff["ruth"], kind="schedule.publication",
                            words=WORDS, key=str(number), at=noon, by=by)  # fmt: skip

    for minutes in range(4):
        deliver_due(at=noon + timedelta(minutes=minutes))

    rows = Notice.objects.in_program(clinic.program).filter(staff=clinic.staff["ruth"])
    assert rows.count() == 4
