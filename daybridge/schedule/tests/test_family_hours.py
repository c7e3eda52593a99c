"""When the family can come: told beside somebody's week, and kept by every hour."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybridge.people.middleware import viewer_of
from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_painted import EMPTY, Stroke, painting
from daybridge.schedule import services
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.errors import NotFree
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.models import FamilyTime
from daybridge.schedule.repairing.facts import dated_facts, monday_of
from daybridge.schedule.repairing.week import broken_week
from daybridge.schedule.services.week_links import week_link_viewer
from daybridge.schedule.tests.broken_days import hold, repaired, wednesday
from daybridge.schedule.tests.test_own_hours import (
    chosen,
    hours_of,
    take,
    with_own,
    works,
)
from daybridge.schedule.tests.test_told import a_row, a_week, life_of, url
from daybridge.schedule.tests.weeks import by, four_evenings, search
from daybridge.schedule.values import DraftValues, GettingHere
from tests.cast import today

pytestmark = pytest.mark.django_db
AFTERNOON = Window(2 * DAY + 14 * 60, 2 * DAY + 16 * 60)  # Wednesday from two to four


@pytest.fixture
def desk(clinic, sign_in):
    """Faye's browser."""
    return sign_in(clinic.staff["faye"])


def family_row(number=0, days=(2,), start="14:00", end="16:00"):
    row = a_row(number, "family", days, start, end)
    return {f"family-{name}": value for name, value in row.items()}


def family_can(patient, *times):
    """Told by the desk: weekday, from and until as hours."""
    viewer = viewer_of(
        Staff.objects.in_program(patient.program).get(legal_first_name="Faye"),
        at=timezone.now(),
    )
    strokes = [
        Stroke(day * 96 + start * 4, day * 96 + end * 4, "family")
        for day, start, end in times
    ]
    services.tell_week(
        patient=patient, week=EMPTY, here=GettingHere(), version=None,
        family=painting(strokes), at=viewer.at, by=viewer,
    )  # fmt: skip


def test_the_times_of_the_family_are_kept_beside_the_week(dana, desk):
    answer = desk.post(url("tell", dana), a_week(a_row(), family_row()))

    life = life_of(dana)
    page = desk.get(url("told", dana)).content.decode()
    assert answer.status_code == 302
    assert (life.busy, life.family) == ((Window(540, 1020),), (AFTERNOON,))
    assert "data-paint-more open" in page


def test_a_page_that_did_not_ask_leaves_them_as_they_are(dana, desk):
    desk.post(url("tell", dana), a_week(family_row()))

    desk.post(url("tell", dana), a_week(a_row(), version=1))

    assert life_of(dana).family == (AFTERNOON,)


def test_an_empty_row_takes_them_away(dana, desk):
    desk.post(url("tell", dana), a_week(family_row()))

    desk.post(url("tell", dana), a_week(family_row(days=()), version=1))

    assert not FamilyTime.objects.in_program(dana.program).exists()


def test_a_wrong_time_of_the_family_comes_back_beside_its_field(dana, desk):
    answer = desk.post(url("tell", dana), a_week(a_row(), family_row(start="14:07")))

    assert answer.status_code == 422
    assert b"family-row-0-start_error" in answer.content
    assert b"data-paint-more open" in answer.content
    assert not FamilyTime.objects.in_program(dana.program).exists()


def test_whoever_may_only_read_sees_when_the_family_can_come(clinic, dana, sign_in):
    family_can(dana, (2, 14, 16))

    page = sign_in(clinic.staff["grace"]).get(url("told", dana)).content.decode()

    assert "<h2>When the family can come</h2>" in page
    assert page.count("data-begins>") == 1  # Wednesday at two
    assert "Keep this week" not in page


def link_of(patient, clinic):
    viewer = viewer_of(clinic.staff["faye"], at=timezone.now())
    return services.make_week_link(patient=patient, at=viewer.at, by=viewer)


def test_it_is_asked_on_their_own_phone_too(clinic, dana):
    address = reverse("schedule:my_week", args=[link_of(dana, clinic).token])

    Client().post(address, a_week(a_row(), family_row()))

    assert life_of(dana).family == (AFTERNOON,)


def test_the_link_shows_no_time_of_the_family_and_takes_none_away(clinic, dana):
    family_can(dana, (2, 14, 16))
    made = link_of(dana, clinic)

    page = Client().get(reverse("schedule:my_week", args=[made.token])).content.decode()
    at = timezone.now()
    services.answer_week_link(
        link=made.link, week=EMPTY, family=EMPTY, here=GettingHere(), at=at,
        by=week_link_viewer(made.link, at=at),
    )  # fmt: skip

    assert "data-begins>" not in page
    assert "data-paint-more open" not in page
    assert life_of(dana).family == (AFTERNOON,)


def test_the_question_is_asked_in_spanish(clinic, dana):
    address = reverse("schedule:my_week", args=[link_of(dana, clinic).token])

    page = Client().get(address, headers={"accept-language": "es"}).content.decode()

    assert "Cuándo puede venir la familia" in page
    assert "Puede venir" in page


# What is found keeps to them.


@pytest.fixture
def small_room(clinic):
    return Room.objects.create(
        program=clinic.program, site=clinic.site, name="Small room", capacity=3
    )


@pytest.fixture
def ordered(clinic, dana, small_room):
    """Dana is ordered an hour alone and one with her family, beside four evenings."""
    four_evenings(clinic)
    return with_own(dana, individual=1, conjoint=1)


def hours_in(week):
    return {hour.own.kind.value: hour.held.start for hour in week.hours}


