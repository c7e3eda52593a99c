"""Patients: who finds whom, by what spelling, and what a change keeps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daybridge.people import queries
from daybridge.people.models import Patient
from daybridge.people.services import index_names
from daybridge.people.services import patients as services
from tests.cast import admit


def url(name, patient):
    return reverse(f"people:{name}", args=[patient.pk])


def typed(patient, **more):
    values = {
        "legal_first_name": patient.legal_first_name,
        "legal_last_name": patient.legal_last_name,
        "sex": "U",
        "version": patient.version,
    }
    return values | more


def test_another_programs_patient_is_not_there(dana, ruth, vera, sign_in):
    assert sign_in(ruth).get(url("patient", dana)).status_code == 200
    assert sign_in(vera).get(url("patient", dana)).status_code == 404


def test_a_counselor_off_the_team_finds_nobody(clinic, ben, sign_in):
    other = admit(clinic, "Off", "Team", 990)
    assert sign_in(ben).get(url("patient", other)).status_code == 404


def test_a_peer_reads_only_the_name_they_go_by(clinic, dana, sign_in):
    page = sign_in(clinic.staff["theo"]).get(url("patient", dana))
    assert page.status_code == 200
    assert dana.called in page.text
    assert dana.legal_last_name not in page.text
    assert dana.record_number not in page.text


def test_the_list_costs_the_same_for_one_and_for_twelve(clinic, sign_in):
    client = sign_in(clinic.staff["faye"])
    costs = []
    for many in (1, 12):
        for number in range(many):
            admit(clinic, "Ann", "Row", 700 + many * 20 + number)
        with CaptureQueriesContext(
            connection,
        ) as queried:
            assert client.get(reverse("people:patients")).status_code == 200
        costs.append(len(queried))
    assert costs[0] == costs[1] <= 6


def test_pages_follow_each_other_without_gaps(clinic, ruth, viewer):
    for number in range(20):
        admit(clinic, "Ann", "Row", 800 + number)
    seer = viewer(clinic.staff["faye"])
    seen, after = [], None
    while True:
        rows, after = queries.page_of_patients(seer, after)
        seen += [row.pk for row in rows]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == len(clinic.patients)


@pytest.mark.parametrize(
    ("question", "found"),
    [("jos", True), ("lderó", True), ("Caldreon", True), ("JOSÉ", True),
     ("calderon jose", True), ("p00950", True), ("05/04/1988", True),
     ("%", False), ("_____", False), ("", False), ("x" * 500, False), ("\0", False)],
)  # fmt: skip
def test_search_forgives_spelling(clinic, viewer, question, found):
    jose = admit(clinic, "José", "Calderón", 950)
    index_names(patients=[jose])
    rows = queries.search(viewer(clinic.staff["faye"]), question)
    assert (jose in rows) is found


def test_search_never_reaches_another_program(dana, vera, viewer):
    index_names(patients=[dana])
    assert queries.search(viewer(vera), dana.legal_last_name) == []


def test_fields_that_are_not_on_the_form_are_ignored(dana, clinic, sign_in):
    number, program = dana.record_number, dana.program_id
    sent = typed(dana, pronouns="they/them", record_number="X", program_id="1")
    answer = sign_in(clinic.staff["faye"]).post(url("edit", dana), sent)
    dana.refresh_from_db()
    assert answer.status_code == 302
    assert (dana.pronouns, dana.record_number, dana.program_id, dana.version) == (
        "they/them", number, program, 2,
    )  # fmt: skip


def test_a_stale_edit_shows_both_and_saves_nothing(dana, clinic, sign_in):
    client = sign_in(clinic.staff["faye"])
    sent = typed(dana, pronouns="she/her")
    client.post(url("edit", dana), sent)
    answer = client.post(url("edit", dana), sent | {"pronouns": "ze/zir"})
    assert answer.status_code == 409
    assert "she/her" in answer.text
    assert "ze/zir" in answer.text
    dana.refresh_from_db()
    assert dana.pronouns == "she/her"


def test_a_new_patient_is_found_by_search(clinic, sign_in, viewer):
    faye = clinic.staff["faye"]
    sent = {"legal_first_name": "Noor", "legal_last_name": "Haddad", "sex": "U",
            "record_number": "N1"}  # fmt: skip
    client = sign_in(faye)
    assert client.post(reverse("people:new"), sent).status_code == 302
    again = client.post(reverse("people:new"), sent)
    assert again.status_code == 422
    assert "Another patient has this number." in again.text
    assert len(queries.search(viewer(faye), "hadad")) == 1
    answer = client.get(
        reverse("people:search"), {"q": "noor"}, headers={"accept": "application/json"}
    )
    assert answer.json()["patients"][0]["name"] == "Noor Haddad"


def test_an_arrival_code_is_stored_only_as_a_digest(dana, clinic, viewer):
    seer = viewer(clinic.staff["faye"])
    code = services.give_arrival_code(patient=dana, by=seer, at=timezone.now())
    stored = Patient.objects.in_program(clinic.program).get(pk=dana.pk)
    assert len(code) == 6
    assert code not in stored.arrival_code_digest
