"""The address and telephone of the public pages, set by the director."""

import pytest
from django.urls import reverse

from daybridge.programs.models import Program

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Schuylkill Street IOP", "door_name": "Welcome", "state": "PA",
    "time_zone": "America/New_York", "week_starts_on": "0", "note_format": "DAP",
    "grace_minutes": "5", "group_size_limit": "12", "patients_per_staff": "12",
    "public_slug": "Schuylkill", "public_phone": "(215) 555-0142",
    "phone_hours": "Weekdays", "calls_back_within_hours": "4",
}  # fmt: skip


@pytest.fixture
def grace(clinic, sign_in):
    """The director, signed in."""
    return sign_in(clinic.staff["grace"])


def change(client, **other):
    return client.post(reverse("programs:program_change"), ANSWERS | other)


def test_the_director_says_where_the_public_pages_are(grace, clinic):
    answer = change(grace)

    clinic.program.refresh_from_db()
    assert answer.status_code == 302
    assert clinic.program.public_place == "schuylkill"
    assert clinic.program.calls_back_within_hours == 4
    page = grace.get(reverse("programs:program")).content.decode()
    assert "/start/schuylkill/" in page
    assert "(215) 555-0142" in page


def test_without_a_word_the_key_stands_in_the_address(grace, clinic):
    change(grace, public_slug="", calls_back_within_hours="")

    clinic.program.refresh_from_db()
    assert clinic.program.public_slug is None
    assert clinic.program.public_place == str(clinic.program.pk)
    assert clinic.program.calls_back_within_hours == 24


def test_an_address_that_another_program_has_is_refused(grace, clinic, elsewhere):
    Program.objects.filter(pk=elsewhere.program.pk).update(public_slug="schuylkill")

    answer = change(grace)

    assert answer.status_code == 422
    assert "has this address" in answer.content.decode()
    clinic.program.refresh_from_db()
    assert clinic.program.public_slug is None


@pytest.mark.parametrize("odd", ["a b", "a/b", "../x", "ñ", "x" * 61])
def test_an_address_is_letters_digits_and_hyphens(grace, odd):
    answer = change(grace, public_slug=odd)

    assert answer.status_code == 422
    assert 'id="id_public_slug_error"' in answer.content.decode()
