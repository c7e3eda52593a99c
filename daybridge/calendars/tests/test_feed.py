"""What a calendar program reads: every time, no word of what it is for."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybridge.access.services import set_barrier
from daybridge.audit.models import AuditEvent
from daybridge.calendars import services
from daybridge.calendars.models import CalendarFeed
from daybridge.calendars.views import feed as feed_view
from daybridge.intake.models import AssessmentBooking, Inquiry
from daybridge.people.services.leaving import leave
from daybridge.programs.models import Closure
from daybridge.schedule import services as schedule
from daybridge.schedule.values import SessionChanges
from tests.naughty import naughty_strings

TELLING = (
    b"Dana", b"Whitfield", b"Ruth", b"Abelson", b"skills", b"IOP", b"Schuylkill",
    b"Room 2", b"Urges", b"counsel", b"Individual", b"Daybridge",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def test_a_patients_calendar_says_when_and_nothing_else(clinic, made, read, events):
    [tonight] = events(made.secret)

    assert tonight["DTSTART"].dt == clinic.session.starts_at
    assert tonight["DTEND"].dt == clinic.session.ends_at
    assert tonight["SUMMARY"] == "Appointment"
    assert tonight["STATUS"] == "CONFIRMED"
    assert tonight["CLASS"] == "PRIVATE"
    content = read(made.secret).content
    assert [word for word in TELLING if word in content] == []


def test_a_calendar_speaks_the_language_of_its_person(dana, made, read, events):
    dana.language = "es"
    dana.save()

    [tonight] = events(made.secret)

    assert tonight["SUMMARY"] == "Cita"
    assert b"NAME:Citas" in read(made.secret).content


def test_a_language_we_do_not_speak_is_english(dana, made, events):
    dana.language = "vi"
    dana.save()

    assert events(made.secret)[0]["SUMMARY"] == "Appointment"


def test_an_appointment_is_called_what_the_program_chose(clinic, made, events, viewer):
    by = viewer(clinic.staff["grace"])
    services.change_words(english="Coffee", spanish="", base_version=0, at=by.at, by=by)

    assert events(made.secret)[0]["SUMMARY"] == "Coffee"


def test_a_session_that_is_moved_stays_the_same_event(clinic, made, events, viewer):
    [before] = events(made.secret)
    by = viewer(clinic.staff["faye"])
    changes = SessionChanges.of(clinic.session)
    moved = schedule.change_session(
        session=clinic.session, base_version=1, at=by.at, by=by,
        changes=_later(changes),
    )  # fmt: skip

    [after] = events(made.secret)

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == moved.starts_at == before["DTSTART"].dt + LATER


LATER = timedelta(minutes=30)


def _later(changes):
    return replace(
        changes, starts_at=changes.starts_at + LATER, ends_at=changes.ends_at + LATER
    )


def test_a_cancelled_session_says_so_and_comes_back(clinic, made, events, viewer):
    [before] = events(made.secret)
    by = viewer(clinic.staff["faye"])
    schedule.cancel_session(
        session=clinic.session, reason="weather", note="Ice", told=[], at=by.at, by=by
    )
    [off] = events(made.secret)
    schedule.reinstate_session(session=clinic.session, at=by.at, by=by)
    [again] = events(made.secret)

    said = [(one["UID"], one["STATUS"], one["TRANSP"]) for one in (before, off, again)]
    uid = before["UID"]
    assert said == [
        (uid, "CONFIRMED", "OPAQUE"),
        (uid, "CANCELLED", "TRANSPARENT"),
        (uid, "CONFIRMED", "OPAQUE"),
    ]
    assert before["SEQUENCE"] < off["SEQUENCE"] < again["SEQUENCE"]


def test_a_place_that_is_taken_away_is_gone(clinic, dana, made, events):
    place = clinic.session.attendances.get(patient=dana)
    place.removed_at = timezone.now()
    place.save()

    assert events(made.secret) == []


def test_an_empty_calendar_is_still_a_calendar(clinic, dana, made, read):
    place = clinic.session.attendances.get(patient=dana)
    place.removed_at = timezone.now()
    place.save()

    assert b"BEGIN:VTIMEZONE" in read(made.secret).content


def test_by_video_is_said_and_the_link_is_not(clinic, made, read, events):
    clinic.session.room = None
    clinic.session.telehealth_url = "https://video.example/recovery"
    clinic.session.save()

    assert events(made.secret)[0]["DESCRIPTION"] == "By video."
    assert b"video.example" not in read(made.secret).content


def test_two_people_of_a_group_have_different_names_for_it(clinic, by, events):
    both = [
        services.make_feed_for_patient(patient=one, device="x", at=by.at, by=by)
        for one in clinic.patients[:2]
    ]

    [[first], [second]] = [events(made.secret) for made in both]

    assert first["DTSTART"].dt == second["DTSTART"].dt
    assert first["UID"] != second["UID"]


def test_the_last_week_is_still_there_and_what_was_before_is_not(clinic, made, events):
    with time_machine.travel(clinic.session.ends_at + timedelta(days=6)):
        assert len(events(made.secret)) == 1
    with time_machine.travel(clinic.session.ends_at + timedelta(days=9)):
        assert events(made.secret) == []


# What goes with it.


def test_a_calendar_is_kept_by_nobody_in_between(made, read):
    headers = read(made.secret).headers

    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in headers
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in read(made.secret).content


def test_what_is_the_same_is_not_sent_again(made, read):
    first = read(made.secret)

    same = read(made.secret, if_none_match=first.headers["ETag"])
    since = read(made.secret, if_modified_since=first.headers["Last-Modified"])

    assert [same.status_code, since.status_code] == [304, 304]
    assert same.content == b""
    assert same.headers["ETag"] == first.headers["ETag"]
    assert read(made.secret).content == first.content


def test_what_changed_is_sent(clinic, made, read):
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        first = read(made.secret)
    clinic.session.starts_at += timedelta(minutes=5)
    clinic.session.save()

    answer = read(made.secret, if_none_match=first.headers["ETag"])

    assert answer.status_code == 200
    assert answer.headers["Last-Modified"] != first.headers["Last-Modified"]


def test_asking_all_the_time_is_told_to_wait(made, read, monkeypatch):
    monkeypatch.setattr(feed_view, "PER_HOUR", 2)

    answers = [read(made.secret) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "3600"


def test_reading_is_in_the_audit_once_a_day(dana, made, read):
    rows = AuditEvent.objects.filter(action="calendars.feed_read")
    for _ in range(3):
        read(made.secret)
    assert [row.patient_id for row in rows] == [dana.pk]

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        read(made.secret)

    assert rows.all().count() == 2
    assert made.secret not in str(list(AuditEvent.objects.values()))


def test_a_program_of_many_appointments_is_read_in_as_many_queries(
    clinic, dana, made, read, django_assert_max_num_queries
):
    read(made.secret)
    for number in range(1, 60):
        start = clinic.session.starts_at + timedelta(days=number)
        session = type(clinic.session).objects.create(
            program=clinic.program, title="x", track=clinic.track, modality="skills",
            starts_at=start, ends_at=start + timedelta(hours=3),
            leader=clinic.staff["ruth"], capacity=12,
        )  # fmt: skip
        session.attendances.create(
            program=clinic.program, patient=dana, starts_at=start
        )

    with django_assert_max_num_queries(9):
        assert read(made.secret).content.count(b"BEGIN:VEVENT") == 60


# Nothing is told to whoever has no address.


def nowhere():
    return Client().get("/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics")


def whole(answer):
    return answer.status_code, dict(answer.headers), answer.content


def test_an_ended_address_is_as_if_it_had_never_been(made, by, read):
    assert read(made.secret).status_code == 200

    services.end_feed(feed=made.feed, at=by.at, by=by)

    assert read(made.secret).status_code == 404
    assert whole(read(made.secret)) == whole(nowhere())


@pytest.mark.parametrize(
    "secret", ["x", "x" * 5000, "%00", "%2F", "%ED%A0%80", "\u00f1"]
)
def test_what_is_no_secret_is_as_if_it_had_never_been(db, secret):
    assert whole(Client().get(f"/calendar/{secret}.ics")) == whole(nowhere())


def test_naughty_secrets_open_nothing(db):
    for text in naughty_strings():
        assert services.find_feed(text) is None


def test_known_and_unknown_secrets_ask_the_database_the_same(
    made, by, read, django_assert_num_queries
):
    services.end_feed(feed=made.feed, at=by.at, by=by)

    with django_assert_num_queries(1):
        read(made.secret)
    with django_assert_num_queries(1):
        nowhere()


def test_only_a_digest_is_stored(made):
    row = CalendarFeed.objects.across_programs(because="the test").values().get()

    assert made.secret not in str(row)
    assert len(made.secret) >= 32  # 192 bits


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_an_address_is_only_read(made, method):
    ask = getattr(Client(), method)
    url = reverse("calendars:feed", args=[made.secret])

    assert whole(ask(url)) == whole(ask("/calendar/AAAA.ics"))


# Staff.


def test_staff_read_what_they_lead_without_names(clinic, own, alone, read, events):
    group, person = events(own.secret)

    assert (group["SUMMARY"], group["LOCATION"]) == ("Group", "Room 2")
    assert person["SUMMARY"] == "Appointment, DW"
    content = read(own.secret).content
    assert [
        word for word in (b"Dana", b"Whitfield", b"skills") if word in content
    ] == []


def test_a_room_that_says_too_much_is_left_out(clinic, own, events):
    clinic.room.name = "Group therapy 2"
    clinic.room.save()

    assert "LOCATION" not in events(own.secret)[0]


def test_a_chart_closed_to_them_has_no_initials(
    clinic, ruth, own, alone, events, viewer
):
    by = viewer(clinic.staff["grace"])
    patient = alone.attendances.get().patient
    set_barrier(patient=patient, staff=ruth, reason="cousin", by=by, at=by.at)

    assert events(own.secret)[1]["SUMMARY"] == "Appointment"


def test_an_assessment_is_in_the_assessors_calendar(clinic, dana, ruth, own, events):
    start = clinic.session.starts_at - timedelta(days=2)
    inquiry = Inquiry.objects.create(
        program=clinic.program,
        patient=dana,
        first_contact_at=timezone.now(),
        stage_since=timezone.now(),
        first_name="Dana",
    )
    AssessmentBooking.objects.create(
        program=clinic.program, inquiry=inquiry, patient=dana, assessor=ruth,
        starts_at=start, ends_at=start + timedelta(hours=1), booked_at=timezone.now(),
    )  # fmt: skip

    first = events(own.secret)[0]

    assert (first["SUMMARY"], first["DTSTART"].dt) == ("Appointment, DW", start)


def test_closed_days_are_in_the_calendars_of_staff(clinic, own, events):
    day = clinic.session.starts_at.date() + timedelta(days=3)
    Closure.objects.create(program=clinic.program, on=day, name="Snow")

    closed = events(own.secret)[1]

    assert (closed["SUMMARY"], closed["DTSTART"].dt) == ("Closed", day)


def test_a_calendar_of_staff_ends_with_their_work(clinic, ruth, own, read, viewer):
    by = viewer(clinic.staff["grace"])

    leave(staff=ruth, by=by, at=by.at)

    assert whole(read(own.secret)) == whole(nowhere())
    assert CalendarFeed.objects.in_program(clinic.program).get().ending == "left"
