"""Two workers, and a worker against somebody who takes a message back."""

import threading

import pytest
from django.utils import timezone

from daybridge.access.viewer import system_viewer
from daybridge.outbox import services, worker
from daybridge.outbox.errors import OutboxError
from daybridge.outbox.models import Message
from daybridge.outbox.services import Outcome
from daybridge.outbox.values import Words
from tests.cast import admit_all, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 20


@pytest.fixture
def left(settings, monkeypatch):
    """The ids that left, each time they did."""
    ids, lock = [], threading.Lock()

    def send(letter):
        with lock:
            ids.append(letter.id)

    settings.TEXT_GATEWAY = object()  # is there; what it takes is kept here
    monkeypatch.setitem(worker.WAYS, "text", send)
    return ids


@pytest.fixture
def told(on_disk):
    """One message to each of many people, and who told them."""
    clinic, at = make_program(), timezone.now()
    by = system_viewer(clinic.program, at)
    patients = admit_all(
        clinic, [("Sam", f"Lee{number}") for number in range(RACES)], 1,
        phone="(215) 555-0144", may_leave_message=True,
    )  # fmt: skip
    messages = [
        services.tell_patient(
            patient=patient, kind="schedule.repair", key=str(number), at=at, by=by,
            words=Words("Tuesday", "Tuesday is at 6 pm."),
        )
        for number, patient in enumerate(patients)
    ]  # fmt: skip
    return messages, by


def sending(message, by):
    return lambda: worker.deliver(message_id=message.pk, at=by.at, by=by)


def states(by):
    rows = Message.objects.in_program(by.program_id)
    return {str(pk): state for pk, state in rows.values_list("pk", "state")}


def test_of_two_workers_one_sends(told, left):
    messages, by = told
    jobs = [sending(message, by) for message in messages]

    rounds = race([jobs, jobs], (OutboxError,))
    assert {answer for each in rounds for answer in each} == {"won"}
    assert sorted(left) == sorted(str(message.pk) for message in messages)
    assert set(states(by).values()) == {"sent"}


def test_what_is_taken_back_while_it_leaves_tells_the_truth(told, left):
    messages, by = told

    def taking(message):
        return lambda: services.take_back(keys=[message.key], at=by.at, by=by)

    race(
        [[sending(one, by) for one in messages], [taking(one) for one in messages]],
        (OutboxError,),
    )
    sent = {pk for pk, state in states(by).items() if state == "sent"}
    assert sent == set(left)
    assert set(states(by).values()) <= {"sent", "taken_back"}


def test_of_many_who_tell_one_thing_one_message_is_written(told):
    messages, by = told
    patient = messages[0].patient

    def telling(number):
        return lambda: services.tell_patient(
            patient=patient, kind="schedule.repair", key=f"new:{number}", at=by.at,
            by=by, words=Words("Tuesday", "Tuesday is at 6 pm."),
        )  # fmt: skip

    jobs = [telling(number) for number in range(RACES)]
    rounds = race([jobs, jobs], (OutboxError,))
    assert {answer for each in rounds for answer in each} == {"won"}
    assert len(states(by)) == 2 * RACES


def test_of_two_who_call_one_is_told_that_it_was_done(told):
    messages, by = told
    worker.deliver_due(at=by.at)

    def calling(message):
        return lambda: services.note_call(
            message=message, outcome=Outcome.REACHED, at=by.at, by=by
        )

    jobs = [calling(message) for message in messages]
    rounds = race([jobs, jobs], (OutboxError,))
    assert {tuple(sorted(each)) for each in rounds} == {("AlreadySettled", "won")}
