"""Handing an address over, and taking it back."""

import re

import icalendar
import pytest
from django.urls import reverse

from daybridge.audit.models import AuditEvent
from daybridge.calendars import services
from daybridge.calendars.models import CalendarFeed, CalendarWords
from daybridge.schedule import services as schedule

SECRET = re.compile(r"/calendar/([\w-]{32})\.ics")


@pytest.fixture
def desk(clinic, sign_in):
    """Faye's browser."""
    return sign_in(clinic.staff["faye"])


def hand_over(client, patient, device="Own phone"):
    return client.post(reverse("calendars:make", args=[patient.pk]), {"device": device})


def secret_in(answer):
    return SECRET.search(answer.content.decode())[1]


def rows(program):
    return CalendarFeed.objects.in_program(program).order_by("created_at", "pk")


def test_an_address_is_shown_once_and_works(clinic, dana, desk, read):
    answer = hand_over(desk, dana)

    secret = secret_in(answer)
    assert read(secret).status_code == 200
    assert b"data:image/svg+xml" in answer.content
    page = desk.get(reverse("calendars:of", args=[dana.pk]))
    assert secret.encode() not in page.content
    assert b"Own phone" in page.content


def test_how_to_subscribe_is_in_the_language_of_the_patient(dana, desk):
    dana.language = "es"
    dana.save()

    answer = hand_over(desk, dana)

    assert "Su calendario mostrará «Cita»" in answer.content.decode()


def test_a_new_address_ends_the_old_one(clinic, dana, desk, read):
    old = secret_in(hand_over(desk, dana))
    feed = rows(clinic.program).get()

    new = secret_in(desk.post(reverse("calendars:replace", args=[feed.pk])))

    assert [read(old).status_code, read(new).status_code] == [404, 200]
    assert [row.ending for row in rows(clinic.program)] == ["replaced", ""]


def test_an_address_that_ended_is_not_replaced(clinic, dana, desk):
    hand_over(desk, dana)
    feed = rows(clinic.program).get()
    desk.post(reverse("calendars:end", args=[feed.pk]))

    answer = desk.post(reverse("calendars:replace", args=[feed.pk]), follow=True)

    assert b"This address has ended. Make a new one." in answer.content
    assert rows(clinic.program).count() == 1


def test_ending_an_address_ends_it(clinic, dana, desk, read):
    secret = secret_in(hand_over(desk, dana))
    feed = rows(clinic.program).get()

    answer = desk.post(reverse("calendars:end", args=[feed.pk]), follow=True)

    assert read(secret).status_code == 404
    assert b"Addresses that ended" in answer.content


@pytest.mark.parametrize("device", ["", " ", "x" * 61])
def test_a_device_has_a_name(clinic, dana, desk, device):
    answer = hand_over(desk, dana, device)

    assert answer.status_code == 422
    assert not rows(clinic.program).exists()


def test_nobody_has_more_than_five_addresses(clinic, dana, desk):
    for number in range(5):
        hand_over(desk, dana, f"Phone {number}")

    answer = hand_over(desk, dana)

    assert answer.status_code == 422
    assert b"There are 5 addresses already." in answer.content
    assert rows(clinic.program).count() == 5


def test_somebody_out_of_care_gets_no_address(clinic, dana, desk, today_out):
    answer = hand_over(desk, dana)

    assert answer.status_code == 422
    assert b"They are not in care now" in answer.content
    assert not rows(clinic.program).exists()


@pytest.fixture
def today_out(dana):
    episode = dana.episodes.get()
    episode.discharged_on, episode.discharge_reason = episode.admitted_on, "1"
    episode.save()


def test_whoever_only_reads_sees_no_form(clinic, dana, desk, sign_in):
    hand_over(desk, dana)

    page = sign_in(clinic.staff["sylvia"]).get(reverse("calendars:of", args=[dana.pk]))

    assert page.status_code == 200
    assert b"Own phone" in page.content
    assert b"Make an address" not in page.content


def test_another_program_knows_nothing_of_it(clinic, dana, desk, vera, sign_in):
    hand_over(desk, dana)
    feed, elsewhere = rows(clinic.program).get(), sign_in(vera)

    asked = [
        elsewhere.get(reverse("calendars:of", args=[dana.pk])),
        hand_over(elsewhere, dana),
        elsewhere.post(reverse("calendars:replace", args=[feed.pk])),
        elsewhere.post(reverse("calendars:end", args=[feed.pk])),
        elsewhere.post(reverse("calendars:own_end", args=[feed.pk])),
    ]

    assert {answer.status_code for answer in asked} == {404}
    assert rows(clinic.program).get().ended_at is None


def test_the_page_asks_as_much_for_many_addresses(
    dana, desk, by, django_assert_max_num_queries
):
    url = reverse("calendars:of", args=[dana.pk])
    for number in range(5):
        made = services.make_feed_for_patient(
            patient=dana, device=f"Phone {number}", at=by.at, by=by
        )
        services.end_feed(feed=made.feed, at=by.at, by=by)
    desk.get(url)

    with django_assert_max_num_queries(16):
        assert desk.get(url).status_code == 200


# One's own.


