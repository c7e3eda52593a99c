"""Delivered but not billable, because …: the list, its buttons, and who reads it."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import Barrier, Notice
from daybridge.attendance.services import record_arrival
from daybridge.audit.models import AuditEvent
from daybridge.keys import new_id
from daybridge.notes.models import Note
from daybridge.notes.queries.service_days import days_of
from daybridge.programs.models import DayRule
from tests.cast import ZONE

NAUGHTY = "=HYPERLINK(1) <b>x</b>"


@pytest.fixture(autouse=True)
def a_group_of_yesterday(clinic):
    """The cast's group, moved to yesterday: it is over whatever the time is now."""
    session = clinic.session
    session.starts_at -= timedelta(days=1)
    session.ends_at -= timedelta(days=1)
    session.save()
    for place in session.attendances.all():
        place.starts_at = session.starts_at
        place.save()


@pytest.fixture
def that_day(clinic):
    return clinic.session.starts_at.astimezone(ZONE).date()


@pytest.fixture
def an_hour_later(clinic, viewer):
    """`an_hour_later(omar)`: Omar, an hour after the group ended."""

    def make(staff):
        return viewer(staff, at=clinic.session.ends_at + timedelta(hours=1))

    return make


@pytest.fixture
def judged(clinic, an_hour_later, that_day):
    """`judged(omar)`: the service days of that day as Omar may read them."""

    def read(staff):
        return days_of(clinic.program, an_hour_later(staff), that_day)

    return read


@pytest.fixture
def came(clinic, viewer, ruth):
    """`came(dana, minutes_late=30)`: she was there, half an hour late."""

    def arrive(patient, minutes_late=0):
        at = clinic.session.starts_at + timedelta(minutes=minutes_late)
        record_arrival(
            attendance=clinic.session.attendances.get(patient=patient),
            at=at, by=viewer(ruth), arrived_at=at,
        )  # fmt: skip

    return arrive


def url_on(day):
    return reverse("notes:service_days", query={"on": day.isoformat()})


def test_three_hours_with_a_signed_note_count(signed_note, judged, dana, ruth, omar):
    signed_note(dana, ruth)

    [day] = judged(omar)

    assert day.verdict.can_be_billed
    assert (day.verdict.minutes, day.code, day.units) == (180, "H0015", 1)


def test_a_note_that_is_not_written_holds_the_day(came, judged, dana, omar):
    came(dana)

    [day] = judged(omar)

    assert day.verdict.counts_under.name == "Three hours"
    assert [hold.code.name for hold in day.verdict.holds] == ["NOTE_MISSING"]


def test_a_draft_holds_the_day(fill_card, judged, dana, ruth, omar):
    fill_card(dana, ruth)

    [day] = judged(omar)

    assert [hold.code.name for hold in day.verdict.holds] == ["NOTE_UNSIGNED"]


def test_a_minute_under_three_hours_is_too_short(came, judged, dana, omar):
    came(dana, minutes_late=1)

    [day] = judged(omar)

    assert day.verdict.counts_under is None
    assert "TOO_SHORT" in [hold.code.name for hold in day.verdict.holds]


def test_an_individual_session_adds_its_minutes(clinic, came, judged, dana, ruth, omar):
    came(dana, minutes_late=30)
    Note.objects.create(
        program=clinic.program, kind="individual", patient=dana, author=ruth,
        happened_at=clinic.session.starts_at - timedelta(hours=1), minutes=50,
    )  # fmt: skip

    [day] = judged(omar)

    assert day.verdict.minutes == 200
    assert day.verdict.counts_under is not None


def test_the_most_demanding_rule_that_is_reached_counts(
    clinic, signed_note, judged, dana, ruth, omar
):
    DayRule.objects.create(
        program=clinic.program, name="Any service", min_services=1, source="A payer",
        starts_on="2024-01-01",
    )  # fmt: skip
    signed_note(dana, ruth)

    [day] = judged(omar)

    assert day.verdict.counts_under.name == "Any service"


@pytest.mark.parametrize(
    ("who", "status"),
    [("omar", 200), ("sylvia", 200), ("grace", 200), ("ruth", 404), ("faye", 404),
     ("nora", 404), ("theo", 404), ("ivan", 404)],
)  # fmt: skip
def test_who_reads_service_days(clinic, sign_in, came, dana, that_day, who, status):
    came(dana)
    browser = sign_in(clinic.staff[who])

    assert browser.get(url_on(that_day)).status_code == status
    day = reverse("notes:service_day", args=[dana.pk, that_day.isoformat()])
    assert browser.get(day).status_code == status
    assert browser.get(reverse("notes:service_days_file")).status_code == status


