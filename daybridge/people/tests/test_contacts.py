"""A patient's contacts: added, changed, taken off, put back; never lost."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daybridge.audit.models import AuditEvent
from daybridge.audit.versions import versions_of
from daybridge.people.models import Contact
from tests.cast import admit

pytestmark = pytest.mark.django_db

SISTER = {
    "name": "Carol Whitfield", "relationship": "Sister", "phone": "215-555-0188",
    "reaching": "safe", "may_leave_message": "on", "is_emergency_contact": "on",
}  # fmt: skip


@pytest.fixture
def client(clinic, sign_in):
    return sign_in(clinic.staff["faye"])


@pytest.fixture
def sister(dana, client):
    client.post(new_url(dana), SISTER)
    return dana.contacts.get()


def new_url(patient):
    return reverse("people:contact_new", args=[patient.pk])


def url(contact, name="contact_edit"):
    return reverse(f"people:{name}", args=[contact.patient_id, contact.pk])


def page_of(client, patient):
    return client.get(reverse("people:patient", args=[patient.pk]))


def test_a_contact_is_on_the_page_with_what_is_safe(client, dana, sister):
    page = page_of(client, dana).text

    for words in ("Carol Whitfield", "Sister", "Safe to contact", "A message is fine"):
        assert words in page
    assert "Emergency contact" in page
    event = AuditEvent.objects.get(action="people.contact_added")
    assert event.patient_id == dana.pk


def test_nobody_is_called_safe_before_someone_asked(client, dana):
    Contact.objects.create(program=dana.program, patient=dana, name="Her brother")

    assert "Ask the patient first" in page_of(client, dana).text


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reaching": "never"}, "is_emergency_contact"),
        ({"reaching": "ask_first"}, "may_leave_message"),
        ({"phone": ""}, "phone"),
        ({"name": "  "}, "name"),
        ({"reaching": "sometimes"}, "reaching"),
    ],
)
def test_what_contradicts_itself_is_asked_again(client, dana, more, field):
    answer = client.post(new_url(dana), SISTER | more)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not dana.contacts.exists()


def test_the_database_keeps_messages_to_those_safe_to_contact(dana):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(
            program=dana.program, patient=dana, name="X", may_leave_message=True
        )


def test_a_change_keeps_how_it_read_before(client, sister):
    sent = SISTER | {"phone": "215-555-0199", "version": "1"}
    assert client.post(url(sister), sent).status_code == 302

    sister.refresh_from_db()
    assert (sister.phone, sister.version) == ("215-555-0199", 2)
    read = [version.values["phone"] for version in versions_of(sister)]
    assert read == ["215-555-0188", "215-555-0199"]


def test_a_stale_change_shows_both_and_saves_nothing(client, sister):
    client.post(url(sister), SISTER | {"phone": "215-555-0199", "version": "1"})

    answer = client.post(
        url(sister), SISTER | {"phone": "215-555-0177", "version": "1"}
    )

    assert answer.status_code == 409
    assert "215-555-0199" in answer.text
    assert "215-555-0177" in answer.text
    sister.refresh_from_db()
    assert sister.phone == "215-555-0199"


def test_taken_off_is_not_lost_and_comes_back(client, dana, sister):
    client.post(url(sister, "contact_remove"))

    page = page_of(client, dana)
    assert page.context["contacts"] == []
    assert page.context["removed_contacts"] == [sister]
    assert client.get(url(sister)).status_code == 404

    client.post(url(sister, "contact_restore"))
    client.post(url(sister, "contact_restore"))

    assert page_of(client, dana).context["contacts"] == [sister]
    actions = AuditEvent.objects.filter(target_id=sister.pk).order_by("at", "id")
    assert [event.action.split("_")[1] for event in actions] == [
        "added", "removed", "restored",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["ben", "theo", "omar", "ivan", "sylvia", "grace"])
def test_only_those_who_amend_the_patient_keep_contacts(
    clinic, dana, sister, sign_in, name
):
    """The matrix gives U to the front desk and the team; others only read, or not."""
    client = sign_in(clinic.staff[name])
    absent = client.get(f"/patients/{clinic.program.pk}/contacts/new/")
    for address in (new_url(dana), url(sister)):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, absent.content)
    for act in ("contact_remove", "contact_restore"):
        assert client.post(url(sister, act)).content == absent.content
    sister.refresh_from_db()
    assert sister.removed_at is None


def test_a_contact_is_reached_only_through_its_own_patient(clinic, client, sister):
    other = admit(clinic, "Other", "Person", 77)
    crossed = reverse("people:contact_edit", args=[other.pk, sister.pk])
    assert client.get(crossed).status_code == 404


def test_a_peer_sees_no_contacts(clinic, dana, sister, sign_in):
    page = page_of(sign_in(clinic.staff["theo"]), dana)
    assert "Carol" not in page.text


def test_another_programs_contacts_are_not_there(vera, sister, sign_in):
    assert sign_in(vera).get(url(sister)).status_code == 404


def test_contacts_cost_one_statement_however_many(
    client, dana, django_assert_max_num_queries
):
    for number in range(30):
        Contact.objects.create(
            program=dana.program, patient=dana, name=f"Contact {number}"
        )
    page_of(client, dana)
    with django_assert_max_num_queries(9):
        page_of(client, dana)
