"""Calendars as a calendar program reads them."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from daybridge.calendars import services
from daybridge.schedule.models import Session


@pytest.fixture
def by(clinic, viewer):
    """Faye at the desk."""
    return viewer(clinic.staff["faye"])


@pytest.fixture
def made(dana, by):
    """An address that was handed to Dana."""
    return services.make_feed_for_patient(
        patient=dana, device="Own phone", at=by.at, by=by
    )


@pytest.fixture
def own(ruth, viewer):
    """An address that Ruth made for herself."""
    by = viewer(ruth)
    return services.make_own_feed(device="Own phone", at=by.at, by=by)


@pytest.fixture
def read():
    """What a stranger's program gets at an address."""

    def ask(secret, **headers):
        return Client().get(reverse("calendars:feed", args=[secret]), headers=headers)

    return ask


@pytest.fixture
def events(read):
    """The events at an address, in order, as an independent reader understands them."""

    def ask(secret):
        answer = read(secret)
        assert answer.status_code == 200
        calendar = icalendar.Calendar.from_ical(answer.content)
        return sorted(calendar.walk("VEVENT"), key=lambda one: str(one["DTSTART"].dt))

    return ask


@pytest.fixture
def alone(clinic, dana):
    """Dana's own hour with Ruth, next week, with an address to invite her at."""
    return meet(clinic, dana, clinic.session.starts_at + timedelta(days=7))


def meet(clinic, patient, start):
    """A session with one person and no group."""
    patient.email = "dana@example.org"
    patient.save()
    session = Session.objects.create(
        program=clinic.program, title="Individual counseling", track=clinic.track,
        modality="individual", starts_at=start, ends_at=start + timedelta(minutes=50),
        leader=clinic.staff["ruth"], room=clinic.room, capacity=1,
    )  # fmt: skip
    session.attendances.create(
        program=clinic.program, patient=patient, starts_at=start, origin="added"
    )
    return session
