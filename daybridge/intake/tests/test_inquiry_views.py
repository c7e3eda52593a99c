"""The pages of intake, as a coordinator at the front desk uses them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.intake import services
from daybridge.intake.models import AssessmentBooking, Inquiry, Stage, StageChange
from daybridge.people.models import Patient
from daybridge.people.services.names import index_names
from tests.cast import hire, today
from tests.naughty import naughty_strings

pytestmark = pytest.mark.django_db
CALLED = {"first_name": "Nadia", "last_name": "Haddad", "phone": "215-555-0144"}
ON_THE_FORM = {"caller": "self", "language": "en"}


@pytest.fixture
def noor(clinic):
    return hire(clinic, "Noor", "Aziz", "front_desk")


@pytest.fixture
def desk(sign_in, noor):
    return sign_in(noor)


@pytest.fixture
def inquiry(viewer, noor):
    return services.receive_inquiry(values=CALLED, at=timezone.now(), by=viewer(noor))


def of(name, row):
    return reverse(f"intake:{name}", args=[row.pk])


def inquiries_of(clinic):
    return Inquiry.objects.in_program(clinic.program)


def test_the_board_shows_who_asked_where_they_are_and_whose_they_are(desk, inquiry):
    page = desk.get(reverse("intake:board")).content.decode()
    assert "Nadia Haddad" in page
    assert "under 1 h · in time" in page
    assert "Ask the screening questions" in page
    assert "No message" in page
    assert "Yours" in page


def test_a_board_without_anyone_says_what_will_stand_here(desk):
    assert b"Nobody has asked yet" in desk.get(reverse("intake:board")).content


@pytest.mark.parametrize(
    ("query", "there"),
    [("?q=hadd", True), ("?q=0144", True), ("?q=nadia+had", True), ("?q=moreau", False),
     ("?owner=mine", True), ("?q=%00", True)],
)  # fmt: skip
def test_the_board_can_be_searched(desk, inquiry, query, there):
    page = desk.get(reverse("intake:board") + query).content.decode()
    assert ("Nadia" in page) is there


def test_somebody_elses_inquiries_are_not_mine(clinic, sign_in, inquiry):
    other = sign_in(hire(clinic, "Jo", "Park", "front_desk"))
    url = reverse("intake:board")
    assert b"Nadia" not in other.get(url + "?owner=mine").content
    assert b"Noor Aziz" in other.get(url).content


def test_a_call_is_taken_down_with_nothing_but_a_number(desk, clinic, noor):
    answer = desk.post(reverse("intake:new"), ON_THE_FORM | {"phone": "215 555 0199"})
    row = inquiries_of(clinic).get()
    assert answer.url == of("inquiry", row)
    assert (row.phone_e164, row.owner_id) == ("+12155550199", noor.pk)


@pytest.mark.parametrize(
    ("more", "said"),
    [({}, "Write a name"), ({"phone": "12"}, "no whole telephone number"),
     ({"first_name": "Jo", "may_leave_message": "on"}, "Write the number"),
     ({"first_name": "Jo", "times-0-day": "1", "times-0-start": "12:00",
       "times-0-end": "09:00"}, "before the beginning")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_the_question(desk, clinic, more, said):
    answer = desk.post(reverse("intake:new"), ON_THE_FORM | more)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not inquiries_of(clinic).exists()


def test_times_of_the_week_are_kept_and_read_back(desk, clinic):
    times = {
        "first_name": "Jo", "times-0-day": "0", "times-0-can": "0",
        "times-0-start": "17:30", "times-0-end": "20:30", "times-1-day": "",
    }  # fmt: skip
    desk.post(reverse("intake:new"), ON_THE_FORM | times)
    row = inquiries_of(clinic).get()
    assert row.times_wanted == [
        {"day": 0, "from": "17:30", "to": "20:30", "can": False}
    ]
    page = desk.get(of("inquiry", row)).content.decode()
    assert "Monday 5:30 pm to 8:30 pm: cannot come" in page
    assert 'value="17:30"' in desk.get(of("change", row)).content.decode()


def test_any_text_is_kept_and_shown_as_text(desk, clinic):
    """Every text of the public list; refusals are sentences, never failures."""
    kept = 0
    for text in naughty_strings():
        sent = {"first_name": text[:100], "last_name": "X", "words": text}
        answer = desk.post(reverse("intake:new"), ON_THE_FORM | sent)
        assert answer.status_code in (302, 422), text
        kept += answer.status_code == 302
    assert kept > 400
    assert inquiries_of(clinic).count() == kept
    assert desk.get(reverse("intake:board")).status_code == 200


def test_known_people_are_recognized_while_a_call_is_taken_down(desk, lee):
    index_names(patients=[lee])
    query = "?first_name=Lea&last_name=Moreau&born_on=1990-02-03"
    page = desk.get(reverse("intake:matches") + query).content.decode()
    assert "Lee Moreau" in page
    assert "the same last name, the same birth date" in page
    query = "?first_name=Lee&last_name=Morreau&born_on=1990-03-02"
    page = desk.get(reverse("intake:matches") + query).content.decode()
    assert "a name spelled almost alike, a birth date one slip apart" in page


def test_a_call_is_logged_with_the_button_that_says_how_it_went(desk, inquiry):
    desk.post(of("call", inquiry), {"outcome": "no_answer"})
    assert inquiry.calls.get().outcome == "no_answer"
    assert b"Call: no answer" in desk.get(of("inquiry", inquiry)).content


def test_the_page_says_what_may_be_said(desk, inquiry, viewer, noor):
    page = desk.get(of("inquiry", inquiry)).content.decode()
    assert "this is Noor Aziz. May I speak to Nadia?" in page
    assert "Leave no message." in page
    assert "Left a message" not in page
    told = {"may_leave_message": True, "message_name": "Sam from work"}
    services.amend_inquiry(inquiry=inquiry, values=told, at=timezone.now(),
                           by=viewer(noor))  # fmt: skip
    page = desk.get(of("inquiry", inquiry)).content.decode()
    assert "this is Sam from work." in page
    assert "Left a message" in page


def test_calling_back_is_asked_when(desk, inquiry):
    answer = desk.post(of("call", inquiry), {"outcome": "call_back"})
    assert answer.status_code == 422
    assert "Say when to call back." in answer.content.decode()
    day = today() + timedelta(days=1)
    desk.post(of("call", inquiry), {"outcome": "call_back", "call_back_time": "15:00",
              "call_back_on": day.isoformat()})  # fmt: skip
    assert "Call back " in desk.get(reverse("intake:board")).content.decode()


def test_an_inquiry_is_moved_by_a_plain_form(desk, inquiry):
    sent = {"to": "screened", "version": inquiry.version}
    assert desk.post(of("stage", inquiry), sent).url == reverse("intake:board")
    inquiry.refresh_from_db()
    assert inquiry.stage == Stage.SCREENED


def test_an_end_without_a_reason_is_asked_for_one(desk, inquiry):
    answer = desk.post(of("stage", inquiry), {"to": "lost", "version": 1})
    assert answer.status_code == 422
    assert "Say why it ends" in answer.content.decode()


def test_two_who_move_one_card_see_both_sides(desk, inquiry, clinic, viewer, noor):
    services.move(inquiry=inquiry, to="screened", reason="", at=timezone.now(),
                  by=viewer(noor))  # fmt: skip
    answer = desk.post(of("stage", inquiry), {"to": "benefits", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Noor Aziz moved it to Screened" in page
    assert "You chose Benefits checked" in page
    assert 'value="2"' in page
    desk.post(of("stage", inquiry), {"to": "benefits", "version": 2})
    inquiry.refresh_from_db()
    assert inquiry.stage == "benefits"


def test_dropping_a_card_on_booked_leads_to_the_booking(desk, inquiry):
    answer = desk.post(of("stage", inquiry), {"to": "booked", "version": 1})
    assert answer.url == of("book", inquiry)


def test_a_form_sent_twice_moves_once(desk, inquiry):
    sent = {
        "to": "screened", "version": 1,
        "submission": "0190c0de-0000-7000-8000-000000000001",
    }  # fmt: skip
    first = desk.post(of("stage", inquiry), sent)
    again = desk.post(of("stage", inquiry), sent)
    assert first.url == again.headers["Location"]
    assert StageChange.objects.in_program(inquiry.program_id).count() == 2


def test_an_offered_time_is_booked_with_one_press(desk, inquiry, ruth):
    page = desk.get(of("book", inquiry))
    offer = next(one for one in page.context["offers"] if one.assessor == ruth)
    slot = f"{ruth.pk}|{offer.times[0].isoformat()}"
    answer = desk.post(of("book", inquiry), {"mode": "in_person", "slot": slot})
    assert answer.url == of("inquiry", inquiry)
    booking = inquiry.bookings.get()
    assert (booking.assessor, booking.starts_at) == (ruth, offer.times[0])
    again = desk.get(of("book", inquiry))
    times = [one.times for one in again.context["offers"] if one.assessor == ruth]
    assert offer.times[0] not in times[0]


def test_a_likely_person_is_asked_about_before_anything_is_booked(
    desk, viewer, noor, ruth, lee
):
    told = {"first_name": "Lee", "last_name": "Moreau", "born_on": lee.born_on}
    row = services.receive_inquiry(values=told, at=timezone.now(), by=viewer(noor))
    sent = typed(ruth)
    answer = desk.post(of("book", row), sent)
    assert answer.status_code == 422
    assert "Say first whether this is someone we know." in answer.content.decode()
    desk.post(of("book", row), sent | {"person": str(lee.pk)})
    assert row.bookings.get().patient == lee


def test_a_booking_is_moved_and_cancelled(desk, inquiry, ruth):
    desk.post(of("book", inquiry), typed(ruth))
    booking = inquiry.bookings.get()
    desk.post(of("move_booking", booking), typed(ruth, "11:00"))
    moved = AssessmentBooking.objects.in_program(ruth.program_id).standing().get()
    assert moved.moved_from == booking
    assert desk.get(of("cancel_booking", moved)).status_code == 200
    desk.post(of("cancel_booking", moved), {"reason": "They are ill"})
    inquiry.refresh_from_db()
    assert inquiry.stage == Stage.REACHED
    answer = desk.post(of("cancel_booking", moved), {"reason": "Again"})
    assert "moved or cancelled already" in answer.content.decode()


def test_a_time_that_is_taken_is_said_beside_the_time(
    desk, inquiry, ruth, viewer, noor
):
    desk.post(of("book", inquiry), typed(ruth))
    other = services.receive_inquiry(values={"first_name": "Jo"}, at=timezone.now(),
                                     by=viewer(noor))  # fmt: skip
    answer = desk.post(of("book", other), typed(ruth))
    assert answer.status_code == 422
    assert "has another assessment at this time" in answer.content.decode()


def test_someone_is_put_on_record_before_anything_is_booked(desk, inquiry, clinic):
    assert b"Someone new" in desk.get(of("person", inquiry)).content
    assert desk.post(of("person", inquiry), {"person": "new"}).status_code == 302
    row = Patient.objects.in_program(clinic.program).get(legal_last_name="Haddad")
    inquiry.refresh_from_db()
    assert inquiry.patient == row
    answer = desk.post(of("person", inquiry), {"person": "nobody"})
    assert answer.status_code == 422


def test_screening_asks_only_what_was_not_answered(desk, inquiry, viewer, noor):
    said = {"danger": "no", "withdrawal": "none"}
    services.amend_inquiry(inquiry=inquiry, values={"self_check": said},
                           at=timezone.now(), by=viewer(noor))  # fmt: skip
    page = desk.get(of("screening", inquiry))
    assert set(page.context["form"].fields) == {
        "supervision", "home", "impact", "willing", "times",
    }  # fmt: skip
    rest = {"supervision": "no", "home": "alone", "impact": "large", "willing": "yes",
            "times": "evenings"}  # fmt: skip
    desk.post(of("screening", inquiry), rest)
    inquiry.refresh_from_db()
    assert inquiry.stage == Stage.SCREENED
    assert (
        b"Nothing they said is against it." in desk.get(of("inquiry", inquiry)).content
    )


def test_danger_is_said_first_and_nothing_more_is_asked(desk, inquiry):
    desk.post(of("screening", inquiry), {"danger": "yes"})
    page = desk.get(of("inquiry", inquiry)).content.decode()
    assert "Get help right now" in page
    assert "988" in page
    assert not desk.get(of("screening", inquiry)).context["form"].fields


def test_an_inquiry_is_taken_and_noted(sign_in, clinic, inquiry):
    jo = hire(clinic, "Jo", "Park", "front_desk")
    other = sign_in(jo)
    other.post(of("owner", inquiry), {})
    other.post(of("note", inquiry), {"text": "Prefers mornings"})
    assert other.post(of("note", inquiry), {"text": ""}).status_code == 422
    inquiry.refresh_from_db()
    assert inquiry.owner == jo
    assert b"Prefers mornings" in other.get(of("inquiry", inquiry)).content


def test_what_two_write_about_one_inquiry_is_shown_side_by_side(desk, inquiry):
    sent = ON_THE_FORM | CALLED
    desk.post(of("change", inquiry), sent | {"version": 1, "words": "first"})
    answer = desk.post(of("change", inquiry), sent | {"version": 1, "words": "second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "first" in page
    assert "second" in page


@pytest.mark.parametrize(
    "name", ["inquiry", "stage", "change", "person", "book", "screening"]
)
def test_vera_and_a_counselor_get_what_is_not_there(
    sign_in, vera, ruth, inquiry, desk, name
):
    assert desk.get(of(name, inquiry)).status_code == 200
    for staff in (vera, ruth):
        assert sign_in(staff).get(of(name, inquiry)).status_code == 404


def test_the_board_costs_the_same_for_any_number(
    desk, viewer, noor, django_assert_max_num_queries
):
    by, now = viewer(noor), timezone.now()
    for number in range(30):
        row = services.receive_inquiry(values={"first_name": f"N{number}"}, at=now,
                                       by=by)  # fmt: skip
        if number % 3:
            services.move(inquiry=row, to="screened", reason="", at=now, by=by)
    url = reverse("intake:board")
    desk.get(url)
    with django_assert_max_num_queries(26):
        page = desk.get(url).content.decode()
    assert page.count("data-card") == 10 + 20 + 0
    assert "?stage=screened" not in page  # twenty fit


def test_a_list_goes_on_on_the_next_page(desk, viewer, noor):
    by, now = viewer(noor), timezone.now()
    for number in range(30):
        row = services.receive_inquiry(
            values={"first_name": f"N{number}"}, at=now - timedelta(hours=number), by=by
        )
        services.move(inquiry=row, to="lost", reason="Gone", at=now, by=by)
    page = desk.get(reverse("intake:inquiries"))
    assert len(page.context["cards"]) == 25
    after = page.context["after"]
    rest = desk.get(reverse("intake:inquiries") + f"?after={after}")
    names = [card.name for card in (*page.context["cards"], *rest.context["cards"])]
    assert names == [f"N{number}" for number in range(30)]


def typed(assessor, hour="10:00"):
    """A time a week from now, typed by hand."""
    return {
        "mode": "in_person", "assessor": str(assessor.pk), "minutes": "60",
        "on": (today() + timedelta(days=7)).isoformat(), "start": hour,
    }  # fmt: skip
