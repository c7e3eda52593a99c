"""Another program subscribes: vdirsyncer, as a person would use it."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from daybridge.calendars import services
from daybridge.people.middleware import viewer_of
from daybridge.schedule import services as schedule
from tests.cast import admit, hire, hold_group, make_program

pytestmark = pytest.mark.reliability

CONFIG = """
[general]
status_path = "{folder}/status/"
[pair calendar]
a = "theirs"
b = "ours"
collections = null
conflict_resolution = "a wins"
[storage theirs]
type = "http"
url = "{url}"
[storage ours]
type = "filesystem"
path = "{folder}/events/"
fileext = ".ics"
"""


@pytest.fixture
def clinic(transactional_db):
    cache.clear()
    clinic = make_program()
    hire(clinic, "Faye", "Nguyen", "front_desk")
    hire(clinic, "Ruth", "Abelson", "counselor")
    admit(clinic, "Dana", "Whitfield", 1)
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


@pytest.fixture
def by(clinic):
    return viewer_of(clinic.staff["faye"], at=timezone.now())


@pytest.fixture
def made(clinic, by):
    return services.make_feed_for_patient(
        patient=clinic.patients[0], device="vdirsyncer", at=by.at, by=by
    )


@pytest.fixture
def subscriber(tmp_path, live_server, made):
    """A folder that vdirsyncer keeps like the calendar at the address."""
    url = live_server.url + reverse("calendars:feed", args=[made.secret])
    config = tmp_path / "config"
    config.write_text(CONFIG.format(folder=tmp_path, url=url))
    (tmp_path / "events").mkdir()
    return Subscriber(config, tmp_path / "events")


class Subscriber:
    def __init__(self, config: Path, folder: Path) -> None:
        self.config, self.folder = config, folder

    def run(self, *command: str) -> int:
        program = Path(sys.executable).with_name("vdirsyncer")
        done = subprocess.run(
            [program, "-c", self.config, *command], capture_output=True, timeout=60,
            input=b"y\n" * 4,
        )  # fmt: skip
        return done.returncode

    def events(self):
        """What is in the folder: start and state of each event."""
        return sorted(
            (event["DTSTART"].dt, str(event["STATUS"]))
            for path in self.folder.glob("*.ics")
            for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        )


def test_a_subscriber_follows_what_is_moved_cancelled_and_ended(
    clinic, by, made, subscriber
):
    session, start = clinic.session, clinic.session.starts_at
    assert subscriber.run("discover") == 0
    assert subscriber.run("sync") == 0
    assert subscriber.events() == [(start, "CONFIRMED")]

    session.starts_at += timedelta(minutes=15)
    session.version += 1
    session.save()
    assert subscriber.run("sync") == 0
    assert subscriber.events() == [(session.starts_at, "CONFIRMED")]

    schedule.cancel_session(
        session=session, reason="weather", note="", told=[], at=by.at, by=by
    )
    assert subscriber.run("sync") == 0
    assert subscriber.events() == [(session.starts_at, "CANCELLED")]

    services.end_feed(feed=made.feed, at=by.at, by=by)
    assert subscriber.run("sync") != 0
