"""Kill the worker around each sending: nothing is lost, nothing is shown twice.

Each round is a child that dies by kill -9 at one point, at a message of its own; the
next one comes when the lease is over, as another worker would. `OUTBOX_KILLS=1000` asks
for more rounds than the suite has time for.
"""

import os
import random
import signal
from collections import Counter
from datetime import timedelta
from http.client import HTTPConnection

import pytest
from django.db import connections
from django.utils import timezone

from daybridge.config.gateways import TextGateway
from daybridge.outbox import services, worker
from daybridge.outbox.models import Message
from daybridge.outbox.services import delivering
from daybridge.outbox.values import Words
from daybridge.people.middleware import viewer_of
from tests.cast import admit_all, hire, make_program
from tests.races import on_disk
from tests.reliability.receiver import receiving

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

KILLS = int(os.environ.get("OUTBOX_KILLS", "40"))
MOST_BEFORE = 2  # messages that go well before the one at which a worker dies
ENOUGH = 2 * KILLS  # messages, so that none of the workers finds nothing to do


def before(place, name):
    return (place, name, True)


def after(place, name):
    return (place, name, False)


POINTS = {
    "before it is taken": before(worker, "take_in_hand"),
    "while it is taken": before(delivering, "route_of"),
    "taken, not kept": after(delivering, "route_of"),
    "before it is sent": after(worker, "take_in_hand"),
    "before the gateway hears": before(HTTPConnection, "request"),
    "the gateway heard, no answer yet": before(HTTPConnection, "getresponse"),
    "before it is written down": before(worker, "settle_sent"),
    "while it is written down": before(delivering, "record"),
    "written down, not kept": after(delivering, "record"),
    "after it was written down": after(worker, "settle_sent"),
}


def test_a_killed_worker_loses_nothing_and_nothing_is_shown_twice(on_disk, settings):
    chance, at = random.Random(18), timezone.now()
    with receiving() as receiver:
        settings.TEXT_GATEWAY = TextGateway(url=receiver.url, token="secret")
        told = _tell(ENOUGH, at)
        deaths = Counter()
        for number in range(KILLS):
            point = list(POINTS)[number % len(POINTS)]
            at += delivering.LEASE
            deaths[_dies(point, chance.randint(0, MOST_BEFORE), at)] += 1
        at += delivering.LEASE
        while worker.deliver_due(at=at):
            at += timedelta(seconds=1)

        states = Message.objects.across_programs(because="counted in a drill")
        assert set(states.values_list("state", flat=True)) == {"sent"}
        assert {key: body["text"] for key, body in receiver.shown.items()} == told
        assert deaths[signal.SIGKILL] == KILLS
        again = len(receiver.given) - len(receiver.shown)
        assert 0 < again < KILLS  # some did leave twice, under one key
        assert receiver.tokens == {"Bearer secret"}


def _tell(count, at):
    """So many people are told something; gives the words by id."""
    clinic = make_program()
    by = viewer_of(hire(clinic, "Faye", "Nguyen", "front_desk"), at=at)
    people = [("Sam", f"Lee{number}") for number in range(count)]
    patients = admit_all(
        clinic, people, 1, phone="(215) 555-0144", may_leave_message=True
    )
    messages = [
        services.tell_patient(
            patient=patient, kind="schedule.repair", key=f"moved:{number}", at=at,
            by=by, words=Words("Tuesday", f"Tuesday is at 6 pm ({number})."),
        )
        for number, patient in enumerate(patients)
    ]  # fmt: skip
    return {str(message.pk): message.text for message in messages}


def _dies(point, spared, at):
    """Let a worker die at a point, after some messages went well; gives the signal."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            _be_killed(*POINTS[point], spared)
            worker.deliver_due(at=at)
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _be_killed(place, name, is_before, spared):
    """Put a kill at the n-th call of a function, before or after it."""
    function, calls = getattr(place, name), []

    def fatal(*args, **kwargs):
        calls.append(name)
        is_last = len(calls) > spared
        if is_last and is_before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = function(*args, **kwargs)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(place, name, fatal)


@pytest.mark.parametrize("days", [1, -1, 365 * 12, -365 * 56])
def test_a_clock_that_jumps_sends_nothing_twice(on_disk, settings, days):
    at = timezone.now()
    with receiving() as receiver:
        settings.TEXT_GATEWAY = TextGateway(url=receiver.url)
        told = _tell(3, at)
        worker.deliver_due(at=at)
        worker.deliver_due(at=at + timedelta(days=days))
        worker.deliver_due(at=at + timedelta(minutes=1))

        assert len(receiver.given) == len(told)