def test_vera_sees_her_own_programs_days_and_none_of_ours(
    sign_in, came, dana, that_day, vera
):
    came(dana)
    browser = sign_in(vera)

    assert "Dana" not in browser.get(url_on(that_day)).content.decode()
    refused = browser.get(
        reverse("notes:service_day", args=[dana.pk, that_day.isoformat()])
    )
    absent = browser.get(
        reverse("notes:service_day", args=[new_id(), that_day.isoformat()])
    )
    assert refused.status_code == absent.status_code == 404
    assert refused.content == absent.content


def test_a_barrier_closes_the_day_too(clinic, came, judged, dana, omar, ruth):
    came(dana)
    Barrier.objects.create(
        program=clinic.program, patient=dana, staff=omar, reason="Her brother",
        set_at=timezone.now(), set_by=ruth,
    )  # fmt: skip

    assert judged(omar) == []


def test_a_biller_reads_no_word_of_any_note(
    signed_note, sign_in, dana, ruth, omar, that_day
):
    signed_note(dana, ruth, sentence="A very private observation")

    page = sign_in(omar).get(url_on(that_day)).content.decode()
    day = reverse("notes:service_day", args=[dana.pk, that_day.isoformat()])

    assert "Dana Whitfield" in page
    assert "private observation" not in page
    assert "private observation" not in sign_in(omar).get(day).content.decode()


def test_the_biller_reminds_the_writer_once(sign_in, came, dana, ruth, omar, that_day):
    came(dana)
    browser = sign_in(omar)
    assert "Remind Ruth Abelson" in browser.get(url_on(that_day)).content.decode()
    form = {"staff": str(ruth.pk), "on": that_day.isoformat()}

    for _ in range(2):
        browser.post(reverse("notes:remind"), form | {"submission": str(new_id())})

    notice = Notice.objects.in_program(dana.program_id).get()
    assert notice.staff == ruth
    assert "Dana" not in notice.text


def test_a_reminder_to_someone_elsewhere_is_refused(sign_in, omar, vera, that_day):
    answer = sign_in(omar).post(
        reverse("notes:remind"), {"staff": str(vera.pk), "on": that_day.isoformat()}
    )

    assert answer.status_code == 404


def test_a_reminder_leads_back_to_our_own_page_only(sign_in, omar, ruth, that_day):
    answer = sign_in(omar).post(
        reverse("notes:remind"),
        {
            "staff": str(ruth.pk),
            "on": that_day.isoformat(),
            "back": "https://evil.test/",
        },
    )

    assert answer.headers["Location"].startswith("/service-days/")


def test_the_file_has_each_day_and_no_formula(sign_in, came, dana, omar, that_day):
    dana.preferred_name = NAUGHTY
    dana.save()
    came(dana)

    answer = sign_in(omar).get(
        reverse("notes:service_days_file", query={"on": that_day.isoformat()})
    )

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["date"] for row in rows] == [that_day.isoformat()]
    assert rows[0]["patient"].startswith("'=HYPERLINK")
    assert rows[0]["units"] == "0"
    assert AuditEvent.objects.filter(action="reports.exported").count() == 1


def test_names_are_shown_literally(sign_in, came, dana, omar, that_day):
    dana.preferred_name = NAUGHTY
    dana.save()
    came(dana)

    page = sign_in(omar).get(url_on(that_day)).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_twelve_people_cost_no_more_statements_than_one(
    clinic, sign_in, came, omar, that_day, django_assert_num_queries
):
    browser = sign_in(omar)
    came(clinic.patients[0])
    browser.get(url_on(that_day))
    with django_assert_num_queries(6):
        browser.get(url_on(that_day))

    for patient in clinic.patients[1:]:
        came(patient)

    with django_assert_num_queries(6):
        browser.get(url_on(that_day))


@pytest.mark.parametrize("on", ["yesterday", "2026-99-99", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_read_is_today(sign_in, omar, on):
    page = sign_in(omar).get(reverse("notes:service_days", query={"on": on}))

    assert page.status_code == 200
    assert page.context["is_today"]
