"""What a newcomer is owed in the first 30 days, who did it, and who is late."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daybridge.audit.models import AuditEvent
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.first_weeks import due_soon, late, steps_of
from daybridge.intake.lists import first_weeks
from daybridge.intake.models import OrientationItem, OrientationStep
from daybridge.intake.services.orientation import list_on
from daybridge.intake.values import Leaving
from daybridge.notes.models import Note
from daybridge.people.models import Patient
from tests.cast import join_team


@pytest.fixture
def admit(lee, by, admission):
    """`admit(days_ago)`: Lee, in care since then, as the admission page does it."""

    def make(days_ago=0, patient=lee):
        return services.admit(
            patient=patient, admission=admission(days_ago), at=by.at, by=by
        )

    return make


def steps(episode):
    rows = OrientationStep.objects.in_program(episode.program)
    return rows.filter(episode=episode).order_by("due_on", "label")


def step(episode, key="orientation"):
    return steps(episode).get(key=key)


def note(patient, author, happened_at):
    return Note.objects.create(
        program=patient.program, patient=patient, author=author, kind="individual",
        happened_at=happened_at, minutes=50, edited_by=author, edited_at=happened_at,
    )  # fmt: skip


def newcomers(clinic, by, ruth, admission, number):
    for place in range(number):
        patient = Patient.objects.create(
            program=clinic.program, record_number=f"N{place}", legal_first_name="New",
            legal_last_name=f"Comer{place}",
        )  # fmt: skip
        join_team(clinic, ruth, patient)
        services.admit(patient=patient, admission=admission(20), at=by.at, by=by)


# The list


def test_an_admission_owes_everything_on_the_list_by_its_day(admit, today):
    episode = admit(days_ago=4)

    owed = {row.key: (row.due_on - episode.admitted_on).days for row in steps(episode)}

    assert owed == {item.key: item.due_days for item in first_weeks()}
    assert episode.admitted_on == today - timedelta(days=4)


def test_our_list_is_within_30_days_and_names_each_thing_once():
    items = first_weeks()
    assert all(0 <= item.due_days <= 30 for item in items)
    assert len({item.key for item in items}) == len(items) >= 6


def test_a_program_changes_its_list_for_those_who_come_later(
    clinic, viewer, admit, today
):
    grace = viewer(clinic.staff["grace"])
    before = admit()

    services.put_on_list(
        key="tour", label="Tour of the house", due_days=1, at=grace.at, by=grace
    )
    services.take_off_list(key="family", at=grace.at, by=grace)

    keys = {item.key for item in list_on(clinic.program, today)}
    assert keys == {item.key for item in first_weeks()} - {"family"} | {"tour"}
    assert "family" in {row.key for row in steps(before)}


def test_a_changed_day_replaces_the_line(clinic, viewer, today):
    grace = viewer(clinic.staff["grace"])

    for days in (5, 9):
        services.put_on_list(
            key="plan", label="Plan started", due_days=days, at=grace.at, by=grace
        )

    [plan] = [item for item in list_on(clinic.program, today) if item.key == "plan"]
    assert (plan.label, plan.due_days) == ("Plan started", 9)


def test_nothing_is_owed_after_the_thirtieth_day(clinic, viewer, today):
    grace = viewer(clinic.staff["grace"])
    with pytest.raises(IntakeError):
        services.put_on_list(
            key="late", label="Late", due_days=31, at=grace.at, by=grace
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        OrientationItem.objects.create(
            program=clinic.program, key="late", label="Late", due_days=31,
            starts_on=today,
        )  # fmt: skip


# Ticks


def test_a_tick_has_author_and_moment_and_the_first_one_stands(
    admit, by, ruth, viewer, clinic
):
    row = step(admit())
    theo = viewer(clinic.staff["theo"])

    assert services.tick_step(step=row, note="Toured", at=by.at, by=by)
    assert not services.tick_step(step=row, note="Mine", at=theo.at, by=theo)

    row.refresh_from_db()
    assert (row.done_by, row.done_at, row.note) == (ruth, by.at, "Toured")


def test_a_tick_taken_back_is_told_by_the_audit(admit, by):
    row = step(admit())
    services.tick_step(step=row, at=by.at, by=by)

    assert services.untick_step(step=row, at=by.at, by=by)
    assert not services.untick_step(step=row, at=by.at, by=by)

    row.refresh_from_db()
    assert row.done_at is None
    undone = AuditEvent.objects.get(action="intake.first_weeks_undone")
    assert undone.detail["done_by"] == str(by.staff_id)


def test_a_session_on_record_ticks_itself(admit, by, ruth, lee):
    episode = admit(days_ago=10)
    assert "first_individual" in {
        one.step.key for one in steps_of(by, lee)[1] if one.is_late
    }

    note(lee, ruth, timezone.now() - timedelta(days=2))

    [line] = [one for one in steps_of(by, lee)[1] if one.step.key == "first_individual"]
    assert (line.is_done, line.by_itself, line.is_late) == (True, True, False)
    [person] = late(by)[0]
    assert "first_individual" not in {one.step.key for one in person.steps}
    assert step(episode, "first_individual").done_at is None


def test_a_session_of_an_earlier_time_in_care_ticks_nothing(admit, by, ruth, lee):
    note(lee, ruth, timezone.now() - timedelta(days=40))
    admit(days_ago=10)

    [line] = [one for one in steps_of(by, lee)[1] if one.step.key == "first_individual"]

    assert not line.is_done


# Who is late


def test_late_begins_on_the_day_after(admit, by):
    admit(days_ago=3)  # orientation is due today
    assert late(by)[0] == []
    assert {one.step.key for one in due_soon(by)[0].steps} >= {"orientation"}


def test_a_day_later_it_is_late(admit, by, lee):
    admit(days_ago=4)
    [line] = late(by)[0]
    assert (line.patient, line.day) == (lee, 5)
    assert [(one.step.key, one.days) for one in line.steps] == [("orientation", 1)]


def test_whoever_has_left_is_owed_nothing_any_more(admit, by, today):
    episode = admit(days_ago=20)
    services.discharge(episode=episode, leaving=Leaving(today, "2"), at=by.at, by=by)
    assert late(by) == ([], False)


# The pages


def test_a_step_is_done_and_taken_back_on_the_page(sign_in, ruth, admit, lee):
    client, row = sign_in(ruth), step(admit(days_ago=5))
    page = reverse("intake:orientation", args=[lee.pk])
    url = reverse("intake:first_weeks_step", args=[row.pk])
    assert "2 days late" in client.get(page).content.decode()

    body = client.post(url, {"note": "With Theo"}, follow=True).content.decode()
    assert "With Theo" in body
    body = client.post(url, {"act": "take_back"}, follow=True).content.decode()

    assert "With Theo" not in body


def test_a_tick_on_the_page_of_who_is_late_comes_back_there(sign_in, ruth, admit):
    row, page = step(admit(days_ago=5)), reverse("intake:first_weeks")
    url = reverse("intake:first_weeks_step", args=[row.pk])

    answer = sign_in(ruth).post(url, {"back": page})

    assert answer.url == page
    assert sign_in(ruth).post(url, {"back": "//evil.example"}).url.startswith("/pat")


def test_a_counselor_sees_their_own_and_the_desk_everyone(
    clinic, sign_in, ruth, ben, vera, admit, lee
):
    row = step(admit(days_ago=9))
    page, one = (
        reverse("intake:first_weeks"),
        reverse("intake:orientation", args=[lee.pk]),
    )
    url = reverse("intake:first_weeks_step", args=[row.pk])

    for who in (ruth, clinic.staff["faye"], clinic.staff["sylvia"]):
        client = sign_in(who)
        assert "Lee" in client.get(page).content.decode()
        assert client.get(one).status_code == 200
    for who in (ben, vera):
        client = sign_in(who)
        assert "Lee" not in client.get(page).content.decode()
        assert client.get(one).status_code == 404
        assert client.post(url).status_code == 404
    row.refresh_from_db()
    assert row.done_at is None


def test_only_the_director_changes_the_list(clinic, sign_in, ruth):
    url = reverse("intake:first_weeks_list")
    grace = sign_in(clinic.staff["grace"])
    assert sign_in(ruth).get(url).status_code == 404

    body = grace.post(url, {"label": "Tour", "due_days": "2"}, follow=True)
    assert "Tour" in body.content.decode()
    answer = grace.post(url, {"label": "Never", "due_days": "99"})
    grace.post(url, {"act": "remove", "key": "tour"})

    assert answer.status_code == 422
    assert "Tour" not in grace.get(url).content.decode()


def test_the_page_asks_the_database_as_often_for_many(
    clinic, sign_in, by, ruth, admission, admit
):
    client, url = sign_in(ruth), reverse("intake:first_weeks")
    admit(days_ago=20)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    newcomers(clinic, by, ruth, admission, 5)

    with CaptureQueriesContext(connection) as many:
        body = client.get(url).content.decode()

    assert "Comer4" in body
    assert len(many) == len(few)


def test_without_an_admission_the_page_says_when_the_list_begins(sign_in, ruth, lee):
    page = reverse("intake:orientation", args=[lee.pk])
    assert "begins by itself" in sign_in(ruth).get(page).content.decode()
