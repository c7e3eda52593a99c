"""An address is ended while it is read: nothing leaves after it was acknowledged."""

import random
import time
from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybridge.calendars import services
from daybridge.calendars.errors import CalendarError
from daybridge.calendars.models import CalendarFeed
from daybridge.calendars.views import feed as feed_view
from daybridge.intake import services as intake
from daybridge.intake.errors import IntakeError
from daybridge.intake.values import Leaving
from daybridge.people.middleware import viewer_of
from daybridge.people.services.leaving import leave
from tests.cast import admit, hire, hold_group, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 40  # of each kind
MOST_READS = 60
LATEST_SECONDS = 0.03  # after the start, an ending begins


@pytest.fixture
def clinic(on_disk, monkeypatch):
    """A program with its desk, and people in care who come tonight."""
    monkeypatch.setattr(feed_view, "PER_HOUR", 10**6)
    cache.clear()
    clinic = make_program()
    hire(clinic, "Grace", "Okafor", "director")
    hire(clinic, "Faye", "Nguyen", "front_desk")
    hire(clinic, "Ruth", "Abelson", "counselor")
    for number in range(RACES):
        admit(clinic, "Sam", f"Lee{number}", number)
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


def now(clinic, name):
    return viewer_of(clinic.staff[name], at=timezone.now())


def ends_by_hand(clinic, made):
    by = now(clinic, "faye")
    services.end_feed(feed=made.feed, at=by.at, by=by)


def replaces(clinic, made):
    by = now(clinic, "faye")
    services.replace_feed(feed=made.feed, at=by.at, by=by)


def discharges(clinic, made):
    by = now(clinic, "ruth")
    intake.discharge(
        episode=made.feed.patient.episodes.get(),
        leaving=Leaving(clinic.program.day_of(by.at), "1"), at=by.at, by=by,
    )  # fmt: skip


def sees_staff_leave(clinic, made):
    by = now(clinic, "grace")
    leave(staff=made.feed.staff, by=by, at=by.at)


@pytest.mark.parametrize("end", [ends_by_hand, replaces, discharges])
def test_nothing_of_a_patient_leaves_after_the_end(clinic, end):
    by, draw = now(clinic, "faye"), random.Random(7)
    found = []
    for patient in clinic.patients:
        made = services.make_feed_for_patient(
            patient=patient, device="Phone", at=by.at, by=by
        )
        found.append(_race(clinic, made, end, draw.uniform(0, LATEST_SECONDS)))

    assert [one for one in found if one.late or not one.refused] == []
    assert sum(one.got for one in found) > RACES


def test_nothing_of_staff_leaves_after_they_left(clinic):
    draw, found = random.Random(7), []
    for number in range(RACES // 2):
        staff = hire(clinic, f"Ines{number}", "Vidal", "counselor")
        by = viewer_of(staff, at=timezone.now())
        made = services.make_own_feed(device="Phone", at=by.at, by=by)
        after = draw.uniform(0, LATEST_SECONDS)
        found.append(_race(clinic, made, sees_staff_leave, after))

    assert [one for one in found if one.late or not one.refused] == []


class Found:
    """What came of one race, on one monotonic clock."""

    def __init__(self):
        self.reads = []  # began, whether it got something
        self.acknowledged = 0.0

    @property
    def got(self):
        return sum(got for _, got in self.reads)

    @property
    def late(self):
        return [began for began, got in self.reads if got and began > self.acknowledged]

    @property
    def refused(self):
        return bool(self.acknowledged) and not self.reads[-1][1]


def _race(clinic, made, end, after):
    """One reads until refused, from before the other one ends the address."""
    found, has_read, barrier = Found(), Event(), Barrier(2, timeout=60)
    url = reverse("calendars:feed", args=[made.secret])

    def reads():
        barrier.wait()
        for _ in range(MOST_READS):
            began = time.monotonic()
            answer = Client().get(url)
            found.reads.append((began, answer.status_code == 200))
            has_read.set()
            if answer.status_code == 404:
                return

    def ends():
        barrier.wait()
        has_read.wait(60)
        time.sleep(after)
        end(clinic, made)
        found.acknowledged = time.monotonic()

    threads = [Thread(target=_alone, args=[job]) for job in (reads, ends)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


def _alone(job):
    """A job on a connection of its own."""
    try:
        job()
    finally:
        connections.close_all()


def test_an_address_made_during_a_discharge_does_not_outlive_it(clinic):
    """Whoever is first, the other one knows: no address of somebody out of care."""

    def makes(patient):
        by = now(clinic, "faye")
        return lambda: services.make_feed_for_patient(
            patient=patient, device="Phone", at=by.at, by=by
        )

    def leaves(patient):
        by = now(clinic, "ruth")
        return lambda: intake.discharge(
            episode=patient.episodes.get(),
            leaving=Leaving(clinic.program.day_of(by.at), "1"), at=by.at, by=by,
        )  # fmt: skip

    rounds = race(
        [
            [makes(one) for one in clinic.patients],
            [leaves(one) for one in clinic.patients],
        ],
        (CalendarError, IntakeError),
    )

    assert {told for _, told in rounds} == {"won"}
    assert {told for told, _ in rounds} <= {"won", "NotInCare"}
    feeds = CalendarFeed.objects.in_program(clinic.program)
    assert not feeds.filter(ended_at=None).exists()


def test_two_who_replace_an_address_leave_one(clinic):
    by = now(clinic, "faye")
    made = [
        services.make_feed_for_patient(
            patient=one, device="Phone", at=by.at - timedelta(minutes=1), by=by
        )
        for one in clinic.patients
    ]

    def replacing(one):
        return lambda: services.replace_feed(feed=one.feed, at=by.at, by=by)

    rounds = race(
        [[replacing(one) for one in made] for _ in range(3)], (CalendarError,)
    )

    told = ["AlreadyEnded", "AlreadyEnded", "won"]
    assert [sorted(answers) for answers in rounds] == [told] * RACES
    feeds = CalendarFeed.objects.in_program(clinic.program)
    assert feeds.filter(ended_at=None).count() == RACES
