"""Assessments booked with somebody stand on their Today, and on nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.intake import services
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(clinic, viewer, ruth):
    def make(first, hours=20):
        now = timezone.now()
        desk = viewer(hire(clinic, "Desk", f"For {first}", "front_desk"))
        told = {"first_name": first, "last_name": "Haddad"}
        inquiry = services.receive_inquiry(values=told, at=now, by=desk)
        when = services.Appointment(ruth, now + timedelta(hours=hours), place="Room 2")
        return services.book_assessment(
            inquiry=inquiry, appointment=when, at=now, by=desk
        )

    return make


def test_the_assessor_sees_it_and_colleagues_do_not(book, sign_in, ruth, clinic):
    book("Nadia")
    page = sign_in(ruth).get(reverse("today:home")).content.decode()
    assert "Assessments booked with you" in page
    assert "Nadia Haddad" in page
    for name in ("ben", "grace"):
        other = sign_in(clinic.staff[name]).get(reverse("today:home"))
        assert b"Nadia" not in other.content


def test_a_cancelled_one_is_gone_and_with_none_there_is_no_card(
    book, sign_in, viewer, clinic, ruth
):
    booking = book("Nadia")
    now = timezone.now()
    services.cancel_booking(booking=booking, reason="Ill", at=now, by=viewer(ruth))
    page = sign_in(ruth).get(reverse("today:home")).content.decode()
    assert "Assessments booked" not in page


def test_any_number_of_them_takes_one_statement(
    book, sign_in, ruth, django_assert_num_queries, viewer
):
    from daybridge.today.assessing import booked

    for hours in (20, 22, 24):
        book(f"N{hours}", hours)
    with django_assert_num_queries(1):
        assert booked(viewer(ruth)).count == 3
