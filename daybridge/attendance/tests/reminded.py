"""Dana's evening tomorrow, another one of the same week, and a link to answer."""

import re
from datetime import datetime, time, timedelta

from django.test import Client
from django.urls import reverse

from daybridge.access.viewer import system_viewer
from daybridge.attendance.models import Attendance, Reminder
from daybridge.attendance.reminding.planning import remind
from daybridge.outbox.models import Message
from daybridge.people.middleware import viewer_of
from daybridge.schedule.models import Session
from tests.cast import ZONE, today


def a_session(clinic, day, clock=time(17, 30), **more):
    """A group of the clinic on a day, with seats."""
    start = datetime.combine(day, clock, ZONE)
    given = {
        "title": "Evening skills", "track": clinic.track, "modality": "skills",
        "leader": clinic.staff["ruth"], "room": clinic.room, "capacity": 12,
    }  # fmt: skip
    return Session.objects.create(
        program=clinic.program, starts_at=start, ends_at=start + timedelta(hours=3),
        **given | more,
    )  # fmt: skip


def a_place(session, patient, **more):
    """A place of somebody in it."""
    return Attendance.objects.create(
        program=session.program, session=session, patient=patient,
        starts_at=session.starts_at, **more,
    )  # fmt: skip


def by_system(clinic, at):
    return system_viewer(clinic.program, at)


def by_desk(clinic, at):
    return viewer_of(clinic.staff["faye"], at=at)


def reminded(clinic, at):
    """What the worker writes at a moment."""
    return remind(at=at, by=by_system(clinic, at))


def reminders_of(patient):
    return Reminder.objects.in_program(patient.program_id).filter(patient=patient)


def messages_to(patient):
    rows = Message.objects.in_program(patient.program_id).filter(patient=patient)
    return list(rows.order_by("created_at", "pk"))


def link_in(message):
    """The address that stands in a message, without the server's name."""
    return re.search(r"/r/[^/\s]+/", message.text)[0]


def open_link(link, **headers):
    return Client().get(link, headers=headers)


def send(link, **said):
    return Client().post(link, said)


def unknown_link():
    return reverse("attendance:answer", args=["x" * 32])


def next_monday():
    """A Monday at least a week ahead, so that its week has not begun."""
    soon = today() + timedelta(days=7)
    return soon + timedelta(days=-soon.weekday() % 7)
