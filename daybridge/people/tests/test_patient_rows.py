"""The rows of the list of people: hostile names are text, and off limits stays off."""

from datetime import date

from django.urls import reverse

from daybridge.people.models import Patient
from daybridge.people.templatetags.patients import patient_rows

HOSTILE = '<script>alert("x")</script> & O\'Neil'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; O&#x27;Neil"


def someone(**known):
    return Patient(legal_first_name="Dana", legal_last_name="Kowalski", **known)


def test_text_of_people_comes_out_as_text():
    row = someone(preferred_name=HOSTILE, pronouns=HOSTILE, record_number=HOSTILE)

    markup = patient_rows([row], True)

    assert "<script" not in markup
    assert markup.count(ESCAPED) == 3


def test_a_row_leads_to_the_person_and_says_what_is_known():
    known = someone(record_number="A-17", born_on=date(1988, 2, 29))
    unknown = someone(record_number="A-18")

    first, second = (patient_rows([row], True) for row in (known, unknown))

    assert f'href="{reverse("people:patient", args=[known.pk])}"' in first
    assert "A-17" in first
    assert "Feb 29, 1988" in first
    assert "Not recorded" in second


def test_who_reads_no_identity_gets_the_name_they_go_by_alone():
    row = someone(preferred_name="Dee", record_number="A-17", born_on=date(1988, 2, 29))

    markup = patient_rows([row], False)

    assert "Dee" in markup
    assert not [word for word in ("Kowalski", "A-17", "1988") if word in markup]
