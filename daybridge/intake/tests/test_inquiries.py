"""An inquiry from the first word to care, as services write it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.models import TeamMembership
from daybridge.access.viewer import system_viewer
from daybridge.audit.models import AuditEvent
from daybridge.intake import services
from daybridge.intake.errors import (
    AlreadyTakenUp,
    CannotMove,
    InquiryChanged,
    IntakeError,
    NothingBooked,
    TimeTaken,
)
from daybridge.intake.models import AssessmentBooking, Inquiry, Stage
from daybridge.people.models import Patient
from tests.cast import hire

pytestmark = pytest.mark.django_db
CALLED = {"first_name": "Nadia", "last_name": "Haddad", "phone": "215-555-0144"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def noor(clinic):
    return hire(clinic, "Noor", "Aziz", "front_desk")


@pytest.fixture
def desk(viewer, noor):
    return viewer(noor)


@pytest.fixture
def inquiry(desk, now):
    return services.receive_inquiry(values=CALLED, at=now, by=desk)


@pytest.fixture
def appointment(ruth, now):
    def make(hours=24, assessor=ruth, **more):
        return services.Appointment(assessor, now + timedelta(hours=hours), **more)

    return make


def test_whoever_takes_the_call_has_reached_them_and_owns_it(inquiry, noor, desk, now):
    assert (inquiry.stage, inquiry.owner_id) == (Stage.REACHED, noor.pk)
    assert inquiry.phone_e164 == "+12155550144"
    [change] = inquiry.stage_changes.all()
    assert (change.from_stage, change.to_stage) == ("", "reached")
    assert AuditEvent.objects.filter(action="intake.inquiry_received").count() == 1


def test_what_comes_from_the_website_waits_for_an_owner(clinic, now):
    by = system_viewer(clinic.program, now)
    row = services.receive_inquiry(values=CALLED, at=now, by=by, channel="web")
    assert (row.stage, row.owner_id, row.patient_id) == (Stage.NEW, None, None)


def test_nothing_is_needed_but_a_name_or_a_number(desk, now):
    for values in ({"phone": "215 555 0101"}, {"first_name": "Jo"}, {"email": "a@b.c"}):
        assert services.receive_inquiry(values=values, at=now, by=desk).pk
    with pytest.raises(IntakeError, match="a name"):
        services.receive_inquiry(values={"words": "help"}, at=now, by=desk)


def test_a_name_that_an_inquiry_does_not_keep_is_a_mistake_in_the_code(desk, now):
    with pytest.raises(TypeError, match="stage"):
        services.receive_inquiry(values={"stage": "admitted"}, at=now, by=desk)


def test_a_relative_who_called_stays_someone_to_ask_first(desk, now):
    values = CALLED | {
        "caller": "relative", "caller_name": "Sami Haddad",
        "caller_relation": "Brother", "caller_phone": "215-555-0199",
    }  # fmt: skip
    row = services.receive_inquiry(values=values, at=now, by=desk)
    person = services.take_up(inquiry=row, at=now, by=desk)
    [contact] = person.contacts.all()
    assert (contact.name, contact.reaching) == ("Sami Haddad", "ask_first")
    assert not contact.is_emergency_contact


def test_taking_up_types_nothing_twice(desk, now):
    told = CALLED | {
        "preferred_name": "Nad", "pronouns": "she/her", "language": "es",
        "may_leave_message": True, "email": "n@example.org", "address": "1 Elm St",
    }  # fmt: skip
    row = services.receive_inquiry(values=told, at=now, by=desk)
    person = services.take_up(inquiry=row, at=now, by=desk)
    kept = {name: getattr(person, name) for name in told if hasattr(person, name)}
    assert kept == {key: told[key] for key in kept}
    assert len(kept) == 7
    assert person.legal_name == "Nadia Haddad"
    assert services.take_up(inquiry=row, at=now, by=desk) == person
    assert (
        Patient.objects.in_program(desk.program_id).filter(phone=told["phone"]).count()
        == 1
    )


def test_a_known_person_keeps_what_is_on_record_and_gets_what_was_missing(
    lee, desk, now
):
    lee.phone = "215-555-0000"
    lee.save(update_fields=["phone"])
    told = CALLED | {"email": "lee@example.org"}
    row = services.receive_inquiry(values=told, at=now, by=desk)
    services.take_up(inquiry=row, patient=lee, at=now, by=desk)
    lee.refresh_from_db()
    assert (lee.legal_first_name, lee.phone, lee.email) == (
        "Lee", "215-555-0000", "lee@example.org",
    )  # fmt: skip


def test_two_who_decide_otherwise_do_not_overwrite_each_other(inquiry, lee, desk, now):
    services.take_up(inquiry=inquiry, at=now, by=desk)
    with pytest.raises(AlreadyTakenUp, match="Nadia"):
        services.take_up(inquiry=inquiry, patient=lee, at=now, by=desk)


def test_record_numbers_go_on_from_the_highest(clinic, inquiry, desk, now):
    Patient.objects.create(program=clinic.program, record_number="P000741",
                           legal_first_name="A", legal_last_name="B")  # fmt: skip
    person = services.take_up(inquiry=inquiry, at=now, by=desk)
    assert person.record_number == "P000742"


def test_every_move_is_a_row_with_who_and_why(inquiry, noor, desk, now):
    for to in ("screened", "benefits", "screened"):
        services.move(inquiry=inquiry, to=to, reason="", at=now, by=desk)
    services.move(inquiry=inquiry, to="lost", reason="No answer x5", at=now, by=desk)
    changes = inquiry.stage_changes.order_by("pk").values_list("to_stage", "reason")
    assert list(changes)[1:] == [
        ("screened", ""), ("benefits", ""), ("screened", ""), ("lost", "No answer x5"),
    ]  # fmt: skip
    assert set(inquiry.stage_changes.values_list("changed_by", flat=True)) == {noor.pk}


def test_an_end_needs_a_reason(inquiry, desk, now):
    for to in ("declined", "referred_on", "lost"):
        with pytest.raises(CannotMove, match="why"):
            services.move(inquiry=inquiry, to=to, reason="  ", at=now, by=desk)


def test_a_move_on_an_old_page_is_refused(inquiry, desk, now):
    services.move(inquiry=inquiry, to="screened", reason="", at=now, by=desk, version=1)
    with pytest.raises(InquiryChanged):
        services.move(
            inquiry=inquiry, to="benefits", reason="", at=now, by=desk, version=1
        )
    inquiry.refresh_from_db()
    assert inquiry.stage == "screened"


@pytest.mark.parametrize("to", ["booked", "admitted"])
def test_what_follows_from_something_else_is_not_moved_by_hand(inquiry, to, desk, now):
    with pytest.raises(CannotMove, match="by itself"):
        services.move(inquiry=inquiry, to=to, reason="", at=now, by=desk)


def test_reaching_someone_moves_a_new_inquiry_and_gives_it_an_owner(
    clinic, noor, desk, now
):
    by = system_viewer(clinic.program, now)
    row = services.receive_inquiry(values=CALLED, at=now, by=by, channel="web")
    services.log_call(inquiry=row, outcome="no_answer", at=now, by=desk)
    row.refresh_from_db()
    assert (row.stage, row.owner_id) == ("new", noor.pk)
    services.log_call(inquiry=row, outcome="reached", at=now, by=desk)
    row.refresh_from_db()
    assert row.stage == "reached"


def test_no_message_is_left_where_none_is_allowed(inquiry, desk, now):
    with pytest.raises(IntakeError, match="did not allow a message"):
        services.log_call(inquiry=inquiry, outcome="message", at=now, by=desk)
    assert not inquiry.calls.exists()


def test_calling_back_needs_a_time_to_come(inquiry, desk, now):
    for when in (None, now - timedelta(minutes=1)):
        with pytest.raises(IntakeError):
            services.log_call(inquiry=inquiry, outcome="call_back", at=now, by=desk,
                              call_back_at=when)  # fmt: skip
    soon = now + timedelta(hours=2)
    services.log_call(inquiry=inquiry, outcome="call_back", at=now, by=desk,
                      call_back_at=soon)  # fmt: skip
    inquiry.refresh_from_db()
    assert inquiry.call_back_at == soon


def test_booking_takes_up_moves_on_and_opens_the_chart_to_the_assessor(
    inquiry, appointment, ruth, desk, now
):
    booking = services.book_assessment(
        inquiry=inquiry, appointment=appointment(), at=now, by=desk
    )
    inquiry.refresh_from_db()
    assert (inquiry.stage, inquiry.patient_id) == ("booked", booking.patient_id)
    here = TeamMembership.objects.in_program(desk.program_id).on(now)
    assert here.filter(patient=booking.patient, staff=ruth).count() == 1


def test_an_assessor_has_one_assessment_at_a_time(inquiry, appointment, desk, now):
    services.book_assessment(
        inquiry=inquiry, appointment=appointment(), at=now, by=desk
    )
    other = services.receive_inquiry(values={"first_name": "Jo"}, at=now, by=desk)
    for hours in (23.5, 24, 24.75):
        with pytest.raises(TimeTaken):
            services.book_assessment(
                inquiry=other, appointment=appointment(hours), at=now, by=desk
            )
    assert services.book_assessment(
        inquiry=other, appointment=appointment(25), at=now, by=desk
    )


def test_a_moved_booking_leaves_the_former_one_and_the_former_assessor(
    clinic, inquiry, appointment, ruth, desk, now
):
    former = services.book_assessment(
        inquiry=inquiry, appointment=appointment(), at=now, by=desk
    )
    grace = hire(clinic, "Grace", "Boateng", "supervisor")
    later = now + timedelta(minutes=1)
    moved = services.move_booking(
        booking=former, appointment=appointment(48, grace), at=later, by=desk
    )
    assert moved.moved_from_id == former.pk
    here = TeamMembership.objects.in_program(desk.program_id).on(later)
    on_team = here.filter(patient=moved.patient).values_list("staff", flat=True)
    assert list(on_team) == [grace.pk]
    with pytest.raises(NothingBooked):
        services.move_booking(
            booking=former, appointment=appointment(50), at=later, by=desk
        )


def test_cancelling_goes_back_to_where_they_were(inquiry, appointment, desk, now):
    services.move(inquiry=inquiry, to="benefits", reason="", at=now, by=desk)
    booking = services.book_assessment(
        inquiry=inquiry, appointment=appointment(), at=now, by=desk
    )
    services.cancel_booking(booking=booking, reason="They are ill", at=now, by=desk)
    inquiry.refresh_from_db()
    assert inquiry.stage == "benefits"
    services.book_assessment(
        inquiry=inquiry, appointment=appointment(), at=now, by=desk
    )


def test_an_inquiry_that_ends_gives_the_time_back(inquiry, appointment, desk, now):
    services.book_assessment(
        inquiry=inquiry, appointment=appointment(), at=now, by=desk
    )
    services.move(inquiry=inquiry, to="declined", reason="Other plan", at=now, by=desk)
    standing = AssessmentBooking.objects.in_program(desk.program_id).standing()
    assert not standing.exists()


def test_admission_ends_the_inquiry_by_itself(inquiry, admission, ruth, viewer, now,
                                              desk):  # fmt: skip
    person = services.take_up(inquiry=inquiry, at=now, by=desk)
    services.admit(patient=person, admission=admission(), at=now, by=viewer(ruth))
    inquiry.refresh_from_db()
    assert inquiry.stage == "admitted"
    with pytest.raises(CannotMove, match="in care"):
        services.move(inquiry=inquiry, to="lost", reason="x", at=now, by=desk)


def test_vera_reads_no_inquiry_of_another_program(inquiry, vera, ruth, viewer, desk):
    assert not Inquiry.objects.visible_to(viewer(vera)).exists()
    assert not Inquiry.objects.visible_to(viewer(ruth)).exists()
    assert Inquiry.objects.visible_to(desk).get() == inquiry
