"""SUD counseling notes (42 CFR 2.11) are their author's, and in no other place."""

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import Notice
from daybridge.audit.models import AuditEvent
from daybridge.keys import new_id
from daybridge.notes.errors import NotYours
from daybridge.notes.models import CounselingNote
from daybridge.notes.services.counseling import (
    put_note_forward,
    write_counseling_note,
)
from daybridge.notes.views.counseling import ChangedMeanwhile

SECRET = "My own doubts about how I handled it"


@pytest.fixture
def kept_apart(dana, ruth, viewer):
    return write_counseling_note(
        patient=dana, text=SECRET, by=viewer(ruth), at=timezone.now()
    )


@pytest.fixture
def put_forward(clinic, kept_apart, ruth, viewer):
    return put_note_forward(
        note=kept_apart, to=clinic.staff["sylvia"].pk, by=viewer(ruth),
        at=timezone.now(),
    )  # fmt: skip


def page_of(note, name="counseling_note"):
    return reverse(f"notes:{name}", args=[note.pk])


def list_of(patient):
    return reverse("notes:counseling_notes", args=[patient.pk])


def test_the_author_reads_and_changes_it(kept_apart, dana, ruth, sign_in):
    browser = sign_in(ruth)
    assert SECRET in browser.get(page_of(kept_apart)).content.decode()
    assert SECRET in browser.get(list_of(dana)).content.decode()

    browser.post(page_of(kept_apart), {"text": "Clearer now", "version": "1"})

    kept_apart.refresh_from_db()
    assert (kept_apart.text, kept_apart.version) == ("Clearer now", 2)


def test_a_second_window_sees_both_texts(kept_apart, ruth, sign_in):
    browser = sign_in(ruth)
    browser.post(page_of(kept_apart), {"text": "From one window", "version": "1"})

    answer = browser.post(page_of(kept_apart), {"text": "From two", "version": "1"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "From one window" in page
    assert "From two" in page
    assert ChangedMeanwhile.sentence in page


@pytest.mark.parametrize(
    "who",
    ["ben", "nora", "sylvia", "theo", "omar", "grace", "faye", "ivan", "vera"],
)
def test_nobody_else_finds_it(clinic, elsewhere, kept_apart, dana, sign_in, who):
    browser = sign_in({**clinic.staff, **elsewhere.staff}[who])

    refused = browser.get(page_of(kept_apart))
    absent = browser.get(reverse("notes:counseling_note", args=[new_id()]))

    assert refused.status_code == 404
    assert refused.content == absent.content
    assert browser.get(list_of(dana)).status_code == 404


def test_a_colleague_of_the_same_team_does_not_find_it(
    clinic, kept_apart, dana, ben, sign_in
):
    from tests.cast import join_team

    join_team(clinic, ben, dana)
    browser = sign_in(ben)

    assert browser.get(page_of(kept_apart)).status_code == 404
    assert SECRET not in browser.get(list_of(dana)).content.decode()


def test_put_forward_it_is_read_by_that_supervisor_and_the_author_is_told(
    clinic, put_forward, ruth, sign_in
):
    sylvia = clinic.staff["sylvia"]

    assert SECRET in sign_in(sylvia).get(page_of(put_forward)).content.decode()

    notice = Notice.objects.in_program(clinic.program).get(staff=ruth)
    assert (
        notice.text == "Sylvia Marchetti read a counseling note that you put forward."
    )
    event = AuditEvent.objects.get(action="notes.counseling_note_read")
    assert (event.staff_id, event.patient_id) == (sylvia.pk, put_forward.patient_id)


def test_the_supervisor_changes_deletes_and_passes_on_nothing(
    clinic, put_forward, sign_in
):
    browser = sign_in(clinic.staff["sylvia"])

    for name in ("counseling_note", "put_forward", "delete_counseling_note"):
        answer = browser.post(page_of(put_forward, name), {"text": "x", "version": "1"})
        assert answer.status_code == 404
    put_forward.refresh_from_db()
    assert put_forward.text == SECRET


def test_taken_back_it_is_the_authors_alone_again(clinic, put_forward, ruth, sign_in):
    sign_in(ruth).post(page_of(put_forward, "put_forward"), {"supervisor": ""})

    answer = sign_in(clinic.staff["sylvia"]).get(page_of(put_forward))
    assert answer.status_code == 404


@pytest.mark.parametrize("chosen", ["ben", "nobody"])
def test_only_to_a_supervisor(clinic, kept_apart, ruth, sign_in, chosen):
    to = str(clinic.staff[chosen].pk) if chosen in clinic.staff else "nobody"

    sign_in(ruth).post(page_of(kept_apart, "put_forward"), {"supervisor": to})

    kept_apart.refresh_from_db()
    assert kept_apart.put_forward_to is None


def test_only_its_author_puts_it_forward(clinic, kept_apart, ben, viewer):
    with pytest.raises(NotYours):
        put_note_forward(
            note=kept_apart, to=clinic.staff["sylvia"].pk, by=viewer(ben),
            at=timezone.now(),
        )  # fmt: skip


def test_a_deleted_one_is_no_longer_supervised_and_comes_back(
    clinic, put_forward, ruth, sign_in
):
    browser = sign_in(ruth)
    browser.post(page_of(put_forward, "delete_counseling_note"))
    assert sign_in(clinic.staff["sylvia"]).get(page_of(put_forward)).status_code == 404
    assert SECRET not in browser.get("/bin/").content.decode()

    browser.post(reverse("notes:restore", args=["counseling", put_forward.pk]))

    kept = CounselingNote.objects.in_program(clinic.program).get(deleted_at=None)
    assert (kept.text, kept.put_forward_to) == (SECRET, None)


def test_it_enters_no_chart_queue_print_or_service_day(
    clinic, kept_apart, dana, ruth, omar, sign_in
):
    browser = sign_in(ruth)
    pages = [
        browser.get(reverse("notes:chart", args=[dana.pk])),
        browser.get("/notes/"),
        browser.get("/"),
        browser.get(reverse("notes:print", args=[clinic.session.pk])),
        sign_in(omar).get("/service-days/"),
    ]

    assert all(SECRET not in page.content.decode() for page in pages)


def test_strange_words_are_shown_literally(kept_apart, ruth, sign_in):
    browser, strange = sign_in(ruth), "</textarea><script>alert(1)</script>"

    browser.post(page_of(kept_apart), {"text": strange, "version": "1"})

    page = browser.get(page_of(kept_apart)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
