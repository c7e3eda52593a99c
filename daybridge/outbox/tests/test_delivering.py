"""A message leaves by the way the person wants, if that is safe and works."""

from datetime import timedelta

import pytest

from daybridge.access.models import Notice
from daybridge.audit.models import AuditEvent
from daybridge.outbox import routing, services
from daybridge.outbox.models import Preference
from daybridge.outbox.services.delivering import MOST_TRIES, WAITS
from daybridge.outbox.tests.conftest import WORDS
from daybridge.outbox.values import Words
from daybridge.outbox.ways import Never, NotNow
from daybridge.outbox.ways import email as email_way
from daybridge.outbox.ways import texts as texts_way
from daybridge.outbox.worker import WAYS


def wants(patient, way, lead_minutes=1440):
    return Preference.objects.create(
        program=patient.program, patient=patient, way=way, lead_minutes=lead_minutes
    )


def test_who_allows_messages_gets_a_text_message(tell, deliver, texts):
    message = tell()

    assert deliver() == 1
    message.refresh_from_db()
    assert (message.state, message.channel) == ("sent", "text")
    assert message.address == "+12155550144"
    assert texts() == [
        {"id": str(message.pk), "to": "+12155550144", "text": WORDS.text}
    ]


def test_who_wants_e_mail_gets_one_with_an_id_of_its_own(dana, tell, deliver, mail):
    wants(dana, "email")
    message = tell()

    deliver()
    message.refresh_from_db()
    [email] = mail
    assert (message.state, message.address) == ("sent", "dana@example.org")
    assert (email.to, email.subject, email.body) == (
        ["dana@example.org"], WORDS.subject, WORDS.text,
    )  # fmt: skip
    assert email.extra_headers["Message-ID"] == f"<{message.pk}@example.org>"
    assert email.from_email == "Office <office@example.org>"


def test_what_was_sent_is_not_sent_again(tell, deliver, texts, clinic):
    tell()

    assert [deliver(), deliver(1), deliver(100_000)] == [1, 0, 0]
    assert len(texts()) == 1
    assert AuditEvent.objects.filter(action="outbox.sent").count() == 1


def test_nothing_leaves_before_it_is_due(tell, deliver, texts, by):
    tell(due=by.at + timedelta(minutes=10))

    assert [deliver(9), deliver(10)] == [0, 1]


def test_what_comes_too_late_is_not_sent_and_says_so(tell, deliver, texts, by):
    message = tell(ends=by.at + timedelta(minutes=10))

    assert deliver(10) == 0
    message.refresh_from_db()
    assert (message.state, texts()) == ("lapsed", [])
    assert AuditEvent.objects.filter(action="outbox.lapsed").count() == 1


def test_what_was_taken_back_does_not_leave(tell, deliver, texts, by):
    tell()
    services.take_back(keys=["schedule.moved:1"], at=by.at, by=by)

    assert (deliver(), texts()) == (0, [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"may_leave_message": False}, routing.NO_MESSAGES),
        ({"phone": "call the shop"}, routing.NOT_A_NUMBER),
    ],
)
def test_who_wants_text_messages_that_cannot_go_is_called(
    dana, tell, deliver, texts, mail, change, reason
):
    wants(dana, "text")
    for name, value in change.items():
        setattr(dana, name, value)
    dana.save()
    message = tell()

    deliver()
    message.refresh_from_db()
    assert (message.state, message.channel) == ("to_call", "call")
    assert (message.reason, message.address) == (reason, dana.phone)
    assert (texts(), mail) == ([], [])


def test_without_a_gateway_the_desk_calls(tell, deliver, dana):
    by_text = tell(key="a")
    deliver()
    wants(dana, "email")
    by_email = tell(key="b")
    deliver()

    by_text.refresh_from_db()
    by_email.refresh_from_db()
    assert (by_text.state, by_text.reason) == ("to_call", routing.NO_TEXTS)
    assert (by_email.state, by_email.reason) == ("to_call", routing.NO_EMAIL)


def test_who_asked_for_calls_or_not_to_be_told_gets_that(dana, tell, deliver, texts):
    wants(dana, "call")
    called = tell(key="a")
    deliver()
    wants(dana, "none")
    unwanted = tell(key="b")
    deliver()

    called.refresh_from_db()
    unwanted.refresh_from_db()
    assert (called.state, called.reason) == ("to_call", "")
    assert (unwanted.state, unwanted.reason) == ("unwanted", routing.WISH)
    assert texts() == []


def test_without_a_number_of_their_own_it_fails_and_says_why(dana, tell, deliver):
    dana.phone, dana.email = "", ""
    dana.save()
    message = tell()

    deliver()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("failed", routing.NO_NUMBER)


@pytest.mark.parametrize(
    "text", ["Your detox is moved.", "Schuylkill  street iop: Tuesday at 6.", "IOP"]
)
def test_words_that_would_tell_leave_by_no_machine(tell, deliver, texts, text):
    message = tell(words=Words("Tuesday", text))

    deliver()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("to_call", routing.TELLS)
    assert texts() == []


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% debug %}", "{settings.SECRET_KEY}", "%(text)s ${HOME}"]
)
def test_braces_arrive_as_they_were_written(tell, deliver, texts, mail, dana, text):
    tell(words=Words(text, text))
    deliver()
    wants(dana, "email")
    tell(key="b", words=Words(text, text))
    deliver()

    assert [one["text"] for one in texts()] == [text]
    assert [(one.subject, one.body) for one in mail] == [(text, text)]


def test_staff_read_it_on_their_today_once(ruth, by, deliver):
    services.tell_staff(
        staff=ruth, kind="schedule.repair", words=WORDS, key="a", at=by.at,
        where="/week/", by=by,
    )  # fmt: skip
    deliver()
    deliver(100)

    [notice] = Notice.objects.in_program(by.program_id).filter(staff=ruth)
    assert (notice.text, notice.link) == (WORDS.text, "/week/")


def test_staff_with_an_address_get_an_e_mail_too(ruth, by, deliver, mail):
    ruth.email = "ruth@example.org"
    ruth.save()
    message = services.tell_staff(
        staff=ruth, kind="schedule.repair", words=WORDS, key="a", at=by.at, by=by
    )
    deliver()

    message.refresh_from_db()
    assert (message.state, message.channel) == ("sent", "email")
    assert [email.to for email in mail] == [["ruth@example.org"]]
    assert Notice.objects.in_program(by.program_id).filter(staff=ruth).count() == 1


def fails_with(problem):
    def send(letter):
        raise problem

    return send


def test_a_busy_gateway_is_tried_later_and_then_the_desk_calls(
    tell, deliver, texts, monkeypatch
):
    monkeypatch.setitem(WAYS, "text", fails_with(NotNow(texts_way.BUSY)))
    message, minutes = tell(), 0
    tried = [deliver()]
    for wait in WAITS:
        minutes += wait.total_seconds() / 60
        tried += [deliver(minutes - 0.5), deliver(minutes)]

    message.refresh_from_db()
    assert tried == [1] + [0, 1] * len(WAITS)
    assert message.attempts == MOST_TRIES
    assert (message.state, message.reason) == ("to_call", texts_way.BUSY)


def test_what_is_refused_for_good_is_not_tried_again(
    dana, tell, deliver, mail, monkeypatch
):
    monkeypatch.setitem(WAYS, "email", fails_with(Never(email_way.REFUSED)))
    wants(dana, "email")
    message = tell()

    deliver()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("to_call", 1)
    assert message.reason == email_way.REFUSED
