"""People are found however they are spelled, by those who may know of them."""

import pytest
from django.urls import reverse

from daybridge.audit.models import AuditEvent
from daybridge.people.models import Patient
from daybridge.people.queries import page_of_patients, search
from daybridge.people.services import index_names
from tests.cast import admit

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(clinic, viewer):
    """`found("…")`: the names the front desk finds."""
    index_names(patients=clinic.patients)

    def names(text, staff=None):
        return [
            p.display_name for p in search(viewer(staff or clinic.staff["faye"]), text)
        ]

    return names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Whit", "Dana Whitfield"),
        ("whitfield dana", "Dana Whitfield"),
        ("Dana Whitfield", "Dana Whitfield"),
        ("Whitfeild", "Dana Whitfield"),
        ("Witfield", "Dana Whitfield"),
        ("quinones", "Teresa Quiñones"),
        ("QUIÑONES", "Teresa Quiñones"),
        ("gallaher", "Patrick Gallagher"),
        ("llanueva", "Rosa Villanueva"),
        ("p00001", "Dana Whitfield"),
    ],
)
def test_a_name_is_found_however_it_is_typed(found, typed, name):
    assert name in found(typed)


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "zzzz", "x" * 500, "';--"])
def test_what_is_nobodys_name_finds_nobody(found, typed):
    assert found(typed) == []


def test_a_name_typed_whole_comes_first(found):
    assert found("Dana")[0] == "Dana Whitfield"


def test_a_number_without_a_digit_is_found_when_it_begins_nobodys_name(clinic, found):
    admit(clinic, "Ina", "Numbered", 991)
    row = Patient.objects.in_program(clinic.program).get(legal_last_name="Numbered")
    row.record_number = "XQZV"
    row.save()

    assert found("xqzv") == ["Ina Numbered"]


def test_off_the_team_there_is_nobody_to_find(found, ben, ruth):
    assert found("Whitfield", ben) == []
    assert found("Whitfield", ruth) == ["Dana Whitfield"]


def test_another_program_finds_nobody_here(found, vera):
    assert found("Whitfield", vera) == []


def test_pages_follow_each_other_without_a_gap(clinic, viewer):
    for number in range(13, 40):
        admit(clinic, f"First{number}", "Same", number)
    seen, after = [], None
    while True:
        page = page_of_patients(viewer(clinic.staff["faye"]), after=after)
        seen += [patient.pk for patient in page.patients]
        if page.after is None:
            break
        after = page.after

    assert sorted(seen) == sorted(patient.pk for patient in clinic.patients)
    assert len(seen) == len(set(seen))


def test_the_page_of_a_patient_is_not_there_off_the_team(
    clinic, sign_in, dana, ben, ruth, vera
):
    page = reverse("people:patient", args=[dana.pk])
    assert "Dana Whitfield" in sign_in(ruth).get(page).content.decode()
    absent = sign_in(vera).get(reverse("people:patient", args=[clinic.program.pk]))
    for stranger in (ben, vera):
        answer = sign_in(stranger).get(page)
        assert (answer.status_code, answer.content) == (404, absent.content)


def test_a_peer_reads_the_preferred_name_and_no_more(clinic, sign_in, dana):
    html = (
        sign_in(clinic.staff["theo"])
        .get(reverse("people:patient", args=[dana.pk]))
        .content.decode()
    )

    assert "Dana" in html
    assert "Whitfield" not in html
    assert dana.record_number not in html


def test_opening_a_patient_is_an_event(sign_in, dana, ruth):
    sign_in(ruth).get(reverse("people:patient", args=[dana.pk]))

    assert (
        AuditEvent.objects.filter(action="chart.read", patient_id=dana.pk).count() == 1
    )


@pytest.mark.parametrize("more", [0, 30])
def test_the_list_needs_five_statements_whoever_is_in_it(
    more, clinic, sign_in, django_assert_max_num_queries
):
    for number in range(13, 13 + more):
        admit(clinic, f"First{number}", "Same", number)
    client = sign_in(clinic.staff["faye"])
    client.get(reverse("people:patients"))
    with django_assert_max_num_queries(5):
        client.get(reverse("people:patients"))


def test_a_peer_reads_only_the_preferred_name_in_a_chart(clinic, sign_in, dana, ruth):
    chart = reverse("notes:chart", args=[dana.pk])
    assert "Dana Whitfield" in sign_in(ruth).get(chart).content.decode()

    html = sign_in(clinic.staff["theo"]).get(chart).content.decode()

    assert "Dana" in html
    assert "Whitfield" not in html
    assert dana.record_number not in html


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("ruth", True),
        ("omar", True),
        ("faye", False),
        ("theo", False),
        ("grace", False),
    ],
)
def test_the_way_to_care_is_offered_to_whom_it_is_open(
    clinic, sign_in, dana, who, offered
):
    page = sign_in(clinic.staff[who]).get(reverse("people:patient", args=[dana.pk]))

    care = reverse("intake:episodes", args=[dana.pk])
    assert (care in page.content.decode()) is offered


def test_the_page_says_who_puts_someone_on_the_team(clinic, sign_in, dana):
    for membership in dana.team_memberships.all():
        membership.delete()

    page = sign_in(clinic.staff["faye"]).get(reverse("people:patient", args=[dana.pk]))

    assert "A supervisor or the director puts a counselor" in page.content.decode()
