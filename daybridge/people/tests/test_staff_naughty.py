"""Every naughty text is typed into some field of staff, contacts and barriers.

Fields take turns; together they take all that fit.
"""

import html
import re

import pytest
from django.urls import reverse

from daybridge.people.models import Staff
from tests.naughty import batched, naughty_strings

pytestmark = pytest.mark.django_db

STAFF_TEXTS = (
    ("legal_first_name", 100), ("legal_last_name", 100), ("preferred_name", 100),
    ("pronouns", 40), ("title", 100), ("phone", 40),
)  # fmt: skip
CONTACT_TEXTS = (("name", 200), ("relationship", 60), ("phone", 40))


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def as_read(answer):
    return squeezed(html.unescape(answer.content.decode()))


def kept_or_told(client, url, answers, texts):
    """Send the form; whatever happens, each text is on the page that follows."""
    answer = client.post(url, answers)
    assert answer.status_code in (302, 422)
    page = client.get(answer.url) if answer.status_code == 302 else answer
    assert page.status_code in (200, 422)
    for text in texts:
        if "\x00" not in text:
            assert squeezed(text) in as_read(page), repr(text)


def spread(fields, texts):
    """Forms whose fields take the texts in turn."""
    for chunk in batched(texts, len(fields)):
        yield {
            name: text[:most].strip() or "x"
            for (name, most), text in zip(fields, chunk, strict=False)
        }


def test_in_the_fields_of_a_member_of_staff(clinic, director, ben):
    url = reverse("people:staff_edit", args=[ben.pk])
    needed = {"legal_first_name": "Ben", "legal_last_name": "Castillo"}
    for typed in spread(STAFF_TEXTS, naughty_strings()):
        ben.refresh_from_db()
        answers = needed | typed | {"version": ben.version}
        shown = {name: typed[name] for name in typed if name != "legal_first_name"}
        kept_or_told(director, url, answers, shown.values())
    assert director.get("/staff/").status_code == 200


def test_in_the_number_of_a_license(clinic, director, ruth):
    row = ruth.credentials.get()
    url = reverse("people:credential_edit", args=[ruth.pk, row.pk])
    for text in naughty_strings()[::8]:
        row.refresh_from_db()
        number = text[:60].strip()
        answers = {
            "kind": "LCSW", "jurisdiction": "PA", "number": number,
            "version": row.version,
        }  # fmt: skip
        kept_or_told(director, url, answers, [number])


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "Wizard"}, {"kind": ""},
        {"jurisdiction": "P1"}, {"jurisdiction": "ÄÖ"},
        {"expires_on": "3020-01-01"}, {"issued_on": "2999-01-01"},
        {"issued_on": "2020-02-02", "expires_on": "2020-02-01"},
        {"expires_on": "not a day"},
    ],
)  # fmt: skip
def test_what_no_license_says_is_asked_again(director, ruth, sent):
    url = reverse("people:credential_new", args=[ruth.pk])
    answer = director.post(url, {"kind": "LPC", "jurisdiction": "PA"} | sent)
    assert answer.status_code == 422
    assert ruth.credentials.count() == 1


def test_in_the_fields_of_a_contact(clinic, dana, sign_in):
    client = sign_in(clinic.staff["faye"])
    client.post(
        reverse("people:contact_new", args=[dana.pk]),
        {"name": "Carol", "reaching": "ask_first"},
    )
    contact = dana.contacts.get()
    url = reverse("people:contact_edit", args=[dana.pk, contact.pk])
    for typed in spread(CONTACT_TEXTS, naughty_strings()[1::3]):
        contact.refresh_from_db()
        answers = {"name": "Carol", "reaching": "ask_first"} | typed
        answers["version"] = contact.version
        kept_or_told(client, url, answers, typed.values())


def test_in_the_reason_of_a_barrier(clinic, dana, director, ben):
    url = reverse("access:barriers_of", args=[dana.pk])
    for text in naughty_strings()[::12]:
        kept_or_told(director, url, {"staff": str(ben.pk), "reason": text}, [text])
        for barrier in ben.barriers.filter(lifted_at=None):
            director.post(reverse("access:lift_barrier", args=[dana.pk, barrier.pk]))


def test_in_what_the_list_is_asked_for(clinic, director):
    for text in naughty_strings()[::6]:
        page = director.get("/staff/", {"q": text, "role": text, "after": text})
        assert page.status_code == 200
    assert Staff.objects.in_program(clinic.program).count() == 9