def test_a_family_hour_is_found_when_the_family_can_come(clinic, ordered):
    family_can(ordered, (2, 14, 16))

    found = search(clinic, ordered)

    assert all(week.is_served for week in found.weeks)
    for week in found.weeks:
        hours = hours_in(week)
        assert AFTERNOON.start <= hours["conjoint"] <= AFTERNOON.end - 60
    alone = hours_in(found.weeks[0])["individual"]
    assert not AFTERNOON.start <= alone < AFTERNOON.end


def test_without_a_word_of_the_family_any_time_counts(clinic, ordered):
    [best, *_] = search(clinic, ordered).weeks

    assert best.is_served
    assert best.idle_minutes == 0


def test_where_the_family_never_can_the_hour_is_missing_and_named(clinic, ordered):
    works(clinic, clinic.staff["ruth"], (0, 9, 21))
    for name in ("ben", "sylvia"):
        if name in clinic.staff:
            works(clinic, clinic.staff[name], (0, 9, 21))
    family_can(ordered, (2, 14, 16))

    [week, *_] = search(clinic, ordered).weeks

    assert not week.is_served
    assert week.hours_lost == ("Family counseling",)


def test_that_the_family_would_have_to_come_at_another_time_is_said(
    clinic, desk, ordered
):
    works(clinic, clinic.staff["ruth"], (0, 9, 21), (1, 9, 21))
    family_can(ordered, (2, 14, 16))

    page = desk.get(reverse("schedule:why_none", args=[ordered.pk]))

    assert "The family at another time than they told." in page.content.decode()


def test_a_family_hour_outside_their_times_is_refused_at_the_click(clinic, ordered):
    found = search(clinic, ordered)
    week = chosen(found, found.weeks[0])
    family_can(ordered, (2, 14, 16))
    viewer = by(clinic)

    with pytest.raises(NotFree, match="Family counseling"):
        services.take_week(
            patient=ordered, week=week, starts_on=today(), at=viewer.at, by=viewer
        )

    assert hours_of(ordered) == []


def test_an_hour_that_stands_when_they_cannot_any_more_is_moved_by_a_new_week(
    clinic, ordered
):
    found = search(clinic, ordered)
    take(clinic, ordered, found, found.weeks[0])
    family_can(ordered, (2, 14, 16))

    [best, *_] = search(clinic, ordered).weeks

    assert "Family counseling" in [group.name for group in best.hours_ended]
    assert AFTERNOON.start <= hours_in(best)["conjoint"] < AFTERNOON.end


def test_a_draft_serves_the_family_only_when_it_can_come(clinic, ordered):
    family_can(ordered, (2, 14, 16))

    instance = problem(clinic.program, DraftValues("Draft", today()), at=timezone.now())

    windows = {
        each.modality.value: each.with_windows
        for each in instance.clients[str(ordered.pk)].individual
    }
    assert windows == {"individual": None, "family": (AFTERNOON,)}


def starts_of(repair, session):
    monday = monday_of(repair.program, session.starts_at)
    facts = dated_facts(repair, monday, at=timezone.now())
    return broken_week(facts).instance.offerings[str(session.pk)].starts


def test_a_repair_moves_a_family_hour_only_to_when_the_family_can_come(clinic, dana):
    family_can(dana, (2, 19, 21), (3, 10, 12))
    hour = hold(
        clinic, "Family counseling", wednesday(), dana, modality="conjoint",
        capacity=1, ends_at=wednesday() + timedelta(hours=1),
    )  # fmt: skip
    alone = hold(
        clinic, "Individual counseling", wednesday(19), dana, modality="individual",
        capacity=1, ends_at=wednesday(20),
    )  # fmt: skip
    repair = repaired(clinic, "storm", clinic.site)

    own, *others = starts_of(repair, hour)

    assert own == 2 * DAY + 17 * 60 + 30  # where it stands, it stands
    assert others
    allowed = (Window(2 * DAY + 19 * 60, 2 * DAY + 21 * 60),
               Window(3 * DAY + 10 * 60, 3 * DAY + 12 * 60))  # fmt: skip
    assert all(
        any(w.start <= start and start + 60 <= w.end for w in allowed)
        for start in others
    )
    assert len(starts_of(repair, alone)) > len(others) + 1


# How long the sessions are.


def lasts(clinic, **minutes):
    for name, value in minutes.items():
        setattr(clinic.program, name, value)
    clinic.program.save()


def test_the_program_says_how_long_they_are(clinic, ordered):
    lasts(clinic, individual_minutes=45, conjoint_minutes=90)

    found = search(clinic, ordered)
    take(clinic, ordered, found, found.weeks[0])

    assert {hour.modality: hour.minutes for hour in hours_of(ordered)} == {
        "individual": 45, "conjoint": 90,
    }  # fmt: skip


def test_an_hour_that_stands_keeps_its_length(clinic, ordered):
    found = search(clinic, ordered)
    take(clinic, ordered, found, found.weeks[0])
    lasts(clinic, individual_minutes=45, conjoint_minutes=90)

    [best, *_] = search(clinic, ordered).weeks

    assert not best.is_another
    assert [hour.own.minutes for hour in best.hours] == [60, 60]


def test_a_draft_looks_for_the_length_of_the_program(clinic, ordered):
    lasts(clinic, conjoint_minutes=90)

    week = clinic_week(clinic.program, day=today(), at=timezone.now())

    individual = week.instance.clients[str(ordered.pk)].individual
    assert sorted(each.minutes for each in individual) == [60, 90]
