"""Anything deleted comes back from its owner's bin for 30 days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.audit.versions import versions_of
from daybridge.keys import new_id
from daybridge.notes.errors import NoteRefusal, NotYours
from daybridge.notes.models import Note, QuickPhrase
from daybridge.notes.services.binning import delete_draft, purge_bin, restore


@pytest.fixture
def binned(fill_card, viewer, dana, ruth):
    """Dana's draft of tonight, in Ruth's bin."""
    note = fill_card(dana, ruth)
    delete_draft(note=note, by=viewer(ruth), at=timezone.now())
    return note


def url_to_restore(note):
    return reverse("notes:restore", args=["note", note.pk])


def test_a_draft_comes_back_with_every_word(binned, sign_in, ruth):
    browser = sign_in(ruth)
    assert "Dana Whitfield" in browser.get("/bin/").content.decode()

    browser.post(url_to_restore(binned))

    binned.refresh_from_db()
    assert binned.deleted_at is None
    assert "chose another street" in binned.sentence


def test_nobody_else_sees_or_empties_my_bin(binned, sign_in, clinic, vera):
    for staff in (clinic.staff["nora"], clinic.staff["ben"], vera):
        browser = sign_in(staff)
        assert "Dana" not in browser.get("/bin/").content.decode()
        refused = browser.post(url_to_restore(binned))
        absent = browser.post(reverse("notes:restore", args=["note", new_id()]))
        assert refused.status_code == 404
        assert refused.content == absent.content


def test_when_a_new_note_took_the_place_both_texts_are_kept(
    binned, fill_card, sign_in, viewer, dana, ruth
):
    new = fill_card(dana, ruth, sentence="Written again from memory tonight.")
    assert new.pk != binned.pk

    restored = restore(kind="note", row_id=binned.pk, by=viewer(ruth), at=new.edited_at)

    assert restored.kept_in == new
    kept = versions_of(new).last()
    assert "chose another street" in kept.values["sentence"]
    page = sign_in(ruth).get(reverse("notes:note", args=[new.pk])).content.decode()
    assert "Written again from memory" in page
    assert "chose another street" in page


def test_when_the_new_note_is_signed_the_text_stays_in_the_bin(
    binned, signed_note, viewer, dana, ruth
):
    signed_note(dana, ruth)

    with pytest.raises(NoteRefusal, match="addendum"):
        restore(kind="note", row_id=binned.pk, by=viewer(ruth), at=timezone.now())
    binned.refresh_from_db()
    assert binned.deleted_at is not None


def test_restoring_twice_has_one_effect(binned, viewer, ruth):
    restore(kind="note", row_id=binned.pk, by=viewer(ruth), at=timezone.now())

    with pytest.raises(NotYours):
        restore(kind="note", row_id=binned.pk, by=viewer(ruth), at=timezone.now())


def test_an_unknown_kind_is_not_there(sign_in, ruth):
    answer = sign_in(ruth).post(reverse("notes:restore", args=["staff", ruth.pk]))

    assert answer.status_code == 404


def test_after_thirty_days_the_bin_is_emptied_and_nothing_else(
    binned, fill_card, clinic, ruth
):
    kept = fill_card(clinic.patients[1], ruth)
    now = timezone.now()

    assert purge_bin(before=now - timedelta(days=30)) == 0
    assert purge_bin(before=now + timedelta(days=1)) == 1
    assert list(Note.objects.in_program(clinic.program)) == [kept]


def test_the_bin_costs_no_more_with_more_in_it(
    clinic, sign_in, viewer, fill_card, ruth, django_assert_max_num_queries
):
    for patient in clinic.patients[:6]:
        delete_draft(note=fill_card(patient, ruth), by=viewer(ruth), at=timezone.now())
    QuickPhrase.objects.create(
        program=clinic.program, staff=ruth, label="Old", text="x",
        deleted_at=timezone.now(), deleted_by=ruth,
    )  # fmt: skip
    browser = sign_in(ruth)

    with django_assert_max_num_queries(8):
        browser.get("/bin/")