def test_ruth_makes_replaces_and_ends_her_own(clinic, ruth, sign_in, read):
    browser = sign_in(ruth)
    answer = browser.post(reverse("calendars:own_make"), {"device": "My phone"})
    first = secret_in(answer)
    assert f"webcal://testserver/calendar/{first}.ics".encode() in answer.content
    feed = rows(clinic.program).get()
    assert (feed.staff_id, feed.patient_id) == (ruth.pk, None)

    second = secret_in(browser.post(reverse("calendars:own_replace", args=[feed.pk])))
    feed = rows(clinic.program).get(ended_at=None)
    assert [read(first).status_code, read(second).status_code] == [404, 200]

    browser.post(reverse("calendars:own_end", args=[feed.pk]))
    assert read(second).status_code == 404


def test_nobody_ends_the_calendar_of_a_colleague(clinic, own, ben, sign_in):
    answer = sign_in(ben).post(reverse("calendars:own_end", args=[own.feed.pk]))

    assert answer.status_code == 404
    assert rows(clinic.program).get().ended_at is None


def test_calendars_of_staff_are_not_among_those_of_patients(own, by):
    assert not CalendarFeed.objects.visible_to(by).exists()


# Words.


def words_sent(english, version="0"):
    return {"english": english, "spanish": "", "version": version}


def test_the_director_chooses_the_word(clinic, sign_in):
    director, url = sign_in(clinic.staff["grace"]), reverse("calendars:words")

    answer = director.post(url, words_sent("Coffee"))

    assert answer.status_code == 302
    assert CalendarWords.objects.in_program(clinic.program).get().english == "Coffee"
    assert b"Coffee" in director.get(url).content


@pytest.mark.parametrize("word", ["Recovery group", "IOP", "Sober", "Mi terapia"])
def test_a_word_that_tells_is_refused_beside_its_field(clinic, sign_in, word):
    answer = sign_in(clinic.staff["grace"]).post(
        reverse("calendars:words"), words_sent(word)
    )

    assert answer.status_code == 422
    assert "would understand what it is for" in answer.content.decode()
    assert not CalendarWords.objects.in_program(clinic.program).exists()


def test_words_that_changed_meanwhile_are_not_written_over(clinic, sign_in):
    director, url = sign_in(clinic.staff["grace"]), reverse("calendars:words")
    director.post(url, words_sent("Coffee"))

    answer = director.post(url, words_sent("Tea"))

    assert answer.status_code == 422
    assert b"Somebody changed these words meanwhile." in answer.content
    assert CalendarWords.objects.in_program(clinic.program).get().english == "Coffee"


def test_only_the_director_chooses_the_word(clinic, sign_in):
    for name in ("faye", "ruth", "sylvia"):
        page = sign_in(clinic.staff[name]).get(reverse("calendars:words"))
        assert page.status_code == 404


# Invitations.


def invitation(client, session):
    return client.get(reverse("calendars:invitation", args=[session.pk]))


def test_an_invitation_asks_and_a_cancelled_one_takes_back(alone, desk, by, dana):
    asking = invitation(desk, alone)
    schedule.cancel_session(
        session=alone, reason="staff", note="", told=[], at=by.at, by=by
    )
    taking_back = invitation(desk, alone)

    said = []
    for answer in (asking, taking_back):
        calendar = icalendar.Calendar.from_ical(answer.content)
        [event] = calendar.walk("VEVENT")
        method = answer.headers["Content-Type"].rpartition("method=")[2]
        assert calendar["METHOD"] == method
        assert event["SUMMARY"] == "Appointment"
        assert event["ATTENDEE"] == "mailto:dana@example.org"
        assert event["ORGANIZER"] == f"mailto:{alone.leader.user.email}"
        assert b"Individual" not in answer.content
        said.append((method, event["STATUS"], event["UID"], event["SEQUENCE"]))
    (first, confirmed, uid, number), (second, off, same, higher) = said
    assert (first, confirmed, second, off) == (
        "REQUEST", "CONFIRMED", "CANCEL", "CANCELLED",
    )  # fmt: skip
    assert uid == same
    assert higher > number


def test_an_invitation_is_the_same_event_as_in_the_calendar(alone, desk, made, events):
    [event] = icalendar.Calendar.from_ical(invitation(desk, alone).content).walk(
        "VEVENT"
    )

    assert event["UID"] in [one["UID"] for one in events(made.secret)]


def test_taking_an_invitation_is_in_the_audit(alone, desk, dana):
    invitation(desk, alone)

    row = AuditEvent.objects.get(action="calendars.invitation_taken")
    assert (row.patient_id, row.target_id) == (dana.pk, alone.pk)


def test_the_page_of_a_session_leads_to_its_invitation(clinic, alone, desk, sign_in):
    url = reverse("calendars:invitation", args=[alone.pk]).encode()
    page = reverse("schedule:session", args=[alone.pk])

    assert url in desk.get(page).content
    assert url not in sign_in(clinic.staff["sylvia"]).get(page).content


def test_a_group_has_no_invitation(clinic, desk):
    assert invitation(desk, clinic.session).status_code == 404


def test_whoever_has_no_email_is_not_invited_by_one(alone, desk, dana):
    dana.email = ""
    dana.save()

    assert invitation(desk, alone).status_code == 404


def test_another_program_invites_nobody(alone, vera, sign_in):
    assert invitation(sign_in(vera), alone).status_code == 404
