"""Nothing typed is lost: not to a second writer, a repeated save, or a shorter text."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.audit.models import Version
from daybridge.audit.versions import versions_of
from daybridge.notes.cards import CardChange, FieldChange, mark
from daybridge.notes.models import Note
from daybridge.notes.services.drafts import save_cards, save_summary

FIRST = "Named two triggers on the walk home."


@pytest.fixture
def write(clinic, viewer):
    """`write(ruth, dana, "sentence", "…")` saves one field of tonight's card."""

    def save(staff, patient, field, value, base="", at=None):
        change = CardChange(patient.pk, (FieldChange(field, value, mark(base)),))
        [saved] = save_cards(
            session=clinic.session,
            changes=[change],
            by=viewer(staff),
            at=at or timezone.now(),
        )
        return saved

    return save


def test_the_first_word_makes_the_note(write, ruth, dana, clinic):
    write(ruth, dana, "sentence", FIRST)

    note = Note.objects.in_program(clinic.program).get()
    assert (note.patient, note.author, note.sentence) == (dana, ruth, FIRST)
    assert note.happened_at == clinic.session.starts_at


def test_the_same_save_sent_twice_has_one_effect(write, ruth, dana, clinic):
    write(ruth, dana, "sentence", FIRST)
    again = write(ruth, dana, "sentence", FIRST)

    assert again.clashes == ()
    assert Note.objects.in_program(clinic.program).get().version == 1


def test_two_people_writing_different_fields_both_keep_theirs(
    write, ruth, ben, dana, clinic
):
    write(ruth, dana, "sentence", FIRST)
    saved = write(ben, dana, "next_step", "Call her sister.")

    assert saved.clashes == ()
    note = Note.objects.in_program(clinic.program).get()
    assert (note.sentence, note.next_step) == (FIRST, "Call her sister.")


def test_two_people_writing_the_same_field_see_both_texts(
    write, ruth, ben, dana, clinic
):
    write(ruth, dana, "sentence", FIRST)
    saved = write(ben, dana, "sentence", "Was quiet.", base="")

    [clash] = saved.clashes
    assert (clash.mine, clash.theirs, clash.by) == ("Was quiet.", FIRST, "Ruth Abelson")
    assert Note.objects.in_program(clinic.program).get().sentence == FIRST


def test_who_has_seen_the_other_text_may_overwrite_it(write, ruth, ben, dana, clinic):
    write(ruth, dana, "sentence", FIRST)
    saved = write(ben, dana, "sentence", FIRST + " Was quiet.", base=FIRST)

    assert saved.clashes == ()
    assert saved.note.sentence == FIRST + " Was quiet."


def test_words_that_go_on_from_the_stored_text_are_no_clash(write, ruth, ben, dana):
    """A page that was closed sent half a sentence; the reopened one sends the whole."""
    write(ruth, dana, "sentence", "Named two")
    saved = write(ruth, dana, "sentence", "Named two triggers.", base="")

    assert saved.clashes == ()
    assert saved.note.sentence == "Named two triggers."


def test_a_text_that_gets_much_shorter_can_be_read_again(write, ruth, dana, clinic):
    write(ruth, dana, "sentence", FIRST)
    write(ruth, dana, "sentence", "", base=FIRST)

    [version] = versions_of(Note.objects.in_program(clinic.program).get())
    assert version.values["sentence"] == FIRST


def test_the_text_before_another_hand_can_be_read_again(write, ruth, ben, dana):
    write(ruth, dana, "sentence", FIRST)
    write(ben, dana, "sentence", FIRST + " More.", base=FIRST)

    assert Version.objects.get().values["sentence"] == FIRST


def test_a_growing_text_of_one_hand_keeps_no_versions(write, ruth, dana):
    now = timezone.now()
    write(ruth, dana, "sentence", "Named", at=now)
    write(
        ruth, dana, "sentence", "Named two", base="Named", at=now + timedelta(seconds=1)
    )

    assert not Version.objects.exists()


def test_after_five_minutes_the_former_text_is_kept(write, ruth, dana):
    now = timezone.now()
    write(ruth, dana, "sentence", "Named", at=now)
    write(
        ruth, dana, "sentence", "Named two", base="Named", at=now + timedelta(minutes=6)
    )

    assert Version.objects.get().values["sentence"] == "Named"


def test_words_for_a_signed_note_are_not_taken_and_said_so(
    write, ruth, dana, clinic, signed_note
):
    note = signed_note(dana, ruth)
    saved = write(ruth, dana, "sentence", "Too late", base=note.sentence)

    assert saved.is_closed
    note.refresh_from_db()
    assert note.sentence != "Too late"


def test_the_shared_summary_clashes_like_a_card(clinic, ruth, ben, viewer):
    def save(staff, text, base=""):
        return save_summary(
            session=clinic.session,
            changes=[FieldChange("text", text, mark(base))],
            by=viewer(staff),
            at=timezone.now(),
        )

    save(ruth, "The group practiced saying no.")
    saved = save(ben, "Role play.")

    assert saved.clashes[0].theirs == "The group practiced saying no."
    assert saved.summary.text == "The group practiced saying no."
