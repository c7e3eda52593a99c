"""A signature covers what was on the screen, and closes the note for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from daybridge.attendance.services import (
    mark_excused,
    mark_no_show,
    record_departure,
)
from daybridge.audit.models import AuditEvent
from daybridge.notes.cards import FieldChange, mark
from daybridge.notes.errors import (
    NamesInSharedText,
    NoteAlreadySigned,
    NoteIncomplete,
    NotYours,
    TextChangedSinceShown,
)
from daybridge.notes.models import Note
from daybridge.notes.services.drafts import save_summary
from daybridge.notes.services.names import accept_word, replace_word
from daybridge.notes.services.signing import add_addendum, co_sign, sign_notes
from daybridge.people.models import Credential
from daybridge.rules.note_format import text_hash


@pytest.fixture
def summarize(clinic, ruth, viewer):
    def save(text, base=""):
        save_summary(
            session=clinic.session,
            changes=[FieldChange("text", text, mark(base))],
            by=viewer(ruth),
            at=timezone.now(),
        )

    return save


def test_a_signed_note_holds_the_text_that_was_shown(signed_note, dana, ruth):
    note = signed_note(dana, ruth)

    assert "chose another street" in note.signed_text
    assert note.signed_digest == text_hash(note.signed_text)
    assert note.signed_as == "Ruth Abelson, LCSW CW019283"
    assert note.minutes == 180


def test_a_signature_after_a_renewal_carries_the_new_number(signed_note, dana, ruth):
    old = ruth.credentials.get()
    for number, years in (("CW000002", 4), ("CW000001", -3)):  # in no order
        Credential.objects.create(
            program=old.program, staff=ruth, kind=old.kind, number=number,
            jurisdiction=old.jurisdiction,
            expires_on=old.expires_on.replace(year=old.expires_on.year + years, day=1),
        )  # fmt: skip

    assert signed_note(dana, ruth).signed_as == "Ruth Abelson, LCSW CW000002"


def test_a_signature_is_audited_with_its_digest(signed_note, dana, ruth):
    note = signed_note(dana, ruth)

    event = AuditEvent.objects.get(action="notes.signed")
    assert (event.patient_id, event.staff_id) == (dana.pk, ruth.pk)
    assert event.detail["digest"] == note.signed_digest


def test_text_that_changed_after_it_was_shown_is_not_signed(
    fill_card, shown, sign, summarize, dana, ruth
):
    fill_card(dana, ruth)
    seen = shown(dana)
    summarize("The group practiced refusal.")

    signing = sign(ruth, dana, digest=seen)

    assert signing.signed == ()
    assert isinstance(signing.refused[dana.pk], TextChangedSinceShown)


def test_an_incomplete_card_stays_a_task(fill_card, sign, dana, ruth):
    fill_card(dana, ruth, response="")

    signing = sign(ruth, dana)

    assert isinstance(signing.refused[dana.pk], NoteIncomplete)
    assert "Rate the response." in signing.refused[dana.pk].sentence


def test_complete_notes_are_signed_beside_incomplete_ones(
    fill_card, sign, clinic, ruth
):
    first, second = clinic.patients[:2]
    fill_card(first, ruth)
    fill_card(second, ruth, sentence="")

    signing = sign(ruth, first, second)

    assert [note.patient_id for note in signing.signed] == [first.pk]
    assert list(signing.refused) == [second.pk]


def test_a_no_show_has_a_short_note_without_the_group(
    clinic, summarize, sign, viewer, dana, ruth
):
    summarize("The group practiced refusal.")
    place = clinic.session.attendances.get(patient=dana)
    mark_no_show(attendance=place, at=timezone.now(), by=viewer(ruth))

    [note] = sign(ruth, dana).signed

    assert "Did not come" in note.signed_text
    assert "refusal" not in note.signed_text
    assert note.minutes == 0


def test_someone_still_expected_cannot_be_signed_for(sign, dana, ruth):
    signing = sign(ruth, dana)

    assert "Say whether they came." in signing.refused[dana.pk].sentence


def test_a_note_is_signed_once(signed_note, sign, dana, ruth):
    signed_note(dana, ruth)

    again = sign(ruth, dana)

    assert isinstance(again.refused[dana.pk], NoteAlreadySigned)
    assert "Ruth Abelson" in again.refused[dana.pk].sentence


def test_another_team_may_not_sign(fill_card, sign, dana, ruth, ben):
    fill_card(dana, ruth)

    assert isinstance(sign(ben, dana).refused[dana.pk], NotYours)


def test_the_database_itself_refuses_half_a_signature(fill_card, dana, ruth):
    note = fill_card(dana, ruth)
    note.signed_at = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        note.save()


def test_a_name_in_the_shared_text_stops_every_signature(
    fill_card, sign, summarize, dana, ruth
):
    fill_card(dana, ruth)
    summarize("Marcus told the group about his weekend.")

    with pytest.raises(NamesInSharedText):
        sign(ruth, dana)
    assert not Note.objects.in_program(dana.program_id).exclude(signed_at=None).exists()


def test_a_replaced_name_lets_the_text_into_the_charts(
    clinic, fill_card, sign, summarize, viewer, dana, ruth
):
    fill_card(dana, ruth)
    summarize("Marcus told the group. Marcus's weekend was hard.")
    replace_word(
        session=clinic.session, matched="Marcus", by=viewer(ruth), at=timezone.now()
    )

    [note] = sign(ruth, dana).signed

    assert "Marcus" not in note.signed_text
    assert "a group member told the group." in note.signed_text


def test_a_word_judged_not_to_be_a_name_is_let_through(
    clinic, fill_card, sign, summarize, viewer, dana, ruth
):
    fill_card(dana, ruth)
    summarize("We walked past the Rosa Parks mural.")
    with pytest.raises(NamesInSharedText):
        sign(ruth, dana)

    accept_word(
        session=clinic.session, matched="Rosa", by=viewer(ruth), at=timezone.now()
    )

    assert sign(ruth, dana).signed


def test_the_unlicensed_wait_for_a_co_signature(
    clinic, signed_note, viewer, dana, ruth
):
    Credential.objects.in_program(clinic.program).get(staff=ruth)
    for credential in ruth.credentials.all():
        credential.kind = "Intern"
        credential.save()

    note = signed_note(dana, ruth)
    assert note.co_signature_needed

    sylvia = clinic.staff["sylvia"]
    co_sign(note=note, digest=note.signed_digest, by=viewer(sylvia), at=timezone.now())
    note.refresh_from_db()
    assert note.co_signed_as.startswith("Sylvia Marchetti, LCSW")


def test_nobody_co_signs_their_own_note(clinic, signed_note, viewer, dana, ruth):
    for credential in ruth.credentials.all():
        credential.kind = "Intern"
        credential.save()
    note = signed_note(dana, ruth)

    with pytest.raises(NotYours):
        co_sign(
            note=note, digest=note.signed_digest, by=viewer(ruth), at=timezone.now()
        )


def test_an_addendum_leaves_the_signed_text_alone(signed_note, viewer, dana, ruth):
    note = signed_note(dana, ruth)
    before = note.signed_text

    addendum = add_addendum(
        note=note, text="It was Market Street.", by=viewer(ruth), at=timezone.now()
    )

    note.refresh_from_db()
    assert note.signed_text == before
    assert addendum.signed_digest == text_hash("It was Market Street.")


def test_minutes_that_nobody_has_spent_yet_are_not_signed(
    clinic, dana, ruth, fill_card, shown, viewer
):
    fill_card(dana, ruth)
    ends_at = clinic.session.ends_at
    asked = {"session": clinic.session, "shown": {dana.pk: shown(dana)}}

    early = sign_notes(**asked, by=viewer(ruth), at=ends_at - timedelta(seconds=1))
    over = sign_notes(**asked, by=viewer(ruth), at=ends_at)

    assert early.signed == ()
    assert early.refused[dana.pk].sentence == (
        "To be signed from 8:30 pm on, or once you say that they left."
    )
    assert [note.minutes for note in over.signed] == [180]


def test_who_left_has_a_note_to_sign_while_the_others_stay(
    clinic, dana, ruth, fill_card, shown, viewer
):
    fill_card(dana, ruth)
    left_at = clinic.session.starts_at + timedelta(minutes=65)
    place = clinic.session.attendances.get(patient=dana)
    record_departure(attendance=place, at=left_at, by=viewer(ruth), left_at=left_at)

    signing = sign_notes(
        session=clinic.session, shown={dana.pk: shown(dana)}, by=viewer(ruth),
        at=left_at,
    )  # fmt: skip

    assert [note.minutes for note in signing.signed] == [65]


def test_nobody_is_signed_to_have_stayed_away_before_the_session_begins(
    clinic, dana, ruth, shown, viewer
):
    begins_at = clinic.session.starts_at
    place = clinic.session.attendances.get(patient=dana)
    mark_excused(attendance=place, reason="A court date", at=begins_at, by=viewer(ruth))
    asked = {"session": clinic.session, "shown": {dana.pk: shown(dana)}}

    early = sign_notes(**asked, by=viewer(ruth), at=begins_at - timedelta(hours=3))
    begun = sign_notes(**asked, by=viewer(ruth), at=begins_at)

    assert early.refused[dana.pk].sentence == (
        "To be signed from 5:30 pm on, when the session begins."
    )
    assert len(begun.signed) == 1


def test_the_reading_page_says_from_when_on_a_note_is_signed(
    clinic, dana, ruth, fill_card, sign_in
):
    fill_card(dana, ruth)
    clinic.session.ends_at = timezone.now() + timedelta(days=1)
    clinic.session.save()

    page = sign_in(ruth).get(f"/sessions/{clinic.session.pk}/review/").content.decode()

    assert "on, or once you say that they left." in page
    assert "Open the card" in page
    assert f'name="shown-{dana.pk}"' not in page
