"""From “I can't, I work” to a whole week: found, drawn, given with one click."""

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.schedule.models import Enrollment, ToldTime, ToldWeek
from daybridge.schedule.tests.test_own_hours import hours_of, with_own, works
from daybridge.schedule.tests.weeks import four_evenings, give_place, meet
from tests.browsers import violations
from tests.cast import admit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sam(clinic):
    """A newcomer who works on Monday evenings and has no place yet."""
    sam = admit(clinic, "Sam", "Lee", 50)
    told = ToldWeek.objects.create(
        program=clinic.program, patient=sam, told_at=timezone.now(), travel_minutes=30
    )
    ToldTime.objects.create(
        program=clinic.program, week=told, weekday=0, mark="work", from_quarter=60,
        until_quarter=80,
    )  # fmt: skip
    return sam


def test_the_desk_finds_a_week_and_gives_it(at_work, clinic, sam):
    four_evenings(clinic)
    meet(clinic, "Saturday", "SA")

    page = at_work(clinic.staff["faye"], reverse("people:patient", args=[sam.pk]))
    page.get_by_role("link", name="Find a week").click()
    page.get_by_role("heading", name="The best week").wait_for()

    assert page.locator("svg.find-week-picture").count() == 3
    assert "Monday evening" not in page.get_by_role("main").inner_text()
    assert violations(page) == []

    page.get_by_role("button", name="Give this week").first.click()
    page.get_by_text("has a place in").wait_for()

    given = Enrollment.objects.in_program(clinic.program).filter(patient=sam)
    assert given.count() == 3


def test_when_nothing_fits_the_reasons_come_by_themselves_on_a_phone(
    at_work, clinic, sam
):
    [_, tuesday, *others] = four_evenings(clinic)
    tuesday.capacity = 1
    tuesday.save()
    give_place(tuesday, admit(clinic, "Marcus", "First", 51))

    page = at_work(
        clinic.staff["faye"], reverse("schedule:find_week", args=[sam.pk]),
        color_scheme="dark",
    )  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_text("One more seat in Tuesday evening").wait_for()

    assert violations(page) == []
    assert len(others) == 2


def test_an_hour_alone_is_found_beside_the_groups_and_booked_by_keyboard(
    at_work, clinic, sam
):
    four_evenings(clinic)
    with_own(sam)

    page = at_work(clinic.staff["faye"], reverse("schedule:find_week", args=[sam.pk]))
    page.get_by_role("heading", name="The best week").wait_for()
    best = page.locator(".find-week-weeks > li").first.inner_text()
    assert "Individual counseling" in best
    assert "with Ruth Abelson" in best
    assert violations(page) == []

    page.get_by_role("button", name="Give this week").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("and individual counseling (").wait_for()

    assert [hour.name for hour in hours_of(sam)] == ["Individual counseling"]


def test_where_no_hour_is_free_the_groups_alone_are_given_on_a_phone(
    at_work, clinic, sam
):
    four_evenings(clinic)
    with_own(sam)
    for name in ("ruth", "ben", "sylvia"):
        works(clinic, clinic.staff[name], (6, 9, 10))

    page = at_work(
        clinic.staff["faye"], reverse("schedule:find_week", args=[sam.pk]),
        color_scheme="dark",
    )  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_text("a counselor with a free hour").first.wait_for()
    assert violations(page) == []

    page.get_by_role("button", name="Give the groups").first.click()
    page.get_by_text("has a place in").wait_for()

    assert hours_of(sam) == []
