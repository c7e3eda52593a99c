"""What servers answer is taken for what it means: taken, later, or never."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from daybridge.outbox.gateways import MailServer, TextGateway
from daybridge.outbox.ways import Letter, Never, NotNow, email, texts
from tests.reliability.receiver import receiving

LETTER = Letter("0193", "+12155550144", "Tuesday", "Tuesday is at 6 pm.")
MAIL = Letter("0193", "dana@example.org", "Tuesday", "Tuesday is at 6 pm.")


class MailDesk:
    """What a mail server was given, and what it answers to whom mail is for."""

    def __init__(self) -> None:
        self.to_recipient, self.to_words = "250 yes", "250 taken"
        self.lines: list[str] = []
        self.port = 0


@contextmanager
def mail_desk() -> Iterator[MailDesk]:
    """A mail server on a port of this machine: of RFC 5321, what one mail needs."""
    desk = MailDesk()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            for line in map(bytes.decode, self.rfile):
                desk.lines.append(line.strip())
                verb = line[:4].upper()
                if verb == "RCPT":
                    self.say(desk.to_recipient)
                elif verb == "DATA":
                    self.say("354 go on")
                    for words in iter(lambda: self.rfile.readline().strip(), b"."):
                        desk.lines.append(words.decode())
                    self.say(desk.to_words)
                else:
                    self.say("221 bye" if verb == "QUIT" else "250 yes")

        def say(self, answer: str) -> None:
            self.wfile.write(f"{answer}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        desk.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield desk
        server.shutdown()
        thread.join(10)


@pytest.fixture
def desk(settings) -> Iterator[MailDesk]:
    with mail_desk() as desk:
        settings.MAIL_SERVER = MailServer(
            "127.0.0.1", desk.port, "", "", "", "office@example.org"
        )
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", desk.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield desk


def test_a_mail_server_gets_the_words_and_an_id_of_the_message(desk):
    email.send(MAIL)

    assert "Tuesday is at 6 pm." in desk.lines
    assert "Message-ID: <0193@example.org>" in desk.lines
    assert any(line.upper() == "RCPT TO:<DANA@EXAMPLE.ORG>" for line in desk.lines)


@pytest.mark.parametrize(
    ("recipient", "words", "expected"),
    [
        ("550 no such dana@example.org", "250 taken", Never),
        ("450 dana@example.org is busy", "250 taken", NotNow),
        ("250 yes", "554 dana@example.org: looks like spam", Never),
        ("250 yes", "451 out of room for dana@example.org", NotNow),
        ("250 yes", "nonsense", NotNow),
    ],
)
def test_a_mail_server_that_refuses_is_asked_again_only_where_it_says_so(
    desk, recipient, words, expected
):
    desk.to_recipient, desk.to_words = recipient, words

    with pytest.raises(expected) as why:
        email.send(MAIL)

    assert "dana" not in str(why.value)


def test_a_mail_server_that_is_away_is_asked_again(desk, settings):
    settings.EMAIL_PORT = 1

    with pytest.raises(NotNow):
        email.send(MAIL)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_gateway_that_takes_a_text_has_it_once(settings, status):
    with receiving() as gateway:
        settings.TEXT_GATEWAY = TextGateway(url=gateway.url, token="hush")
        gateway.answers = [status]
        texts.send(LETTER)

    assert gateway.tokens == {"Bearer hush"}
    assert gateway.answers == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((status, NotNow) for status in (408, 409, 425, 429, 500, 502, 503, 504)),
        *((status, Never) for status in (301, 302, 307, 400, 401, 403, 404, 410, 422)),
    ],
)
def test_a_gateway_that_refuses_is_asked_again_only_where_that_may_help(
    settings, status, expected
):
    with receiving() as gateway:
        settings.TEXT_GATEWAY = TextGateway(url=gateway.url)
        gateway.answers = [status]

        with pytest.raises(expected) as why:
            texts.send(LETTER)

    assert gateway.given == []  # nor was a redirect followed
    assert LETTER.to not in str(why.value)


def test_a_gateway_that_is_away_is_asked_again(settings):
    settings.TEXT_GATEWAY = TextGateway(url="http://127.0.0.1:1/send")

    with pytest.raises(NotNow):
        texts.send(LETTER)
