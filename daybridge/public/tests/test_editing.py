"""A program's public pages in its own words: kept, taken back, shown as typed."""

import html
import re

import pytest
from django.urls import reverse

from daybridge.audit.models import AuditEvent
from daybridge.programs.models import PhoneWeek, PublicText
from daybridge.public.texts import BY_KEY, TEXTS, Part, parts_of
from tests.naughty import batched, naughty_strings

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def url_of(key="family", language="en"):
    return reverse("public:text", args=[key, language])


def write(client, text, key="family", language="en", seen=0, **more):
    typed = {"text": text, "seen": str(seen), **more}
    return client.post(url_of(key, language), typed)


def page(anyone, place, path="", language="en"):
    headers = {"Accept-Language": language}
    return anyone.get(f"/start/{place}/{path}", headers=headers).content.decode()


def rows(clinic):
    return PublicText.objects.in_program(clinic.program).order_by("number")


def test_what_the_director_writes_is_on_the_page_at_once(grace, anyone, place, clinic):
    before = page(anyone, place)

    answer = write(grace, "Come with your sister.\n\nOr with a friend.")

    assert answer.status_code == 302
    assert "People who are close to you are welcome" in before
    now = page(anyone, place)
    assert "<p>Come with your sister.</p>" in now
    assert "<p>Or with a friend.</p>" in now
    assert "People who are close to you are welcome" not in now
    assert "Come with your sister" not in page(anyone, place, language="es")
    row = rows(clinic).get()
    assert (row.written_by, row.replaced_at) == (clinic.staff["grace"], None)


def test_every_version_is_kept_with_who_and_the_shipped_text_comes_back(
    grace, anyone, place, clinic
):
    write(grace, "First words"), write(grace, "Second words", seen=1)
    write(grace, "anything", seen=2, restore="yes")

    assert [(row.text, row.replaced_at is None) for row in rows(clinic)] == [
        ("First words", False), ("Second words", False), ("", True),
    ]  # fmt: skip
    assert "People who are close to you are welcome" in page(anyone, place)
    shown = grace.get(url_of()).content.decode()
    assert "First words" in shown
    assert "Second words" in shown
    assert clinic.staff["grace"].display_name in shown
    assert AuditEvent.objects.filter(action="programs.public_text_written").count() == 3


def test_a_preview_shows_and_keeps_nothing(grace, anyone, place, clinic):
    answer = write(grace, "Only a try", preview="yes")

    assert answer.status_code == 200
    assert "<p>Only a try</p>" in answer.content.decode()
    assert not rows(clinic).exists()
    assert "Only a try" not in page(anyone, place)


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<b>bold</b> & {{ program }}", "{% url 'x' %}"],
)
def test_a_dangerous_text_is_shown_as_it_was_typed(grace, anyone, place, text):
    write(grace, text)

    now = page(anyone, place)

    assert "<script>alert" not in now
    assert "<b>bold" not in now
    assert (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#x27;")
        in now
    )


def test_naughty_texts_are_shown_as_they_were_typed(grace, anyone, place):
    texts = [text for text in naughty_strings() if text.isprintable() and text.strip()]
    for seen, chunk in enumerate(batched(texts[::4], 25)):
        answer = write(grace, "\n\n".join(chunk), seen=seen)
        assert answer.status_code == 302
        shown = squeezed(html.unescape(page(anyone, place)))
        assert [text for text in chunk if squeezed(text) not in shown] == []


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def test_a_text_with_a_null_byte_comes_back(grace, anyone, place, clinic):
    assert write(grace, "a\x00b").status_code == 422
    assert not rows(clinic).exists()


def test_a_text_that_is_too_long_comes_back(grace, clinic):
    assert write(grace, "x" * 4001).status_code == 422
    assert write(grace, "x" * 121, key="start_title").status_code == 422
    assert not rows(clinic).exists()


