"""A program with a front door, and what people fill in there."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from daybridge.keys import new_id
from daybridge.public.guard import began_now


@pytest.fixture(autouse=True)
def nobody_was_here():
    """What was counted of this address in other tests is forgotten."""
    cache.clear()


@pytest.fixture
def place(clinic):
    """The program's word in the address, with a telephone."""
    program = clinic.program
    program.public_slug = "schuylkill"
    program.public_phone = "(215) 555-0142"
    program.save()
    return "schuylkill"


@pytest.fixture
def anyone():
    """A browser that nobody knows."""
    return Client()


@pytest.fixture
def a_minute_ago():
    """The signed moment of a page that was made a minute ago."""
    import time_machine

    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        return began_now()


@pytest.fixture
def asks(place, a_minute_ago):
    """`asks(phone="…")`: what somebody fills in to be called."""

    def filled(**other):
        return {
            "caller": "self", "first_name": "Joan", "phone": "215-555-0188",
            "may_leave_message": "no", "message_name": "", "best_times": "after 5 pm",
            "words": "", "began": a_minute_ago, "submission": str(new_id()),
        } | other  # fmt: skip

    return filled


@pytest.fixture
def refers(place, a_minute_ago):
    """`refers(last_name="…")`: what a professional fills in."""

    def filled(**other):
        return {
            "person": "Lena Ortiz", "organization": "Harbor Detox", "kind": "detox",
            "your_phone": "215-555-0111", "email": "", "first_name": "Joan",
            "last_name": "Miller", "born_on": "1990-02-03", "phone": "",
            "language": "en", "expected_on": "2026-12-05", "last_level": "3.7",
            "medications": "buprenorphine", "note": "", "agrees": "on",
            "began": a_minute_ago, "submission": str(new_id()),
        } | other  # fmt: skip

    return filled
