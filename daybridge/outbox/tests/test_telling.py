"""A message is written with the act, once for its key, and can be taken back."""

from datetime import timedelta

import pytest
from django.db import transaction

from daybridge.access.service import service
from daybridge.audit.models import AuditEvent
from daybridge.outbox import services
from daybridge.outbox.models import Message
from daybridge.outbox.queries import language_of
from daybridge.outbox.tests.conftest import WORDS
from daybridge.outbox.values import Words
from tests.naughty import naughty_strings


def test_a_message_waits_until_a_worker_sends_it(tell, dana, by):
    message = tell()

    assert (message.patient, message.state) == (dana, "waiting")
    assert (message.subject, message.text) == (WORDS.subject, WORDS.text)
    assert message.due_at == message.next_at == by.at


def test_what_is_said_twice_under_one_key_is_one_message(tell):
    first, again = tell(), tell(words=Words("Other", "Other words."))

    assert again.pk == first.pk
    assert again.text == WORDS.text
    assert AuditEvent.objects.filter(action="outbox.told").count() == 1


def test_two_programs_may_use_the_same_key(tell, elsewhere, vera, viewer):
    tell()
    theirs = viewer(vera)
    services.tell_patient(
        patient=elsewhere.patients[0], kind="schedule.repair", words=WORDS,
        key="schedule.moved:1", at=theirs.at, by=theirs,
    )  # fmt: skip

    rows = Message.objects.across_programs(because="counted in a test")
    assert rows.filter(key="schedule.moved:1").count() == 2


def test_an_act_that_fails_tells_nobody(tell, clinic):
    @service
    def fails(*, then):
        tell()
        raise then

    with pytest.raises(RuntimeError), transaction.atomic():
        fails(then=RuntimeError("after telling"))

    assert not Message.objects.in_program(clinic.program).exists()
    assert not AuditEvent.objects.filter(action="outbox.told").exists()


def test_what_is_due_later_waits_and_what_was_due_is_due_now(tell, by):
    hour = timedelta(hours=1)

    assert tell(key="a", due=by.at + hour, ends=by.at + 2 * hour).next_at == (
        by.at + hour
    )
    assert tell(key="b", due=by.at - hour).next_at == by.at


def test_what_was_not_sent_is_taken_back_and_says_so(tell, by, clinic):
    tell(key="a")
    tell(key="b")

    assert services.take_back(keys=["a", "no such key"], at=by.at, by=by) == 1
    assert services.take_back(keys=["a"], at=by.at, by=by) == 0
    states = Message.objects.in_program(clinic.program).values_list("key", "state")
    assert dict(states) == {"a": "taken_back", "b": "waiting"}
    assert AuditEvent.objects.filter(action="outbox.taken_back").count() == 1


def test_nobody_takes_back_what_another_program_told(tell, vera, viewer):
    tell(key="a")
    theirs = viewer(vera)

    assert services.take_back(keys=["a"], at=theirs.at, by=theirs) == 0


def test_staff_are_told_with_the_page_it_speaks_of(ruth, by):
    message = services.tell_staff(
        staff=ruth, kind="schedule.repair", words=WORDS, key="a", at=by.at,
        where="/week/", by=by,
    )  # fmt: skip

    assert (message.staff, message.patient, message.where) == (ruth, None, "/week/")


def test_any_words_are_kept_as_they_were_told(tell):
    for number, text in enumerate(naughty_strings()):
        message = tell(key=str(number), words=Words(text, text))

        message.refresh_from_db()
        assert message.text == text
        assert "\n" not in message.subject
        assert len(message.subject) <= 200


@pytest.mark.parametrize(
    ("written", "language"),
    [("en", "en"), ("es", "es"), ("es-MX", "es"), ("vi", "en"), ("", "en")],
)
def test_everybody_is_written_to_in_a_language_that_we_speak(dana, written, language):
    dana.language = written

    assert language_of(dana) == language


def test_dana_is_told_by_those_who_see_her_and_not_by_vera(
    tell, clinic, viewer, ruth, ben, vera, omar
):
    tell()

    def sees(staff):
        return Message.objects.visible_to(viewer(staff)).exists()

    assert sees(ruth)
    assert sees(clinic.staff["faye"])
    assert not any(sees(other) for other in (ben, vera, omar))
