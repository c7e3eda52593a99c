"""Two records of one person become one, and are taken apart again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import Barrier
from daybridge.access.services import set_barrier
from daybridge.intake import services
from daybridge.intake.errors import CannotMerge, CannotUndo
from daybridge.intake.models import Inquiry, PatientMerge
from daybridge.notes.models import Note
from daybridge.people.models import Contact, Patient
from daybridge.people.queries import search
from daybridge.people.services.contacts import add_contact
from daybridge.people.services.names import index_names
from tests.cast import hire

pytestmark = pytest.mark.django_db


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
def twin(desk, lee, now):
    """Lee once more, taken up from a call under another spelling."""
    told = {"first_name": "Leigh", "last_name": "Moreau", "phone": "215-555-0144",
            "email": "lee@example.org", "born_on": lee.born_on}  # fmt: skip
    inquiry = services.receive_inquiry(values=told, at=now, by=desk)
    index_names(patients=[lee])
    return services.take_up(inquiry=inquiry, at=now, by=desk)


@pytest.fixture
def merge(lee, twin, now, desk):
    def join(kept=lee, lost=twin, at=now, **values):
        return services.merge(kept=kept, lost=lost, values=values, at=at, by=desk)

    return join


def as_stored(patient):
    return Patient.objects.in_program(patient.program_id).values().get(pk=patient.pk)


def test_everything_of_the_lost_record_is_of_the_kept_one(merge, lee, twin, desk, now):
    contact = add_contact(patient=twin, values={"name": "Sam"}, by=desk, at=now)
    merge(phone="215-555-0144", email="lee@example.org")
    contact.refresh_from_db()
    lee.refresh_from_db()
    assert contact.patient == lee
    assert Inquiry.objects.in_program(desk.program_id).get().patient == lee
    assert (lee.phone, lee.legal_first_name) == ("215-555-0144", "Lee")


def test_the_lost_record_is_on_no_list_any_more(merge, lee, twin, desk, sign_in, noor):
    assert len(search(desk, "moreau")) == 2
    merge()
    assert search(desk, "moreau") == [lee]
    assert list(Patient.objects.visible_to(desk).filter(pk=twin.pk)) == []


def page_of(patient):
    return reverse("people:patient", args=[patient.pk])


def test_the_address_of_the_lost_record_leads_to_the_kept_one_and_back(
    merge, lee, twin, desk, sign_in, noor, now
):
    client = sign_in(noor)
    row = merge()

    answer = client.get(page_of(twin))
    assert (answer.status_code, answer["Location"]) == (302, page_of(lee))
    assert "were made one" in client.get(page_of(lee)).content.decode()

    services.undo_merge(merge=row, at=now, by=desk)
    assert client.get(page_of(twin)).status_code == 200


def test_a_record_merged_twice_leads_to_the_last(merge, lee, twin, desk, clinic, now,
                                                 sign_in, noor):  # fmt: skip
    third = Patient.objects.create(
        program=clinic.program, record_number="P00098", legal_first_name="Lee",
        legal_last_name="Moreau",
    )  # fmt: skip
    merge()
    lee.refresh_from_db()
    merge(kept=third, lost=lee)

    assert sign_in(noor).get(page_of(twin))["Location"] == page_of(third)


@pytest.mark.parametrize("who", ["vera", "ben"])
def test_for_everybody_else_the_lost_record_was_never_there(
    merge, lee, twin, sign_in, clinic, vera, who
):
    merge()
    client = sign_in(vera if who == "vera" else clinic.staff[who])
    nobody = reverse("people:patient", args=[uuid4()])

    found, absent = client.get(page_of(twin)), client.get(nobody)

    assert (found.status_code, found.content) == (404, absent.content)
    assert sorted(found.headers) == sorted(absent.headers)


def test_joining_is_offered_on_the_page_of_the_person(
    sign_in, noor, ruth, lee, twin, clinic
):
    url = reverse("intake:merge_of", args=[lee.pk])
    page = sign_in(noor).get(page_of(lee)).content.decode()
    assert url in page
    assert url not in sign_in(ruth).get(page_of(lee)).content.decode()
    found = sign_in(noor).get(url).content.decode()
    assert reverse("intake:merge", args=[lee.pk, twin.pk]) in found


def test_undo_gives_every_row_and_every_word_back(merge, lee, twin, desk, now):
    add_contact(patient=twin, values={"name": "Sam"}, by=desk, at=now)
    before = [as_stored(lee), as_stored(twin)]
    row = merge(legal_first_name="Leigh", email="lee@example.org")
    services.undo_merge(merge=row, at=now, by=desk)
    after = [as_stored(lee), as_stored(twin)]
    for one in (*before, *after):
        one.pop("version")
    assert after == before
    assert Contact.objects.in_program(desk.program_id).get().patient == twin
    assert Inquiry.objects.in_program(desk.program_id).get().patient == twin
    assert len(search(desk, "moreau")) == 2
    with pytest.raises(CannotUndo, match="undone already"):
        services.undo_merge(merge=row, at=now, by=desk)


def test_undo_is_refused_when_something_happened_since(merge, lee, desk, now):
    row = merge()
    later = timezone.now() + timedelta(seconds=1)
    add_contact(patient=lee, values={"name": "Sam"}, by=desk, at=later)
    with pytest.raises(CannotUndo, match=r"since \(contacts\)"):
        services.undo_merge(merge=row, at=later, by=desk)


def test_undo_is_refused_when_the_record_was_changed_since(merge, lee, desk, now):
    row = merge()
    Patient.objects.in_program(desk.program_id).get(pk=lee.pk)
    from daybridge.people.services.patients import amend_patient

    lee.refresh_from_db()
    amend_patient(patient=lee, values={"email": "new@example.org"}, version=lee.version,
                  by=desk, at=now)  # fmt: skip
    with pytest.raises(CannotUndo, match="changed since"):
        services.undo_merge(merge=row, at=now, by=desk)


def test_who_was_in_care_is_the_one_who_stays(merge, lee, dana):
    with pytest.raises(CannotMerge, match="was in care here"):
        merge(kept=lee, lost=dana)
    assert merge(kept=dana, lost=lee)


def test_two_courses_of_care_are_never_joined(merge, clinic):
    one, other = clinic.patients[:2]
    with pytest.raises(CannotMerge, match="Both were in care"):
        merge(kept=one, lost=other)


def test_nothing_signed_is_moved(merge, clinic, lee, twin, ruth, now):
    Note.objects.create(
        program=clinic.program, patient=twin, author=ruth, kind="individual",
        happened_at=now, minutes=50, edited_at=now, edited_by=ruth, signed_at=now,
        signed_by=ruth, signed_digest="a" * 64, signed_text="Came in.",
        signed_as="Ruth Abelson, LCSW", format="DAP",
    )  # fmt: skip
    with pytest.raises(CannotMerge, match="signed"):
        merge()
    assert not PatientMerge.objects.in_program(clinic.program).exists()


def test_a_barrier_against_one_is_a_barrier_against_both(
    merge, lee, twin, ruth, viewer, clinic, now
):
    grace = viewer(clinic.staff["grace"])
    for person in (lee, twin):
        set_barrier(patient=person, staff=ruth, reason="cousin", by=grace, at=now)
    ben = clinic.staff["ben"]
    set_barrier(patient=twin, staff=ben, reason="neighbor", by=grace, at=now)
    merge()
    shut = Barrier.objects.in_program(clinic.program).filter(patient=lee)
    assert set(shut.values_list("staff", flat=True)) == {ruth.pk, ben.pk}


def test_the_same_record_or_one_merged_already_is_refused(merge, lee, twin):
    with pytest.raises(CannotMerge, match="same record"):
        merge(kept=lee, lost=lee)
    merge()
    with pytest.raises(CannotMerge, match="merged already"):
        merge()


def test_a_merge_that_fails_half_way_changes_nothing(merge, twin, desk):
    with pytest.raises(AttributeError):
        merge(no_such_field="x")
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert Inquiry.objects.in_program(desk.program_id).get().patient == twin


@pytest.fixture
def client(sign_in, noor):
    return sign_in(noor)


def test_both_sides_are_shown_and_each_difference_is_chosen(client, lee, twin):
    page = client.get(reverse("intake:merge_of", args=[lee.pk])).content.decode()
    assert twin.record_number in page
    url = reverse("intake:merge", args=[lee.pk, twin.pk])
    page = client.get(url)
    assert set(page.context["form"].fields) == {
        "legal_first_name", "phone", "email",
    }  # fmt: skip
    answer = client.post(url, {"legal_first_name": "kept", "phone": "lost",
                               "email": "lost"})  # fmt: skip
    assert answer.url == reverse("intake:merge_of", args=[lee.pk])
    lee.refresh_from_db()
    assert (lee.legal_first_name, lee.phone) == ("Lee", "215-555-0144")
    row = PatientMerge.objects.in_program(lee.program_id).get()
    assert client.post(reverse("intake:undo_merge", args=[row.pk])).status_code == 302
    lee.refresh_from_db()
    assert lee.phone == ""


def test_two_who_are_not_alike_are_not_joined_without_a_warning(client, lee, desk, now):
    told = {"first_name": "Rosa", "last_name": "Quist", "born_on": "1961-09-30"}
    row = services.receive_inquiry(values=told, at=now, by=desk)
    rosa = services.take_up(inquiry=row, at=now, by=desk)
    page = client.get(reverse("intake:merge", args=[lee.pk, rosa.pk]))
    assert "Nothing says that this is one person" in page.content.decode()


def test_a_refused_merge_says_why_and_offers_the_other_way_round(client, lee, dana):
    url = reverse("intake:merge", args=[lee.pk, dana.pk])
    page = client.get(url)
    assert "was in care here" in page.content.decode()
    assert reverse("intake:merge", args=[dana.pk, lee.pk]) in page.content.decode()
    assert client.post(url, {}).status_code == 422


def test_vera_and_a_counselor_merge_nobody(sign_in, vera, ruth, lee, twin):
    for staff in (vera, ruth):
        client = sign_in(staff)
        for name, args in (("merge_of", [lee.pk]), ("merge", [lee.pk, twin.pk])):
            assert client.get(reverse(f"intake:{name}", args=args)).status_code == 404
