"""The page on which a week is found, and one click that gives it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from daybridge.access.service import loading
from daybridge.intake.models import DoseOrder, Stay
from daybridge.people.models import Patient
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.tests.test_own_hours import hours_of, with_own
from daybridge.schedule.tests.weeks import four_evenings, give_place
from tests.cast import admit, join_team, today
from tests.naughty import naughty_strings


@pytest.fixture
def evenings(clinic):
    """Four evenings in place of the clinic's one group, which meets every day."""
    over = today() - timedelta(days=1)
    with loading(because="the suite's cast is no act of a room"):
        for model in (Enrollment, Group):
            model.objects.in_program(clinic.program).update(ends_on=over)
    return four_evenings(clinic)


@pytest.fixture
def desk(clinic, sign_in):
    return sign_in(clinic.staff["faye"])


@pytest.fixture
def counselor(clinic, sign_in):
    return sign_in(clinic.staff["ruth"])


def url(patient, name="find_week"):
    return reverse(f"schedule:{name}", args=[patient.pk])


def read(client, address, **more):
    """What a page says; hours keep together with a space of their own."""
    return client.get(address, **more).content.decode().replace("\xa0", " ")


def sent(groups, held=(), **more):
    return {
        "starts_on": today().isoformat(),
        "group": [f"{group.pk}:{group.version}" for group in groups],
        "held": [str(group.pk) for group in held],
        **more,
    }


def groups_of(patient):
    rows = Enrollment.objects.in_program(patient.program_id).filter(
        patient=patient, ends_on=None
    )
    return {row.group.name for row in rows.select_related("group")}


def test_three_weeks_are_drawn_with_a_table_under_each(counselor, dana, evenings):
    page = read(counselor, url(dana))

    assert page.count('<svg class="find-week-picture"') == 3
    assert page.count("Give this week from") == 3
    assert "9 h a week on 3 days are ordered" in page


def test_whoever_has_no_dose_and_no_place_reads_where_one_is_ordered(clinic, desk):
    newcomer = Patient.objects.create(
        program=clinic.program, record_number="P00900", legal_first_name="Noor",
        legal_last_name="Newcomer", born_on=date(1990, 1, 1),
    )  # fmt: skip

    page = read(desk, url(newcomer))
    why = desk.get(url(newcomer, "why_none"))

    assert "No dose is ordered from that day" in page
    assert "Give this week" not in page
    assert why.status_code == 200


def test_the_desk_gives_weeks_and_reads_no_dose(desk, dana, evenings):
    page = read(desk, url(dana))

    assert "Give this week from" in page
    assert "ordered." not in page


def test_one_click_gives_every_place_of_the_week(desk, dana, evenings):
    answer = desk.post(url(dana, "take_week"), sent(evenings[:3]), follow=True)

    assert groups_of(dana) == {group.name for group in evenings[:3]}
    assert "has a place in" in answer.content.decode()


def test_a_seat_that_went_meanwhile_is_told_with_the_weeks_that_fit_now(
    clinic, desk, dana, evenings
):
    evenings[0].capacity = 1
    evenings[0].save()
    give_place(evenings[0], admit(clinic, "Sam", "First", 60))

    answer = desk.post(url(dana, "take_week"), sent(evenings[:3]))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No seat is left in Monday evening" in page
    assert page.count("Give this week from") == 1
    assert groups_of(dana) == set()


def test_what_would_serve_is_said_a_moment_later(clinic, counselor, dana, evenings):
    for group in evenings[1:3]:
        group.capacity = 1
        group.save()
        give_place(group, admit(clinic, "Sam", "First", 60 + evenings.index(group)))

    page = read(counselor, url(dana))
    why = counselor.get(url(dana, "why_none"), headers={"hx-request": "true"})

    assert f'hx-get="{url(dana, "why_none")}' in page
    assert "One more seat in Tuesday evening." in why.content.decode()
    assert "One more seat in Wednesday evening." in why.content.decode()
    assert "<html" not in why.content.decode()
    assert "<html" in counselor.get(url(dana, "why_none")).content.decode()


def test_a_week_of_work_leaves_a_sentence_and_no_button(counselor, dana, evenings):
    for group in evenings:
        group.capacity = 0
        group.save()

    page = read(counselor, url(dana))

    assert "No group fits" in page
    assert "Give this week" not in page


