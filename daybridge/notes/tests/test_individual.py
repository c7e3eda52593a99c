"""Notes about individual sessions: begun, saved as typed, signed as shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.keys import new_id
from daybridge.notes.cards import CARD_FIELDS, FieldChange, mark, written_marks
from daybridge.notes.errors import (
    NoteAlreadySigned,
    NoteIncomplete,
    NotOverYet,
    NotYours,
    TextChangedSinceShown,
)
from daybridge.notes.individual import compose_individual
from daybridge.notes.models import Note
from daybridge.notes.services.individual import (
    begin_individual,
    save_individual,
    sign_individual,
)
from daybridge.notes.tests.conftest import COMPLETE


@pytest.fixture
def begun(dana, ruth, viewer):
    """Ruth's draft about fifty minutes with Dana yesterday."""
    now = timezone.now()
    return begin_individual(
        patient=dana, happened_at=now - timedelta(days=1), minutes=50,
        by=viewer(ruth), at=now,
    )  # fmt: skip


@pytest.fixture
def complete(begun, ruth, viewer):
    changes = [FieldChange(name, value, mark("")) for name, value in COMPLETE.items()]
    return save_individual(
        note=begun, changes=changes, happened_at=begun.happened_at, minutes=50,
        by=viewer(ruth), at=timezone.now(),
    ).note  # fmt: skip


@pytest.fixture
def shown(clinic):
    def digest(note):
        program = clinic.program
        return compose_individual(
            note, style=program.note_format, zone=program.zone
        ).digest

    return digest


def sent_for(note, **fields):
    start = timezone.localtime(note.happened_at, note.program.zone)
    return {
        "on": f"{start:%Y-%m-%d}", "starts": f"{start:%H:%M}", "minutes": "50",
        f"base-{note.patient_id}": written_marks(note, CARD_FIELDS),
        **{f"card-{note.patient_id}-{name}": text for name, text in fields.items()},
    }  # fmt: skip


def test_a_note_is_begun_with_its_time(dana, ruth, sign_in):
    url = reverse("notes:new_individual", args=[dana.pk])
    yesterday = timezone.now() - timedelta(days=1)
    form = {
        "on": f"{yesterday:%Y-%m-%d}", "starts": "09:00", "minutes": "45",
        "submission": str(new_id()),
    }  # fmt: skip

    browser = sign_in(ruth)
    first, second = browser.post(url, form), browser.post(url, form)

    note = Note.objects.in_program(dana.program_id).get()
    assert first.headers["Location"] == second.headers["Location"]
    assert (note.kind, note.minutes, note.session) == ("individual", 45, None)


def test_a_session_that_is_still_ahead_has_no_note_yet(dana, ruth, sign_in):
    url = reverse("notes:new_individual", args=[dana.pk])
    tomorrow = timezone.now() + timedelta(days=2)

    answer = sign_in(ruth).post(
        url, {"on": f"{tomorrow:%Y-%m-%d}", "starts": "09:00", "minutes": "45"}
    )

    assert answer.status_code == 422
    assert "Write the note afterwards" in answer.content.decode()


@pytest.mark.parametrize("who", ["ben", "sylvia", "omar", "faye"])
def test_who_does_not_write_here_begins_nothing(clinic, dana, sign_in, who):
    url = reverse("notes:new_individual", args=[dana.pk])

    assert sign_in(clinic.staff[who]).get(url).status_code == 404


def test_each_change_is_saved_as_it_is_typed(begun, ruth, sign_in):
    url = reverse("notes:write_individual", args=[begun.pk])

    answer = sign_in(ruth).post(
        url, sent_for(begun, sentence="First words"), headers={"HX-Request": "true"}
    )

    begun.refresh_from_db()
    assert begun.sentence == "First words"
    assert written_marks(begun, CARD_FIELDS) in answer.content.decode()


def test_two_windows_keep_both_texts(begun, ruth, sign_in):
    browser, url = sign_in(ruth), reverse("notes:write_individual", args=[begun.pk])
    first, second = (
        sent_for(begun, sentence="From one window"),
        sent_for(begun, sentence="Quite another text"),
    )
    browser.post(url, first)

    answer = browser.post(url, second)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "From one window" in page
    assert "Quite another text" in page


def test_a_save_that_is_refused_loses_no_word(begun, ruth, sign_in):
    url = reverse("notes:write_individual", args=[begun.pk])
    sent = sent_for(begun, sentence="Keep me") | {"minutes": "9000"}

    answer = sign_in(ruth).post(url, sent)

    assert answer.status_code == 422
    assert "Keep me" in answer.content.decode()


def test_it_is_signed_over_what_was_shown(complete, shown, viewer, ruth):
    digest = shown(complete)

    note = sign_individual(
        note=complete, digest=digest, by=viewer(ruth), at=timezone.now()
    )

    assert note.signed_digest == digest
    assert "50 min with Ruth Abelson" in note.signed_text
    assert "chose another street" in note.signed_text


def test_another_text_than_shown_is_not_signed(complete, viewer, ruth):
    with pytest.raises(TextChangedSinceShown):
        sign_individual(note=complete, digest="x", by=viewer(ruth), at=timezone.now())


def test_an_incomplete_note_stays_open(begun, shown, viewer, ruth):
    with pytest.raises(NoteIncomplete):
        sign_individual(
            note=begun, digest=shown(begun), by=viewer(ruth), at=timezone.now()
        )


def test_it_is_not_signed_before_its_last_minute_is_over(complete, shown, viewer, ruth):
    digest, by = shown(complete), viewer(ruth)
    over = complete.happened_at + timedelta(minutes=50)

    with pytest.raises(NotOverYet):
        sign_individual(
            note=complete, digest=digest, by=by, at=over - timedelta(seconds=1)
        )

    assert sign_individual(note=complete, digest=digest, by=by, at=over).signed_at


def test_it_is_signed_once_and_closed(complete, shown, viewer, ruth):
    digest, by = shown(complete), viewer(ruth)
    sign_individual(note=complete, digest=digest, by=by, at=timezone.now())

    with pytest.raises(NoteAlreadySigned):
        sign_individual(note=complete, digest=digest, by=by, at=timezone.now())
    late = save_individual(
        note=complete, changes=[FieldChange("sentence", "Late", mark(""))],
        happened_at=complete.happened_at, minutes=10, by=by, at=timezone.now(),
    )  # fmt: skip
    assert late.is_closed
    complete.refresh_from_db()
    assert (complete.minutes, complete.sentence) == (50, COMPLETE["sentence"])


def test_nobody_else_writes_in_it(begun, viewer, clinic, sign_in):
    nora = clinic.staff["nora"]

    with pytest.raises(NotYours):
        save_individual(
            note=begun, changes=[], happened_at=begun.happened_at, minutes=10,
            by=viewer(nora), at=timezone.now(),
        )  # fmt: skip
    url = reverse("notes:write_individual", args=[begun.pk])
    assert sign_in(nora).get(url).status_code == 404


def test_the_whole_way_through_the_pages(complete, ruth, sign_in):
    browser = sign_in(ruth)
    review = browser.get(reverse("notes:review_individual", args=[complete.pk]))
    digest = review.context["composed"].digest

    browser.post(
        reverse("notes:sign_individual", args=[complete.pk]), {"digest": digest}
    )

    page = browser.get(reverse("notes:note", args=[complete.pk])).content.decode()
    assert "Signed by" in page
