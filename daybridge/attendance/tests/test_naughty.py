"""Every naughty text is typed into some field of the schedule and of attendance.

Each field takes every third of them; together they take all.
"""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.attendance import services
from daybridge.attendance.models import Attendance, FollowUp
from tests.cast import tonight
from tests.naughty import batched, naughty_strings


@pytest.fixture
def client(clinic, sign_in):
    return sign_in(clinic.staff["sylvia"])


@pytest.fixture
def call(clinic, viewer):
    place = Attendance.objects.in_program(clinic.program).first()
    at = clinic.session.starts_at
    services.mark_no_show(attendance=place, at=at, by=viewer(clinic.staff["ruth"], at))
    return FollowUp.objects.in_program(clinic.program).get()


def as_read(answer):
    """What a person reads on the page, whitespace aside."""
    return squeezed(html.unescape(answer.content.decode()))


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def kept_or_told(client, url, answers, texts):
    """Send the form; whatever happens, each text is on the page that follows."""
    answer = client.post(url, answers)
    assert answer.status_code in (302, 422)
    page = client.get(answer.url) if answer.status_code == 302 else answer
    for text in texts:
        if "\x00" not in text:
            assert squeezed(text) in as_read(page), repr(text)


def test_in_the_fields_of_a_session(clinic, client):
    start = tonight() + timedelta(days=1)
    texts = [text for text in naughty_strings()[::3] if 0 < len(text.strip()) <= 120]
    for chunk in batched(texts, 2):
        extra = {
            "title": chunk[0], "topic_text": chunk[-1], "track": clinic.track.pk,
            "modality": "group", "on": start.date().isoformat(), "starts_at": "07:00",
            "ends_at": "08:00", "room": "", "telehealth_url": "", "group": "",
            "leader": clinic.staff["ben"].pk, "co_leader": "", "capacity": "4",
            "anyway": "on",
        }  # fmt: skip
        kept_or_told(client, reverse("schedule:extra_new"), extra, chunk)


def test_in_the_reason_of_a_cancellation(clinic, client):
    url = reverse("schedule:session_cancel", args=[clinic.session.pk])
    for text in naughty_strings()[1::3]:
        kept_or_told(client, url, {"reason": "other", "note": text}, [text])


def test_in_the_note_of_a_call(client, call):
    url = reverse("attendance:follow_up", args=[call.pk])
    for text in naughty_strings()[2::3]:
        answer = client.post(url, {"outcome": "returning", "note": text})
        assert answer.status_code in (302, 422)
        page = client.get(url) if answer.status_code == 302 else answer
        assert "\x00" in text or squeezed(text) in as_read(page), repr(text)


def test_in_what_is_searched_for(clinic, sign_in):
    desk = sign_in(clinic.staff["faye"])
    url = reverse("schedule:enroll", args=[clinic.group.pk])
    for text in naughty_strings()[::4]:
        page = desk.get(url, {"q": text})
        assert page.status_code == 200
        assert squeezed(text)[:100].strip() in as_read(page), repr(text)