@pytest.mark.parametrize("who", ["sylvia", "omar", "grace", "ivan"])
def test_who_gives_no_places_finds_no_week(clinic, sign_in, dana, evenings, who):
    client = sign_in(clinic.staff[who])

    assert client.get(url(dana)).status_code == 404
    assert client.post(url(dana, "take_week"), sent(evenings[:3])).status_code == 404
    assert groups_of(dana) == set()


def test_vera_finds_no_week_for_dana_and_gives_none_of_ours(
    clinic, vera, sign_in, dana, evenings, elsewhere
):
    client = sign_in(vera)
    someone = elsewhere.patients[0]

    assert client.get(url(dana)).status_code == 404
    assert client.get(url(someone)).status_code == 200
    client.post(url(someone, "take_week"), sent(evenings[:3]))

    assert groups_of(dana) == set()
    assert not groups_of(someone) & {group.name for group in evenings}


def test_a_counselor_of_nobody_finds_no_week(clinic, sign_in, dana, evenings):
    assert sign_in(clinic.staff["ben"]).get(url(dana)).status_code == 404


def test_strange_answers_give_nothing(desk, dana, evenings):
    for words in naughty_strings()[::40]:
        answers = {"starts_on": words, "group": [words, f"{words}:1"], "held": [words]}

        assert desk.post(url(dana, "take_week"), answers).status_code == 422
        assert desk.get(url(dana), {"starts_on": words}).status_code == 200

    assert groups_of(dana) == set()


def test_the_page_costs_the_same_however_many_groups_there_are(
    clinic, counselor, dana, evenings, django_assert_max_num_queries
):
    four_evenings(clinic)
    four_evenings(clinic)
    counselor.get(url(dana))

    with django_assert_max_num_queries(30):
        counselor.get(url(dana))


def test_hours_of_their_own_cost_no_more_however_many_have_one(
    clinic, counselor, dana, evenings, django_assert_max_num_queries
):
    with_own(dana)
    for number in range(5):
        with_own(admit(clinic, "Some", f"Body{number}", 300 + number))
    counselor.get(url(dana))

    with django_assert_max_num_queries(34):
        page = read(counselor, url(dana))

    assert "Individual counseling" in page


def test_the_hour_on_the_page_is_booked_as_it_was_shown(desk, dana, evenings):
    with_own(dana)
    page = read(desk, url(dana))
    hour = re.search(r'name="hour" value="([^"]+)"', page)
    groups = re.findall(r'name="group" value="([^"]+)"', page)[:3]

    answer = desk.post(
        url(dana, "take_week"), sent((), group=groups, hour=[hour[1]]), follow=True
    )

    assert "and individual counseling (" in answer.content.decode()
    assert [each.minutes for each in hours_of(dana)] == [60]


def order(patient, days, minutes, starts_on):
    stay = Stay.objects.in_program(patient.program_id).get(episode__patient=patient)
    DoseOrder.objects.create(
        program_id=patient.program_id, stay=stay, starts_on=starts_on,
        days_per_week=days, minutes_per_week=minutes,
    )  # fmt: skip


def test_when_the_dose_becomes_two_days_the_week_is_proposed_with_fewest_changes(
    clinic, counselor, dana, evenings
):
    for group in evenings[:3]:
        give_place(group, dana)
    monday = today() + timedelta(days=5)
    order(dana, 2, 360, monday)

    listed = read(counselor, reverse("today:weeks"))
    person = read(counselor, reverse("people:patient", args=[dana.pk]))
    care = read(counselor, reverse("intake:episodes", args=[dana.pk]))
    page = read(counselor, url(dana))

    sentence = "The dose is 2 days, 6 h. The places they have give 3 days, 9 h."
    assert sentence in listed
    assert sentence in person
    assert sentence in care
    assert f'value="{monday.isoformat()}"' in page
    assert "Leaves " in page
    assert "joins" not in page.split("Another week")[0]


def test_whose_places_are_their_dose_is_not_on_the_list(
    clinic, counselor, dana, evenings
):
    for group in evenings[:3]:
        give_place(group, dana)
    others = [patient for patient in clinic.patients if patient.pk != dana.pk]

    page = read(counselor, reverse("today:weeks"))

    assert dana.display_name not in page
    assert others[0].display_name in page  # who has no place yet


def test_the_list_does_not_cost_more_for_more_people(
    clinic, counselor, evenings, django_assert_max_num_queries
):
    more = [admit(clinic, "Some", f"Body{n}", 200 + n) for n in range(20)]
    join_team(clinic, clinic.staff["ruth"], *more)
    counselor.get(reverse("today:weeks"))

    with django_assert_max_num_queries(10):
        counselor.get(reverse("today:weeks"))
