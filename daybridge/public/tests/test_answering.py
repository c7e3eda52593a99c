"""At two in the morning the page says when a person calls, and what until then."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from daybridge.programs.models import Closure, PhoneWeek, Program, Site
from daybridge.public.answering import answering

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 12, 18)
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def program(clinic, place):
    """Answers on weekdays from 9 am to 8 pm, and calls back within 4 hours."""
    PhoneWeek.objects.create(
        program=clinic.program, number=1, written_at=datetime.now().astimezone(),
        hours=[{"day": day, "from": "09:00", "to": "20:00"} for day in range(5)],
    )  # fmt: skip
    clinic.program.calls_back_within_hours = 4
    clinic.program.save()
    return clinic.program


def local(program, day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=program.zone)


def close(program, day, site=None, **more):
    return Closure.objects.create(
        program=program, on=day, name="Closed", site=site, **more
    )


def promise(program, day, hour):
    return answering(program, local(program, day, hour)).promise


def test_at_night_the_next_opening_is_said(program):
    told = answering(program, local(program, FRIDAY, 2))
    assert told.now == (
        "Nobody answers now. We are there again on Friday, December 18 at 9:00 am."
    )
    assert told.promise == (
        "A person from our team calls you on Friday, December 18, between 9:00 am and "
        "1:00 pm."
    )


def test_while_somebody_answers_the_hour_is_said(program):
    told = answering(program, local(program, FRIDAY, 10))
    assert told.now == "Somebody answers now, until 8:00 pm."
    assert told.promise == "A person from our team calls you today, by 2:00 pm."
    assert told.hours == (("Monday to Friday", "9:00 am – 8:00 pm"),)


def test_holidays_and_closures_are_left_out(program):
    close(program, CHRISTMAS, kind="federal")
    evening_before = CHRISTMAS - timedelta(days=1)
    assert "Monday, December 28" in promise(program, evening_before, 21)


def test_a_holiday_the_program_works_is_open(program):
    close(program, CHRISTMAS, kind="federal", is_open_anyway=True)
    assert "today" in promise(program, CHRISTMAS, 10)


def test_one_closed_site_of_two_leaves_the_telephone_open(program, clinic):
    other = Site.objects.create(program=program, name="North")
    close(program, FRIDAY, site=clinic.site)
    assert "today" in promise(program, FRIDAY, 10)
    close(program, FRIDAY, site=other)
    assert "Monday, December 21" in promise(program, FRIDAY, 10)


def test_a_promise_of_days_names_both(program):
    Program.objects.filter(pk=program.pk).update(calls_back_within_hours=48)
    program.refresh_from_db()
    assert promise(program, FRIDAY - timedelta(days=2), 22) == (
        "A person from our team calls you between Thursday, December 17, 9:00 am, and "
        "Friday, December 18, 8:00 pm."
    )
    assert promise(program, FRIDAY - timedelta(days=3), 12) == (
        "A person from our team calls you by Thursday, December 17, 12:00 pm."
    )


def test_without_hours_the_promise_is_in_hours_as_before(anyone, clinic, place):
    told = answering(clinic.program, local(clinic.program, FRIDAY, 2))
    assert (told.now, told.promise, told.is_closed) == ("", "", False)
    thanks = anyone.get(f"/start/{place}/thanks/").content.decode()
    assert "calls within 24 hours" in thanks


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["calls you on Friday, December 18, between 9:00 am and 1:00 pm",
                "We are there again on Friday, December 18 at 9:00 am",
                "Do not stop all at once", "1-800-662-4357"]),
        ("es", ["le llama el viernes 18 de diciembre, entre las 9:00 a. m. y la",
                "Volvemos a atender el viernes 18 de diciembre",
                "No deje de golpe", "1-800-662-4357"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["thanks/", "call/"])
def test_the_pages_say_it_at_two_in_the_morning(
    anyone, program, place, language, sentences, path
):
    with time_machine.travel(local(program, FRIDAY, 2), tick=False):
        page = anyone.get(
            f"/start/{place}/{path}", headers={"Accept-Language": language}
        ).content.decode()
    for sentence in sentences:
        assert sentence in page


def test_by_day_the_form_is_not_preceded_by_warnings(anyone, program, place):
    with time_machine.travel(local(program, FRIDAY, 10), tick=False):
        page = anyone.get(f"/start/{place}/call/").content.decode()
    assert "Do not stop all at once" not in page
    assert "calls you today, by 2:00 pm" in page
