"""Hours of staff and rooms from a calendar file: seen first, then kept."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.schedule.hours import ANY_TIME, room_hours
from daybridge.schedule.models import Hours, HoursTime
from daybridge.schedule.tests.test_calendar_file import written
from daybridge.schedule.tests.test_hours_pages import MORNING, url, works
from daybridge.schedule.tests.test_told import monday
from daybridge.schedule.weeks import monday_of, week_of
from tests.cast import today

pytestmark = pytest.mark.django_db

WEEKLY = "RRULE:FREQ=WEEKLY"
NINE_TO_NOON = Window(540, 720)
NO_HOURS_OF_EVERY_WEEK = "In every other week, any time"


@pytest.fixture
def ruths(ruth, sign_in):
    """Ruth's browser."""
    return sign_in(ruth)


def shift(start="09", end="17", days=0, rule=WEEKLY, more=""):
    """Something that begins four weeks ago, on a Monday or so many days later."""
    on = monday_of(today()) - timedelta(days=28 - days)
    return (
        f"DTSTART:{on:%Y%m%d}T{start}0000\nDTEND:{on:%Y%m%d}T{end}0000\n{rule}\n"
        f"SUMMARY:Night duty at Elm House{more}"
    )


def look(client, owner, *events, mark="open", of="staff"):
    file = SimpleUploadedFile("shifts.ics", written(*events), "text/calendar")
    return client.post(url("hours_file", owner, of), {"file": file, "mark": mark})


def take(client, owner, preview, of="staff"):
    form = preview.context["take"]
    names = ("version", "first", "times", "mark")
    sent = {name: form[name].value() for name in names}
    return client.post(url("hours_file_take", owner, of), sent, follow=True)


def test_shifts_of_every_week_become_hours_without_their_titles(ruth, ruths):
    preview = look(ruths, ruth, shift())
    before = HoursTime.objects.in_program(ruth.program).count()
    answer = take(ruths, ruth, preview)

    assert (preview.status_code, before) == (200, 0)  # looking keeps nothing
    assert b"Elm House" not in preview.content + answer.content
    assert works(ruth) == (Window(540, 1020),)
    assert "The times of the calendar are kept." in answer.content.decode()


def test_a_shift_that_is_not_in_a_week_is_no_hour_of_it(ruth, ruths):
    off = f"\nEXDATE:{monday():%Y%m%d}T090000"

    take(ruths, ruth, look(ruths, ruth, shift(more=off)))

    assert works(ruth, monday()) == ()
    assert works(ruth, monday() + timedelta(days=7)) == (Window(540, 1020),)


def test_the_same_file_twice_changes_nothing(ruth, ruths):
    off = f"\nEXDATE:{monday():%Y%m%d}T090000"
    evening = shift("18", "20", days=2, rule="RRULE:FREQ=WEEKLY;INTERVAL=2")
    file = (shift(more=off), evening)
    take(ruths, ruth, look(ruths, ruth, *file))
    once = all_weeks(ruth)

    take(ruths, ruth, look(ruths, ruth, *file))

    assert all_weeks(ruth) == once


def all_weeks(staff):
    week, first = week_of(staff), monday_of(today())
    return week.ordinary, week.from_monday(first, 12, on=week.base)


def test_rotating_shifts_are_hours_of_their_dates_and_the_page_says_so(ruth, ruths):
    early = shift("07", "15", rule="RRULE:FREQ=WEEKLY;INTERVAL=2")
    late = shift("15", "22", days=7, rule="RRULE:FREQ=WEEKLY;INTERVAL=2")

    preview = look(ruths, ruth, early, late)
    take(ruths, ruth, preview)

    first = monday_of(today())
    assert NO_HOURS_OF_EVERY_WEEK in preview.content.decode()
    found = {works(ruth, first + timedelta(weeks=week)) for week in range(12)}
    assert found == {(Window(420, 900),), (Window(900, 1320),)}
    assert week_of(ruth).at(first + timedelta(weeks=12)) == ANY_TIME


def test_what_keeps_somebody_away_is_taken_from_their_hours(ruth, ruths):
    ruths.post(url("set_hours", ruth), MORNING)
    dentist = f"DTSTART:{monday():%Y%m%d}T100000\nDURATION:PT1H"

    take(ruths, ruth, look(ruths, ruth, dentist, mark="none"))

    assert works(ruth) == (NINE_TO_NOON,)
    assert works(ruth, monday()) == (Window(540, 600), Window(660, 720))


