"""The pages of someone's care: who has them, what they say, what they do."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from daybridge.access.models import ChartOpening
from daybridge.audit.models import AuditEvent
from daybridge.intake.models import DoseOrder, Episode
from daybridge.keys import new_id
from daybridge.programs.models import Closure
from tests.cast import join_team

READERS = {
    "ruth": True, "ben": False, "sylvia": True, "faye": False, "nora": True,
    "theo": False, "omar": True, "grace": False, "ivan": False,
}  # fmt: skip
AMENDERS = {"ruth", "sylvia", "nora"}
CREATORS = {"ruth", "nora"}
ACTS = ("facts", "dose", "transfer", "discharge")


def page_of(patient):
    return reverse("intake:episodes", args=[patient.pk])


def act_on(name, patient):
    return reverse(f"intake:{name}", args=[patient.episodes.latest("admitted_on").pk])


def read(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def absent(client):
    return client.get(f"/patients/{uuid4()}/care/").content


@pytest.fixture
def client(sign_in, ruth):
    return sign_in(ruth)


@pytest.fixture
def admitting(clinic, today):
    def answers(**changed):
        return {
            "admitted_on": today.isoformat(), "track_choice": clinic.track.pk,
            "hours_per_week": "9", "days_per_week": "3", "reason": "",
            "referral_source": "7", "primary_substance": "2",
            "submission": str(new_id()),
        } | changed  # fmt: skip

    return answers


@pytest.fixture
def leaving(today):
    return {
        "discharged_on": (today + timedelta(days=1)).isoformat(), "reason": "1",
        "last_contact_on": today.isoformat(), "submission": str(new_id()),
    }  # fmt: skip


# Who has them.


@pytest.mark.parametrize(("who", "reads"), READERS.items())
def test_care_is_read_by_whom_the_matrix_names(clinic, sign_in, dana, who, reads):
    client = sign_in(clinic.staff[who])

    answer = client.get(page_of(dana))

    assert answer.status_code == (200 if reads else 404)
    assert reads or answer.content == absent(client)


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("act", ACTS)
def test_care_is_changed_by_whom_the_matrix_names(clinic, sign_in, dana, act, who):
    client = sign_in(clinic.staff[who])

    answer = client.get(act_on(act, dana))

    assert answer.status_code == (200 if who in AMENDERS else 404)
    assert who in AMENDERS or answer.content == absent(client)


@pytest.mark.parametrize("who", READERS)
def test_people_are_admitted_by_whom_the_matrix_names(clinic, sign_in, lee, who):
    join_team(clinic, clinic.staff["nora"], lee)
    join_team(clinic, clinic.staff["theo"], lee)
    client = sign_in(clinic.staff[who])

    answer = client.get(reverse("intake:admit", args=[lee.pk]))

    assert answer.status_code == (200 if who in CREATORS else 404)
    assert who in CREATORS or answer.content == absent(client)


@pytest.mark.parametrize("who", sorted(set(READERS) - AMENDERS))
def test_a_discharge_is_not_written_by_anyone_else(
    clinic, sign_in, dana, leaving, who
):  # fmt: skip
    client = sign_in(clinic.staff[who])

    for act in ("discharge", "take_back"):
        answer = client.post(act_on(act, dana), leaving)
        assert (answer.status_code, answer.content) == (404, absent(client))
    assert dana.episodes.get().discharged_on is None


def test_another_programs_care_is_not_there(clinic, vera, sign_in, dana):
    client = sign_in(vera)

    urls = [page_of(dana), reverse("intake:admit", args=[dana.pk])]
    for url in urls + [act_on(act, dana) for act in ACTS]:
        answer = client.get(url)
        assert (answer.status_code, answer.content) == (404, absent(client))


def test_an_opened_chart_shows_care_and_offers_nothing(clinic, sign_in, dana, ben):
    from django.utils import timezone

    now = timezone.now()
    ChartOpening.objects.create(
        program=clinic.program, patient=dana, staff=ben, kind="emergency",
        reason="danger", explanation="x" * 20, opened_at=now,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    client = sign_in(ben)

    answer = client.get(page_of(dana))

    assert answer.status_code == 200
    assert "Opened in an emergency" in read(answer)
    assert act_on("discharge", dana) not in answer.content.decode()
    assert client.get(act_on("discharge", dana)).status_code == 404


def test_a_biller_reads_days_and_doses_and_no_words(clinic, sign_in, dana):
    order = DoseOrder.objects.in_program(clinic.program).get(
        stay__episode__patient=dana
    )
    order.reason = "Her shifts at the plant"
    order.save()

    text = read(sign_in(clinic.staff["omar"]).get(page_of(dana)))

    assert "9 h a week on 3 days" in text
    assert "shifts" not in text
    assert "shifts" in read(sign_in(clinic.staff["nora"]).get(page_of(dana)))


def test_reading_care_is_an_event(client, dana):
    client.get(page_of(dana))

    act = AuditEvent.objects.get(action="chart.read", patient_id=dana.pk)
    assert act.detail == {"what": "episodes of care"}


# What they say.


def test_care_says_where_they_are_and_since_when(client, dana):
    text = read(client.get(page_of(dana)))

    assert "In care" in text
    assert "Evening IOP" in text
    assert "Level 2.1" in text
    assert '<dd class="stat-value">31</dd>' in text.replace("  ", "")
    assert "Evening skills: Every day at 5:30 pm" in text


def test_someone_on_the_team_may_admit_who_is_new(client, lee):
    text = read(client.get(page_of(lee)))

    assert "Not in care yet" in text
    assert reverse("intake:admit", args=[lee.pk]) in text


def test_a_supervisor_reads_who_may_admit(clinic, sign_in, lee):
    text = read(sign_in(clinic.staff["sylvia"]).get(page_of(lee)))

    assert "Ruth Abelson can admit them" in text
    assert reverse("intake:admit", args=[lee.pk]) not in text


def test_a_supervisor_reads_that_nobody_is_on_the_team(clinic, sign_in, lee):
    lee.team_memberships.all().first().delete()

    text = read(sign_in(clinic.staff["sylvia"]).get(page_of(lee)))

    assert "nobody is on it yet" in text
    assert reverse("access:team", args=[lee.pk]) in text


@pytest.mark.parametrize("more", [0, 12])
def test_care_needs_nine_statements_however_long_the_history(
    clinic, client, dana, today, more, django_assert_max_num_queries
):
    stay = dana.episodes.get().stays.get()
    for number in range(more):
        DoseOrder.objects.create(
            program=clinic.program, stay=stay, minutes_per_week=540 + number,
            days_per_week=3, starts_on=today - timedelta(days=number),
        )  # fmt: skip
        Episode.objects.create(
            program=clinic.program, patient=dana, discharge_reason="2",
            admitted_on=today - timedelta(days=400 + number * 10),
            discharged_on=today - timedelta(days=395 + number * 10),
        )  # fmt: skip
    client.get(page_of(dana))

    with django_assert_max_num_queries(9):
        client.get(page_of(dana))


# What they do.


def test_someone_is_admitted_from_the_page(client, lee, admitting):
    answer = client.post(reverse("intake:admit", args=[lee.pk]), admitting())

    assert answer.status_code == 302
    page = read(client.get(answer.url))
    assert "Lee Moreau is in care from" in page
    assert "9 h a week on 3 days" in page
    assert "Court/criminal justice" in page


def test_the_same_admission_sent_twice_is_one(client, lee, admitting):
    answers = admitting()
    url = reverse("intake:admit", args=[lee.pk])

    first, second = client.post(url, answers), client.post(url, answers)

    assert (first.status_code, second.status_code) == (302, 302)
    assert lee.episodes.count() == 1


def test_a_dose_outside_of_the_rule_is_asked_about_and_then_kept(
    client, lee, admitting
):
    url = reverse("intake:admit", args=[lee.pk])

    asked = client.post(url, admitting(hours_per_week="8"))
    assert asked.status_code == 422
    assert "level 2.1 needs at least 9 h on 3 days" in read(asked)
    assert not lee.episodes.exists()

    unexplained = client.post(url, admitting(hours_per_week="8", anyway="on"))
    assert unexplained.status_code == 422
    assert "Say why this dose is meant" in read(unexplained)

    meant = client.post(
        url, admitting(hours_per_week="8", anyway="on", reason="Night shifts")
    )
    assert meant.status_code == 302
    assert "Night shifts" in read(client.get(meant.url))


def test_a_closed_day_is_pointed_out(clinic, client, lee, admitting, today):
    Closure.objects.create(program=clinic.program, on=today, name="Snow")

    answer = client.post(reverse("intake:admit", args=[lee.pk]), admitting())

    assert answer.status_code == 422
    assert ": Snow." in read(answer)
    accepted = client.post(
        reverse("intake:admit", args=[lee.pk]), admitting(anyway="on")
    )
    assert accepted.status_code == 302


def test_a_track_for_adolescents_is_pointed_out_for_an_adult(
    clinic, client, lee, admitting
):
    clinic.track.for_adolescents = True
    clinic.track.save()

    answer = client.post(reverse("intake:admit", args=[lee.pk]), admitting())

    assert answer.status_code == 422
    assert "Evening IOP is for adolescents; they are" in read(answer)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("admitted_on", "2199-01-01", "Choose an earlier day"),
        ("admitted_on", "2024-01-01", "Check the year"),
        ("admitted_on", "tomorrow", "Enter a valid date"),
        ("hours_per_week", "0", "greater than or equal to 0.5"),
        ("hours_per_week", "NaN", "Enter a number"),
        ("days_per_week", "8", "less than or equal to 7"),
        ("track_choice", "", "This field is required"),
        ("primary_substance", "99", "Select a valid choice"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(
    client, lee, admitting, field, value, words
):
    answer = client.post(
        reverse("intake:admit", args=[lee.pk]), admitting(**{field: value})
    )

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not lee.episodes.exists()


def test_who_is_in_care_is_not_admitted_again(client, dana, admitting):
    answer = client.post(reverse("intake:admit", args=[dana.pk]), admitting())

    assert answer.status_code == 422
    assert "Dana Whitfield is already in care since" in read(answer)


def test_a_dose_is_changed_and_a_second_one_of_the_day_is_told(client, dana, today):
    answers = {
        "starts_on": today.isoformat(), "hours_per_week": "10.5", "days_per_week": "4",
        "reason": "Ready for more", "submission": str(new_id()),
    }  # fmt: skip
    url = act_on("dose", dana)

    first = client.post(url, answers)
    assert "10 h 30 min a week on 4 days" in read(client.get(first.url))
    second = client.post(url, answers | {"submission": str(new_id())})

    assert second.status_code == 422
    assert "was already ordered by Ruth Abelson" in read(second)
    assert "Now 10 h 30 min a week on 4 days" in read(client.get(url))


def test_a_transfer_shows_the_places_that_end_and_keeps_what_is_unmarked(
    client, dana, morning, today
):
    url = act_on("transfer", dana)
    place = dana.enrollments.get()
    page = client.get(url)
    assert f'value="{place.pk}"' in page.content.decode()
    assert "checked" in page.content.decode()
    answers = {
        "track_choice": morning.pk, "starts_on": today.isoformat(),
        "hours_per_week": "9", "days_per_week": "3", "reason": "",
        "submission": str(new_id()),
    }  # fmt: skip

    answer = client.post(url, answers)  # no mark: they keep it

    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.ends_on is None
    assert "On Morning IOP from" in read(client.get(answer.url))


def test_a_transfer_ends_the_places_that_are_marked(client, dana, morning, today):
    place = dana.enrollments.get()
    answers = {
        "track_choice": morning.pk, "starts_on": today.isoformat(),
        "hours_per_week": "9", "days_per_week": "3", "places": [place.pk],
        "submission": str(new_id()),
    }  # fmt: skip

    answer = client.post(act_on("transfer", dana), answers)

    place.refresh_from_db()
    assert place.ends_on == today - timedelta(days=1)
    assert "Their places ended: Evening skills." in read(client.get(answer.url))


def test_a_discharge_is_written_and_taken_back(client, dana, leaving):
    url = act_on("discharge", dana)
    assert "Their place in Evening skills" in read(client.get(url))

    answer = client.post(url, leaving)
    page = read(client.get(answer.url))
    assert "Dana Whitfield is out of care from" in page
    assert "Take the discharge back" in page

    undone = client.post(act_on("take_back", dana), {"submission": str(new_id())})
    assert "The discharge is taken back" in read(client.get(undone.url))
    assert dana.enrollments.get().ends_on is None


def test_a_discharge_of_yesterday_offers_no_way_back(
    clinic, client, dana, leaving, today
):
    episode = dana.episodes.get()
    stay = episode.stays.get()
    stay.ended_on = episode.discharged_on = today - timedelta(days=1)
    episode.discharge_reason = "2"
    stay.save()
    episode.save()

    page = read(client.get(page_of(dana)))
    assert "Take the discharge back" not in page
    assert "Not in care now" in page
    assert "Admit again" in page
    answer = client.post(act_on("take_back", dana), {"submission": str(new_id())})
    assert "can be taken back on the day it was written" in read(client.get(answer.url))


def test_the_day_of_discharge_follows_who_came_tonight(clinic, client, dana, today):
    from daybridge.attendance.models import Attendance, Mark

    assert client.get(act_on("discharge", dana)).context["form"].initial == {
        "discharged_on": today, "last_contact_on": today,
    }  # fmt: skip
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    place.mark, place.arrived_at = Mark.ATTENDED, place.starts_at
    place.save()

    initial = client.get(act_on("discharge", dana)).context["form"].initial
    assert initial["discharged_on"] == today + timedelta(days=1)


def test_what_was_not_known_is_filled_in(client, dana):
    assert "Not recorded" in read(client.get(page_of(dana)))

    answer = client.post(
        act_on("facts", dana), {"referral_source": "1", "primary_substance": "5"}
    )

    page = read(client.get(answer.url))
    assert "Individual (includes self-referral)" in page
    assert "Heroin" in page


def test_the_mix_of_sessions_is_ordered_shown_and_carried_over(client, dana, today):
    answers = {
        "starts_on": today.isoformat(), "hours_per_week": "9", "days_per_week": "3",
        "reason": "More skills", "mix_skills": "2", "mix_education": "1",
        "mix_group": "0", "submission": str(new_id()),
    }  # fmt: skip

    answer = client.post(act_on("dose", dana), answers)

    assert "Sessions a week: 1 education, 2 skills" in read(client.get(answer.url))
    form = client.get(act_on("dose", dana)).context["form"]
    assert (form["mix_skills"].value(), form["mix_group"].value()) == (2, None)


def test_a_mistaken_admission_for_tomorrow_can_be_ended(client, lee, admitting, today):
    tomorrow = today + timedelta(days=1)
    client.post(
        reverse("intake:admit", args=[lee.pk]),
        admitting(admitted_on=tomorrow.isoformat()),
    )
    assert "Admitted, begins" in read(client.get(page_of(lee)))
    url = act_on("discharge", lee)
    initial = client.get(url).context["form"].initial
    assert initial == {"discharged_on": tomorrow, "last_contact_on": None}

    answer = client.post(
        url,
        {"discharged_on": tomorrow.isoformat(), "reason": "7", "last_contact_on": ""},
    )

    assert answer.status_code == 302
    assert lee.episodes.get().stays.get().ended_on == tomorrow
