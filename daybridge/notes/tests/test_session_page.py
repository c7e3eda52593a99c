"""One screen runs a group, for those whose group it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent
from daybridge.notes.cards import (
    CARD_FIELDS,
    SUMMARY_FIELDS,
    TEXT_FIELDS,
    mark,
    marks_of,
)
from daybridge.notes.models import Note, Summary
from daybridge.schedule.models import Session
from daybridge.schedule.services import change_session, substitute_leader
from daybridge.schedule.values import SessionChanges
from tests.naughty import batched, naughty_strings

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(clinic):
    return reverse("notes:session", args=[clinic.session.pk])


def card_body(patient, **fields):
    bases = ",".join(f"{name}:{mark('')}" for name in fields)
    return {
        f"base-{patient.pk}": bases,
        **{f"card-{patient.pk}-{name}": text for name, text in fields.items()},
    }


def test_the_leader_finds_a_card_for_each_patient(page, clinic, sign_in, ruth):
    html = sign_in(ruth).get(page).content.decode()

    for patient in clinic.patients:
        assert f'data-card="{patient.pk}"' in html


def test_another_program_gets_the_answer_of_a_page_that_is_not_there(
    page, clinic, sign_in, ruth, vera
):
    assert sign_in(ruth).get(page).status_code == 200
    forbidden = sign_in(vera).get(page)
    absent = sign_in(vera).get(reverse("notes:session", args=[clinic.program.pk]))

    assert (forbidden.status_code, forbidden.content) == (404, absent.content)


def test_the_front_desk_sees_who_came_and_no_note(
    page, clinic, sign_in, fill_card, ruth
):
    fill_card(clinic.patients[0], ruth)
    html = sign_in(clinic.staff["faye"]).get(page).content.decode()

    assert "Dana Whitfield" in html
    assert "two triggers" not in html
    assert "data-save" not in html


def test_a_counselor_off_the_team_reads_the_roster_and_no_card(
    page, sign_in, fill_card, dana, ruth, ben
):
    fill_card(dana, ruth)
    html = sign_in(ben).get(page).content.decode()

    assert "two triggers" not in html
    assert "data-save" not in html


def test_a_card_of_somebody_elses_patient_cannot_be_written(clinic, sign_in, dana, ben):
    url = reverse("notes:card", args=[clinic.session.pk, dana.pk])
    response = sign_in(ben).post(url, card_body(dana, sentence="Mine now"))

    assert response.status_code == 404
    assert not Note.objects.in_program(clinic.program).exists()


def test_a_saved_card_says_what_it_still_needs(clinic, sign_in, dana, ruth):
    url = reverse("notes:card", args=[clinic.session.pk, dana.pk])
    answer = sign_in(ruth).post(url, card_body(dana, sentence="Was here today.")).json()

    assert "Rate affect." in answer["missing"]
    assert answer["bases"]["sentence"] == mark("Was here today.")


def test_the_shared_summary_says_when_it_was_saved(page, clinic, sign_in, ruth):
    at_nine_past_six = datetime(2026, 1, 15, 18, 9, tzinfo=clinic.program.zone)
    Summary.objects.create(
        program=clinic.program, session=clinic.session, text="Urges rise and fall.",
        edited_at=at_nine_past_six,
    )  # fmt: skip

    html = sign_in(ruth).get(page).content.decode()

    assert "Saved <span data-saved-time>6:09 pm</span>" in html


def test_a_cloned_note_is_pointed_out(clinic, sign_in, fill_card, ruth):
    first, second = clinic.patients[:2]
    fill_card(first, ruth)
    url = reverse("notes:card", args=[clinic.session.pk, second.pk])
    body = card_body(
        second, sentence="Named two triggers on the walk home and chose another street."
    )
    likeness = sign_in(ruth).post(url, body).json()["likeness"]

    assert likeness["too_close"]
    assert "Dana" in likeness["sentence"]


def test_a_page_without_scripts_saves_everything_at_once(clinic, sign_in, ruth):
    body = {
        "base-summary": f"text:{mark('')},next_step:{mark('')}",
        "card-summary-text": "The group practiced refusal.",
        "card-summary-next_step": "Urge log",
    }
    for patient in clinic.patients:
        body |= card_body(patient, sentence=f"About {patient.record_number}")
    sign_in(ruth).post(reverse("notes:save", args=[clinic.session.pk]), body)

    sentences = Note.objects.in_program(clinic.program).values_list(
        "sentence", flat=True
    )
    assert sorted(sentences) == [f"About P{n:05d}" for n in range(1, 13)]
    session = Session.objects.in_program(clinic.program).get()
    assert session.summary.text == "The group practiced refusal."


def evening_body(clinic, *, broken=None):
    body = {
        "base-summary": f"text:{mark('')}",
        "card-summary-text": "Refusal practice.",
    }
    places = Attendance.objects.in_program(clinic.program).filter(
        session=clinic.session
    )
    for place in places.select_related("patient"):
        body |= card_body(
            place.patient, sentence=f"About {place.patient.record_number}"
        )
        body[f"mark-{place.pk}"] = "attended"
        body[f"place-version-{place.pk}"] = str(place.version)
    if broken:
        body[f"place-version-{broken}"] = "99"
    return body


def test_twelve_places_and_notes_hold_together_or_not_at_all(clinic, sign_in, ruth):
    """The twelfth place has changed meanwhile: nothing of the eleven is stored."""
    last = Attendance.objects.in_program(clinic.program).order_by("pk").last()
    response = sign_in(ruth).post(
        reverse("notes:save", args=[clinic.session.pk]),
        evening_body(clinic, broken=last.pk),
    )

    assert response.status_code == 422
    assert "About P00001" in response.content.decode()  # typed words are still there
    assert not Note.objects.in_program(clinic.program).exists()
    assert not Attendance.objects.in_program(clinic.program).attended().exists()


def test_an_evening_is_saved_in_at_most_twelve_statements(
    begun, clinic, sign_in, ruth, django_assert_max_num_queries
):
    client, body = sign_in(ruth), evening_body(clinic)
    with django_assert_max_num_queries(14):  # two of them frame the transaction
        client.post(reverse("notes:save", args=[clinic.session.pk]), body)

    assert Attendance.objects.in_program(clinic.program).attended().count() == 12


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_needs_six_statements_whoever_came(
    count, page, clinic, sign_in, ruth, fill_card, django_assert_num_queries
):
    for patient in clinic.patients[:count]:
        fill_card(patient, ruth)
    client = sign_in(ruth)
    client.get(page)
    with django_assert_num_queries(6):
        client.get(page)


def test_a_card_too_close_to_a_neighbor_says_so_as_the_page_opens(
    page, clinic, sign_in, ruth, fill_card
):
    for patient in clinic.patients[:2]:
        fill_card(patient, ruth)

    html = sign_in(ruth).get(page).content.decode()

    meters = [part.split("</p>")[0] for part in html.split("data-likeness=")[1:]]
    assert len(meters) == 2
    assert all("100 of 100 alike" in meter for meter in meters)
    assert html.count('<p class="field-error" data-likeness') == 2


def test_every_naughty_text_is_shown_back_literally(page, clinic, sign_in, ruth):
    """Twelve cards of five texts at a time; the page shows each as it was typed."""
    client = sign_in(ruth)
    places = [(p, name) for p in clinic.patients for name in TEXT_FIELDS]
    stored = dict.fromkeys(places, "")
    for texts in batched(naughty_strings(), len(places)):
        typed = dict(zip(places, texts, strict=False))
        body = {}
        for (patient, name), text in typed.items():
            base = f"{name}:{mark(stored[patient, name])}"
            key = f"base-{patient.pk}"
            body[key] = ",".join(filter(None, (body.get(key), base)))
            body[f"card-{patient.pk}-{name}"] = text
        assert client.post(page + "save/", body).status_code == 302
        html = client.get(page).content.decode()
        for place, text in typed.items():
            stored[place] = text.replace("\r", "\n").replace("\x00", "")
            assert escape(stored[place]) in html, text


def test_opening_the_page_is_an_event(page, sign_in, ruth, clinic):
    sign_in(ruth).get(page)

    event = AuditEvent.objects.get(action="schedule.session_opened")
    assert (event.staff_id, event.target_id) == (ruth.pk, clinic.session.pk)


def test_changing_the_roster_after_the_notes_began_keeps_every_text(
    page, clinic, sign_in, fill_card, dana, ruth
):
    fill_card(dana, ruth)
    client = sign_in(ruth)
    place = clinic.session.attendances.get(patient=dana)
    url = reverse("notes:place", args=[clinic.session.pk])

    client.post(url, {"act": f"{place.pk}:remove"})
    html = client.get(page).content.decode()
    assert "Taken off this roster" in html

    client.post(url, {"act": f"{place.pk}:restore"})
    assert "chose another street" in client.get(page).content.decode()


def test_changing_leader_time_and_topic_keeps_every_text(
    clinic, fill_card, viewer, dana, ruth, ben
):

    note = fill_card(dana, ruth)
    by = viewer(clinic.staff["sylvia"])
    wish = SessionChanges.of(clinic.session)
    change_session(
        session=clinic.session,
        changes=replace(
            wish,
            starts_at=wish.starts_at + timedelta(minutes=30),
            ends_at=wish.ends_at + timedelta(minutes=30),
            topic_text="Something else",
        ),
        base_version=clinic.session.version,
        at=timezone.now(),
        by=by,
    )
    session = Session.objects.in_program(clinic.program).get()
    substitute_leader(session=session, staff=ben, at=timezone.now(), by=by)

    note.refresh_from_db()
    assert "chose another street" in note.sentence


def test_marks_are_of_every_field_of_a_card():
    assert set(marks_of(None, CARD_FIELDS)) == set(CARD_FIELDS)
    assert set(marks_of(None, SUMMARY_FIELDS)) == set(SUMMARY_FIELDS)
