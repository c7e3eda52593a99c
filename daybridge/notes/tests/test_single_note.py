"""One note: read by the right people, added to, co-signed, binned while open."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from daybridge.audit.models import AuditEvent, Version
from daybridge.keys import new_id
from daybridge.notes.errors import NoteAlreadySigned, NotYours
from daybridge.notes.models import Addendum, Note
from daybridge.notes.services.binning import delete_draft
from daybridge.notes.services.co_signing import co_sign_notes

NAUGHTY = "<img src=x onerror=alert(1)> \u0000 \U0001f469\u200d\U0001f680 %s ${7*7}"


def page_of(note, name="note"):
    return reverse(f"notes:{name}", args=[note.pk])


@pytest.fixture
def interns_note(clinic, signed_note, dana, ruth):
    """Ruth is an intern, and her signed note waits for Sylvia."""
    for credential in ruth.credentials.all():
        credential.kind = "Intern"
        credential.save()
    ruth.supervisor = clinic.staff["sylvia"]
    ruth.save()
    return signed_note(dana, ruth)


@pytest.mark.parametrize(
    ("who", "status"),
    [("ruth", 200), ("nora", 200), ("sylvia", 200), ("theo", 404), ("ben", 404),
     ("omar", 404), ("grace", 404), ("faye", 404)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["note", "print_note"])
def test_who_reads_a_note(clinic, signed_note, sign_in, dana, ruth, who, status, name):
    note = signed_note(dana, ruth)

    assert sign_in(clinic.staff[who]).get(page_of(note, name)).status_code == status


def test_vera_finds_no_note(signed_note, sign_in, dana, ruth, vera):
    note = signed_note(dana, ruth)

    refused = sign_in(vera).get(page_of(note))

    assert refused.status_code == 404
    assert refused.content == sign_in(vera).get(f"/notes/{new_id()}/").content


def test_the_page_shows_the_signature_and_the_signed_text(
    signed_note, sign_in, dana, ruth, django_assert_max_num_queries
):
    note = signed_note(dana, ruth)
    browser = sign_in(ruth)

    with django_assert_max_num_queries(9):
        page = browser.get(page_of(note)).content.decode()

    assert "Ruth Abelson, LCSW CW019283" in page
    assert "chose another street" in page
    assert note.signed_digest[:16] in page


def test_an_addendum_sent_twice_is_signed_once(signed_note, sign_in, dana, ruth):
    note, browser = signed_note(dana, ruth), sign_in(ruth)
    form = {"submission": str(new_id()), "text": "It was Market Street."}

    first = browser.post(page_of(note, "addendum"), form)
    second = browser.post(page_of(note, "addendum"), form)

    assert first.status_code == second.status_code == 302
    assert Addendum.objects.in_program(note.program_id).count() == 1


def test_an_empty_addendum_says_what_to_do(signed_note, sign_in, dana, ruth):
    note = signed_note(dana, ruth)

    answer = sign_in(ruth).post(page_of(note, "addendum"), {"text": "  "})

    assert answer.status_code == 422
    assert "Write the addendum first." in answer.content.decode()


def test_an_addendum_shows_naughty_strings_literally(signed_note, sign_in, dana, ruth):
    note, browser = signed_note(dana, ruth), sign_in(ruth)
    text = NAUGHTY.replace("\u0000", "")

    browser.post(page_of(note, "addendum"), {"text": text})

    page = browser.get(page_of(note)).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("who", ["ben", "theo", "omar", "vera"])
def test_who_may_not_read_may_not_add(
    clinic, elsewhere, signed_note, sign_in, dana, ruth, who
):
    note = signed_note(dana, ruth)
    staff = {**clinic.staff, **elsewhere.staff}[who]

    answer = sign_in(staff).post(page_of(note, "addendum"), {"text": "Mine now"})

    assert answer.status_code == 404
    assert not Addendum.objects.in_program(note.program_id).exists()


def test_the_supervisor_co_signs_from_the_page(clinic, interns_note, sign_in):
    browser = sign_in(clinic.staff["sylvia"])
    assert "Co-sign" in browser.get(page_of(interns_note)).content.decode()

    browser.post(
        page_of(interns_note, "co_sign"), {"digest": interns_note.signed_digest}
    )

    interns_note.refresh_from_db()
    assert interns_note.co_signed_by == clinic.staff["sylvia"]


def test_a_text_that_was_not_shown_is_not_co_signed(clinic, interns_note, sign_in):
    sign_in(clinic.staff["sylvia"]).post(
        page_of(interns_note, "co_sign"), {"digest": "another"}
    )

    interns_note.refresh_from_db()
    assert interns_note.co_signed_at is None


@pytest.mark.parametrize("who", ["ruth", "nora"])
def test_who_signs_on_a_team_only_does_not_co_sign(clinic, interns_note, sign_in, who):
    answer = sign_in(clinic.staff[who]).post(
        page_of(interns_note, "co_sign"), {"digest": interns_note.signed_digest}
    )

    assert answer.status_code == 404
    interns_note.refresh_from_db()
    assert interns_note.co_signed_at is None


def test_co_signing_a_batch_twice_has_one_effect(clinic, interns_note, viewer):
    by, shown = (
        viewer(clinic.staff["sylvia"]),
        {interns_note.pk: interns_note.signed_digest},
    )

    first = co_sign_notes(shown=shown, by=by, at=timezone.now())
    second = co_sign_notes(shown=shown, by=by, at=timezone.now())

    assert (first, second) == ([interns_note.pk], [])
    assert AuditEvent.objects.filter(action="notes.co_signed").count() == 1


def test_the_batch_page_shows_each_text_and_co_signs_what_was_shown(
    clinic, interns_note, sign_in
):
    browser = sign_in(clinic.staff["sylvia"])
    page = browser.get("/notes/co-signatures/").content.decode()
    assert "chose another street" in page

    browser.post(
        "/notes/co-signatures/",
        {f"shown-{interns_note.pk}": interns_note.signed_digest},
    )

    interns_note.refresh_from_db()
    assert interns_note.co_signed_as.startswith("Sylvia Marchetti, LCSW")


def test_a_signed_note_is_never_binned(signed_note, viewer, sign_in, dana, ruth):
    note = signed_note(dana, ruth)

    with pytest.raises(NoteAlreadySigned):
        delete_draft(note=note, by=viewer(ruth), at=timezone.now())
    sign_in(ruth).post(page_of(note, "delete"))
    note.refresh_from_db()
    assert note.deleted_at is None


def test_the_database_itself_keeps_signed_notes_out_of_bins(signed_note, dana, ruth):
    note = signed_note(dana, ruth)
    note.deleted_at = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        note.save()


def test_only_its_author_bins_a_draft(fill_card, viewer, clinic, dana, ruth):
    note = fill_card(dana, ruth)

    with pytest.raises(NotYours):
        delete_draft(note=note, by=viewer(clinic.staff["nora"]), at=timezone.now())
    delete_draft(note=note, by=viewer(ruth), at=timezone.now())
    assert not Note.objects.in_program(note.program_id).kept().exists()


def test_a_draft_shows_how_it_read_before(fill_card, sign_in, viewer, dana, ruth):
    note = fill_card(dana, ruth)
    Version.objects.bulk_create(
        [
            Version(
                program_id=note.program_id,
                target_type="notes.Note",
                target_id=note.pk,
                at=timezone.now(),
                actor_name="Ruth Abelson",
                values={"sentence": "An earlier thought"},
            )
        ]
    )

    page = sign_in(ruth).get(page_of(note)).content.decode()

    assert "An earlier thought" in page
    assert "Draft, not signed" in page


def test_nobody_co_signs_their_own_note_in_a_batch(clinic, interns_note, viewer, ruth):
    for credential in ruth.credentials.all():
        credential.kind = "LCSW"
        credential.save()
    shown = {interns_note.pk: interns_note.signed_digest}

    assert co_sign_notes(shown=shown, by=viewer(ruth), at=timezone.now()) == []


def test_an_open_draft_takes_no_addendum(fill_card, sign_in, dana, ruth):
    note = fill_card(dana, ruth)

    answer = sign_in(ruth).post(page_of(note, "addendum"), {"text": "Too early"})

    assert answer.status_code == 404