def test_a_vacation_is_taken_from_hours_and_no_birthday_is_an_hour(ruth, ruths):
    ruths.post(url("set_hours", ruth), MORNING)
    until = monday() + timedelta(days=7)
    vacation = f"DTSTART;VALUE=DATE:{monday():%Y%m%d}\nDTEND;VALUE=DATE:{until:%Y%m%d}"

    as_shifts = look(ruths, ruth, vacation)
    take(ruths, ruth, look(ruths, ruth, vacation, mark="none"))

    assert "1 entry of whole days is not taken" in as_shifts.content.decode()
    assert works(ruth, monday()) == ()
    assert works(ruth, until) == works(ruth) == (NINE_TO_NOON,)


def test_of_any_time_what_is_of_every_week_is_taken(ruth, ruths):
    preview = look(ruths, ruth, shift(), mark="none")
    take(ruths, ruth, preview)

    assert NO_HOURS_OF_EVERY_WEEK not in preview.content.decode()
    assert not any(window.meets(Window(540, 1020)) for window in works(ruth))
    assert Window(DAY, 2 * DAY).lies_in(works(ruth))


def test_a_week_without_what_is_of_every_week_has_its_hours_again(ruth, ruths):
    ruths.post(url("set_hours", ruth), MORNING)
    away = shift("11", "13", more=f"\nEXDATE:{monday():%Y%m%d}T110000")

    take(ruths, ruth, look(ruths, ruth, away, mark="none"))

    assert works(ruth) == (Window(540, 660),)
    assert works(ruth, monday()) == (NINE_TO_NOON,)


def test_hours_that_are_there_stay_beside_those_of_a_file(ruth, ruths):
    ruths.post(url("set_hours", ruth), MORNING)

    take(ruths, ruth, look(ruths, ruth, shift("17", "21")))

    assert works(ruth) == (NINE_TO_NOON, Window(1020, 1260))


def test_a_room_is_not_open_while_others_have_it(clinic, sign_in):
    desk, room = sign_in(clinic.staff["faye"]), clinic.room
    desk.post(url("set_hours", room, "rooms"), MORNING)

    take(
        desk,
        room,
        look(desk, room, shift("08", "10"), mark="none", of="rooms"),
        "rooms",
    )

    hours = room_hours(program=clinic.program, rooms=[room.pk], week=None)
    assert hours[room.pk] == (Window(600, 720),)


def test_a_file_is_for_who_plans_and_for_oneself(clinic, ruth, vera, sign_in):
    for person in (vera, clinic.staff["theo"]):
        client = sign_in(person)
        assert client.get(url("hours_file", ruth)).status_code == 404
        assert look(client, ruth, shift()).status_code == 404
        assert client.post(url("hours_file_take", ruth)).status_code == 404
    assert look(sign_in(clinic.staff["faye"]), ruth, shift()).status_code == 200


def test_what_was_painted_meanwhile_is_not_written_over(ruth, ruths):
    preview = look(ruths, ruth, shift())
    ruths.post(url("set_hours", ruth), MORNING)

    answer = take(ruths, ruth, preview)

    assert "Someone else changed this week meanwhile" in answer.content.decode()
    assert works(ruth) == (NINE_TO_NOON,)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"mark": "open"}, "This field is required"),
        ({"mark": "work", "file": written(shift())}, "Select a valid choice"),
        ({"mark": "open", "file": b"%PDF-1.7"}, "This is not a calendar file."),
    ],
)
def test_what_is_no_calendar_comes_back_with_a_sentence(ruth, ruths, sent, said):
    if "file" in sent:
        sent = sent | {"file": SimpleUploadedFile("x.ics", sent["file"])}

    answer = ruths.post(url("hours_file", ruth), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_preview_that_was_tampered_with_keeps_nothing(ruth, ruths):
    sent = {"version": 0, "first": monday(), "times": "0-4", "mark": "work"}

    answer = ruths.post(url("hours_file_take", ruth), sent, follow=True)

    assert "Choose the file once more." in answer.content.decode()
    assert not Hours.objects.in_program(ruth.program).exists()


def test_twelve_weeks_cost_as_many_reads_as_one(
    ruth, ruths, django_assert_max_num_queries
):
    ruths.post(url("set_hours", ruth), MORNING)

    with django_assert_max_num_queries(8):
        look(ruths, ruth, shift("07", "15"), shift("17", "19", days=3))
