"""An outbox with messages in it, and gateways that keep what they were given."""

import json
from datetime import timedelta

import pytest

from daybridge.outbox import services
from daybridge.outbox.gateways import MailServer, TextGateway
from daybridge.outbox.values import Words
from daybridge.outbox.worker import deliver_due

WORDS = Words("Tuesday", "Tuesday is at 6 pm instead of 5:30 pm.")


@pytest.fixture
def by(clinic, viewer):
    """Faye at the desk."""
    return viewer(clinic.staff["faye"])


@pytest.fixture
def dana(dana):
    """Dana, who allows messages on her own number."""
    dana.phone, dana.may_leave_message = "(215) 555-0144", True
    dana.email = "dana@example.org"
    dana.save()
    return dana


@pytest.fixture
def tell(dana, by):
    """Dana is told something."""

    def telling(key="schedule.moved:1", words=WORDS, **more):
        return services.tell_patient(
            patient=dana, kind="schedule.repair", words=words, key=key, at=by.at, by=by,
            **more,
        )  # fmt: skip

    return telling


@pytest.fixture
def deliver(by):
    """The worker makes its round, so many minutes after Faye looked."""

    def round_of_worker(minutes=0):
        return deliver_due(at=by.at + timedelta(minutes=minutes))

    return round_of_worker


@pytest.fixture
def texts(settings, tmp_path):
    """A gateway that takes text messages from a folder: what stands in it."""
    folder = tmp_path / "texts"
    folder.mkdir()
    settings.TEXT_GATEWAY = TextGateway(folder=folder)

    def found():
        return [json.loads(one.read_text()) for one in sorted(folder.iterdir())]

    return found


@pytest.fixture
def mail(settings, mailoutbox):
    """A mail server: what it was given."""
    settings.MAIL_SERVER = MailServer(
        "mail.example.org", 587, "", "", "starttls", "Office <office@example.org>"
    )
    return mailoutbox
