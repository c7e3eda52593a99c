"""My notes: what waits, for how long, in how few statements."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.attendance.models import Attendance
from daybridge.notes.models import Note
from daybridge.notes.queries.queue import Age, queue_of
from daybridge.schedule.models import Session


@pytest.fixture
def earlier(clinic, ruth):
    """`earlier(days, *patients)`: a session of Ruth's that they attended."""

    def hold(days, *patients):
        at = clinic.session.starts_at - timedelta(days=days)
        session = Session.objects.create(
            program=clinic.program, title=f"{days} days ago", track=clinic.track,
            modality="skills", starts_at=at, ends_at=at + timedelta(hours=3),
            leader=ruth,
        )  # fmt: skip
        for patient in patients:
            Attendance.objects.create(
                program=clinic.program, session=session, patient=patient, starts_at=at,
                mark="attended", arrived_at=at, minutes=180,
            )  # fmt: skip
        return session

    return hold


def draft(session, patient, author):
    return Note.objects.create(
        program=session.program, session=session, patient=patient, author=author,
        happened_at=session.starts_at,
    )  # fmt: skip


def test_someone_who_came_and_has_no_note_waits(earlier, viewer, dana, ruth):
    earlier(3, dana)

    [row] = queue_of(viewer(ruth)).to_begin

    assert (row.patient_name, row.age.tone) == ("Dana Whitfield", "danger")


def test_a_begun_note_waits_for_its_signature_and_not_to_be_begun(
    earlier, viewer, dana, ruth
):
    draft(earlier(1, dana), dana, ruth)

    queue = queue_of(viewer(ruth))

    assert (len(queue.drafts), queue.to_begin) == (1, [])


def test_a_binned_draft_is_to_be_begun_again(earlier, viewer, dana, ruth):
    note = draft(earlier(1, dana), dana, ruth)
    note.deleted_at, note.deleted_by = timezone.now(), ruth
    note.save()

    queue = queue_of(viewer(ruth))

    assert (queue.drafts, len(queue.to_begin)) == ([], 1)


def test_the_oldest_comes_first(earlier, viewer, clinic, ruth):
    first, second = clinic.patients[:2]
    draft(earlier(1, first), first, ruth)
    draft(earlier(4, second), second, ruth)

    drafts = queue_of(viewer(ruth)).drafts

    assert [each.note.patient for each in drafts] == [second, first]


@pytest.mark.parametrize(
    ("days", "tone"), [(0, ""), (1, "needs"), (2, "needs"), (3, "danger")]
)
def test_the_tone_follows_the_calendar(viewer, ruth, days, tone):
    at = timezone.now()

    assert Age.of(at - timedelta(days=days), viewer(ruth, at=at)).tone == tone


def test_nobody_elses_queue_is_mine(earlier, viewer, clinic, dana, ruth, ben):
    draft(earlier(1, dana), dana, ruth)

    assert queue_of(viewer(ben)).count == 0
    assert queue_of(viewer(clinic.staff["nora"])).count == 0


def test_what_supervisees_signed_waits_for_their_supervisor(
    clinic, earlier, viewer, dana, ruth, elsewhere, vera
):
    sylvia = clinic.staff["sylvia"]
    ruth.supervisor = sylvia
    ruth.save()
    note = draft(earlier(1, dana), dana, ruth)
    note.signed_at, note.signed_by, note.signed_digest = timezone.now(), ruth, "x"
    note.signed_text, note.co_signature_needed = "Data\nWords", True
    note.save()

    assert [each.note for each in queue_of(viewer(sylvia)).to_co_sign] == [note]
    assert queue_of(viewer(ruth)).to_co_sign == []
    assert queue_of(viewer(vera)).to_co_sign == []


def test_more_notes_cost_no_more_statements(
    clinic, earlier, sign_in, ruth, django_assert_max_num_queries
):
    browser = sign_in(ruth)
    for days in range(1, 5):
        session = earlier(days, *clinic.patients)
        for patient in clinic.patients[:6]:
            draft(session, patient, ruth)

    with django_assert_max_num_queries(8):
        page = browser.get("/notes/").content.decode()
    assert "Dana Whitfield" in page


def test_an_empty_queue_is_a_kind_word(sign_in, ruth):
    assert "All notes are signed" in sign_in(ruth).get("/notes/").content.decode()