def test_who_begins_from_an_older_version_is_told(grace, clinic):
    write(grace, "First words")

    answer = write(grace, "Late words", seen=0)

    assert answer.status_code == 422
    assert "Someone else has just changed this" in answer.content.decode()
    assert rows(clinic).current().get().text == "First words"
    assert write(grace, "Late words", seen=1).status_code == 302


def test_the_text_of_how_to_find_us_is_left_out_until_it_is_written(
    grace, anyone, place
):
    assert "How to find us" not in page(anyone, place, "week/")
    write(grace, "Door on the side, bus 32.", key="way_here")
    assert "Door on the side, bus 32." in page(anyone, place, "week/")


def test_the_list_says_what_is_changed_and_by_whom(grace, clinic):
    write(grace, "Come with your sister.", language="es")
    shown = grace.get(reverse("public:texts")).content.decode()
    assert shown.count("Your own") == 1
    assert shown.count("As shipped") == 2 * len(TEXTS) - 1


@pytest.mark.parametrize("who", ["ruth", "faye", "ivan", "omar"])
@pytest.mark.parametrize("path", ["", "hours/", "family/en/"])
def test_nobody_but_a_director_edits(clinic, sign_in, who, path):
    client = sign_in(clinic.staff[who])
    url = f"/program/public-pages/{path}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"text": "x", "seen": "0"}).status_code in (404, 405)
    assert not rows(clinic).exists()


@pytest.mark.parametrize("path", ["nothing/en/", "family/fr/", "family/xx/"])
def test_a_text_that_does_not_exist_is_not_there(grace, path):
    assert grace.get(f"/program/public-pages/{path}").status_code == 404


def test_the_words_of_one_program_are_not_those_of_another(
    grace, anyone, place, elsewhere
):
    write(grace, "Come with your sister.")
    other = page(anyone, elsewhere.program.public_place)
    assert "Come with your sister" not in other


def test_a_list_has_a_line_for_each_item_and_its_first_words_stand_out():
    steps = BY_KEY["first"]
    typed = "A call. We listen.\r\n\r\nCome: at 5. Stay\nJust words"
    assert parts_of(steps, typed) == [
        Part("We listen.", "A call."), Part("at 5. Stay", "Come:"), Part("Just words"),
    ]  # fmt: skip


# The hours of the telephone


def hours(client, seen=0, **days):
    typed = {"seen": str(seen)}
    for day, (opens, closes) in days.items():
        number = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(day)
        typed |= {f"day-{number}-opens": opens, f"day-{number}-closes": closes}
    return client.post(reverse("public:phone_week"), typed)


def test_the_hours_are_kept_day_by_day(grace, clinic):
    answer = hours(grace, mon=("09:00", "20:00"), sat=("10:00", "14:00"))

    assert answer.status_code == 302
    row = PhoneWeek.objects.in_program(clinic.program).current().get()
    assert row.hours == [
        {"day": 0, "from": "09:00", "to": "20:00"},
        {"day": 5, "from": "10:00", "to": "14:00"},
    ]
    shown = grace.get(reverse("public:phone_week")).context["form"].days[5][1]
    assert f"{shown.initial['opens']:%H:%M}" == "10:00"


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        (("09:00", ""), "Give both hours, or neither."),
        (("", "20:00"), "Give both hours, or neither."),
        (("20:00", "09:00"), "This is before the beginning."),
        (("25:00", "26:00"), "Look at the hours again"),
    ],
)
def test_hours_that_are_not_whole_come_back(grace, clinic, span, sentence):
    answer = hours(grace, mon=span)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PhoneWeek.objects.in_program(clinic.program).exists()


def test_hours_that_somebody_else_changed_are_not_overwritten(grace, clinic):
    hours(grace, mon=("09:00", "20:00"))
    assert hours(grace, tue=("09:00", "20:00")).status_code == 422
    assert hours(grace, seen=1, tue=("09:00", "20:00")).status_code == 302
