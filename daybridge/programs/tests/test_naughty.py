"""Every naughty text is typed into the fields of the program's pages, and shown back.

Each field takes a share of them; together they take all.
"""

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import today
from tests.naughty import batched, naughty_strings


@pytest.fixture
def grace(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def share(which, longest):
    """Every fifth text that fits a field of this length."""
    texts = [text for text in naughty_strings() if 0 < len(text.strip()) <= longest]
    return texts[which::5]


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def shows(page, texts):
    """Whether each text is read on the page as it was typed."""
    shown = squeezed(html.unescape(page.content.decode()))
    absent = [text for text in texts if squeezed(text) not in shown]
    return absent == [text for text in texts if "\x00" in text]


def kept_or_told(client, url, answers, texts):
    """Send the form; whatever happens, the texts are on the page that follows."""
    answer = client.post(url, answers)
    assert answer.status_code in (302, 422), texts
    page = client.get(answer.url) if answer.status_code == 302 else answer
    assert shows(page, texts), texts


def test_in_the_names_of_the_program(clinic, grace):
    answers = {
        "time_zone": "America/New_York", "state": "PA", "week_starts_on": "0",
        "note_format": "DAP", "grace_minutes": "5", "group_size_limit": "12",
        "patients_per_staff": "12",
    }  # fmt: skip
    url = reverse("programs:program_change")
    for texts in batched(share(0, 100), 2):
        names = {"name": texts[0], "door_name": texts[-1]}
        kept_or_told(grace, url, {**answers, **names}, texts)


def test_in_the_fields_of_a_site_and_its_rooms(clinic, grace):
    site = reverse("programs:site_change", args=[clinic.site.pk])
    for texts in batched(share(1, 40), 3):
        answers = dict(zip(("name", "address", "phone"), texts, strict=False))
        kept_or_told(grace, site, answers, texts)


def test_in_the_names_of_rooms(clinic, grace):
    url, texts = reverse("programs:room_new", args=[clinic.site.pk]), share(2, 80)
    for text in texts:
        answer = grace.post(url, {"name": text, "capacity": "9"})
        if answer.status_code == 422:  # its name is taken, in other letters
            assert shows(answer, [text])

    page = grace.get(reverse("programs:sites"))
    assert page.content.decode().count("<tr>") > len(texts) * 0.9


def test_in_the_source_of_a_weekly_dose(clinic, grace):
    url = reverse("programs:dose_rule_new", args=[clinic.track.pk])
    hours = {
        "min_week_hours": "9", "max_week_hours": "19", "min_days": "3",
        "max_days": "5", "min_day_hours": "2", "max_day_hours": "4",
    }  # fmt: skip
    texts = share(2, 120)
    for nth, text in enumerate(texts):
        day = today() + timedelta(days=nth + 1)
        grace.post(url, {**hours, "source": text, "starts_on": day.isoformat()})

    page = grace.get(reverse("programs:track", args=[clinic.track.pk]))
    assert shows(page, texts)


def test_in_the_fields_of_rules_for_a_day(clinic, grace):
    url, texts = reverse("programs:day_rule_new"), share(3, 120)
    starts_on = today() + timedelta(days=1)
    answers = {"min_minutes": "60", "starts_on": starts_on.isoformat()}
    for pair in batched(texts, 2):
        grace.post(url, {**answers, "name": pair[0], "source": pair[-1]})

    assert shows(grace.get(reverse("programs:day_rules")), texts)


def test_in_the_reasons_of_closed_days(clinic, grace):
    url, texts = reverse("programs:closure_new"), share(4, 120)
    first = date(timezone.now().year + 1, 1, 1)
    for nth, text in enumerate(texts):
        day = first + timedelta(days=nth)
        grace.post(url, {"on": day.isoformat(), "name": text, "site": ""})

    page = grace.get(reverse("programs:calendar"), {"year": first.year})
    assert shows(page, texts)


@pytest.mark.parametrize(
    "year", ["0", "1" * 5000, "2027\x00", "2027-01", "NaN", "𝟚𝟘𝟚𝟟"]
)
def test_in_the_year_of_the_calendar(clinic, grace, year):
    assert grace.get(reverse("programs:calendar"), {"year": year}).status_code == 200
    answer = grace.post(reverse("programs:holidays_fill"), {"year": year})
    assert answer.status_code in (302, 422)
