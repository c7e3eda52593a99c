"""Every naughty text is typed as a reason, and read back as it was typed."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.naughty import naughty_strings


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def as_read(answer):
    return squeezed(html.unescape(answer.content.decode()))


@pytest.fixture
def client(sign_in, ruth):
    return sign_in(ruth)


def test_in_the_reason_of_a_dose(client, dana, today):
    url = reverse("intake:dose", args=[dana.episodes.get().pk])
    page = reverse("intake:episodes", args=[dana.pk])
    for number, text in enumerate(naughty_strings()[1::5]):
        day = today - timedelta(days=number % 30)
        answers = {
            "starts_on": day.isoformat(), "hours_per_week": "9", "days_per_week": "3",
            "reason": text,
        }  # fmt: skip
        answer = client.post(url, answers)
        assert answer.status_code in (302, 422)
        shown = client.get(page) if answer.status_code == 302 else answer
        assert "\x00" in text or squeezed(text) in as_read(shown), repr(text)


def test_in_the_reason_of_an_admission(client, lee, clinic, today):
    url = reverse("intake:admit", args=[lee.pk])
    for text in naughty_strings()[::5]:
        answers = {
            "admitted_on": today.isoformat(), "track_choice": clinic.track.pk,
            "hours_per_week": "8", "days_per_week": "3", "reason": text,
        }  # fmt: skip
        answer = client.post(url, answers)
        assert answer.status_code == 422  # asked about; the text is still there
        assert "\x00" in text or squeezed(text) in as_read(answer), repr(text)


@pytest.mark.parametrize("name", ["admit", "dose", "transfer", "discharge", "facts"])
def test_in_a_field_that_takes_no_text(client, dana, lee, name):
    pk = lee.pk if name == "admit" else dana.episodes.get().pk
    url = reverse(f"intake:{name}", args=[pk])
    fields = client.get(url).context["form"].fields
    for text in naughty_strings()[::40]:
        answer = client.post(url, dict.fromkeys(fields, text))
        assert answer.status_code in (302, 422)
    assert dana.episodes.get().discharged_on is None
