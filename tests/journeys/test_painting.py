"""Dana's week, painted by keyboard alone and with the mouse, and kept."""

import pytest
from django.urls import reverse

from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.schedule.hours import lives, shifts
from daybridge.schedule.tests.test_calendar_file import written
from tests.browsers import violations
from tests.journeys.test_repair import PHONE, press

FOUR_DAYS = written(
    "DTSTART:20260105T090000\nDTEND:20260105T170000\n"
    "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def busy(patient):
    found = lives(program=patient.program, patients=[patient.pk], week=None)
    return found[patient.pk].busy


def test_a_week_is_painted_by_keys_taken_back_and_drawn(clinic, dana, at_work):
    page = at_work(clinic.staff["faye"], reverse("schedule:told", args=[dana.pk]))
    week, keys = page.locator("[data-paint]").first, page.keyboard
    says = week.locator("[data-paint-says]")

    week.locator('td[data-slot="36"]').focus()  # Monday at nine, by Tab in a real week
    for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight", "Space"):
        keys.press(key)
    assert says.inner_text() == "Work: Mon – Tue, 9:00 am to 10:30 am"
    keys.press("Delete")
    keys.press("Control+z")
    assert says.inner_text() == "Taken back."
    page.get_by_label("Court").check()
    week.locator('td[data-slot="324"]').hover()  # Thursday at nine
    page.mouse.down()
    week.locator('td[data-slot="326"]').hover()
    page.mouse.up()
    assert says.inner_text() == "Court: Thu, 9:00 am to 10:00 am"
    assert violations(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this week").click()

    assert busy(dana) == (
        Window(540, 630), Window(DAY + 540, DAY + 630),
        Window(3 * DAY + 540, 3 * DAY + 600),
    )  # fmt: skip


def test_when_the_family_can_come_is_painted_below_and_kept_apart(
    clinic, dana, at_work
):
    page = at_work(clinic.staff["faye"], reverse("schedule:told", args=[dana.pk]))
    week, family = page.locator("[data-paint]").all()
    page.get_by_text("When the family can come").first.click()

    family.locator('td[data-slot="248"]').focus()  # Wednesday at two
    for key in ("Shift+ArrowDown", "Space"):
        page.keyboard.press(key)
    says = family.locator("[data-paint-says]").inner_text()
    week.locator('td[data-slot="36"]').click()
    week.locator('td[data-slot="36"]').click()
    assert violations(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this week").click()

    life = lives(program=dana.program, patients=[dana.pk], week=None)[dana.pk]
    assert says == "Can come: Wed, 2:00 pm to 3:00 pm"
    assert life.busy == (Window(540, 570),)
    assert life.family == (Window(2 * DAY + 840, 2 * DAY + 900),)


def test_a_week_that_is_only_read_begins_in_the_morning(clinic, dana, at_work):
    page = at_work(clinic.staff["grace"], reverse("schedule:told", args=[dana.pk]))

    tops = page.eval_on_selector_all(
        "[data-paint-scroll]",
        """([scroll]) => {
          const rows = scroll.querySelector("tbody").rows;
          const head = scroll.querySelector("thead th").getBoundingClientRect().bottom;
          return [rows[0], rows[13]].map((r) => r.getBoundingClientRect().top - head);
        }""",
    )

    assert page.get_by_role("button", name="Keep this week").count() == 0
    assert tops[0] < -100  # midnight is above
    assert abs(tops[1]) < 5  # half past six


def test_shifts_come_from_a_calendar_file_on_a_phone(at_work, clinic):
    ruth = clinic.staff["ruth"]
    page = at_work(ruth, reverse("schedule:hours", args=["staff", ruth.pk]))
    page.set_viewport_size(PHONE)
    press(page, "link", "From a calendar file")
    assert violations(page) == []
    file = {"name": "shifts.ics", "mimeType": "text/calendar", "buffer": FOUR_DAYS}
    page.get_by_label("Calendar file (.ics)").set_input_files(file)

    press(page, "button", "Look into it")
    assert violations(page) == []
    press(page, "button", "Keep these hours")

    page.get_by_text("The times of the calendar are kept.").wait_for()
    hours = shifts(program=clinic.program, staff=[ruth.pk], week=None)[ruth.pk]
    assert hours == tuple(Window(day * DAY + 540, day * DAY + 1020) for day in range(4))
