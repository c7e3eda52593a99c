"""Co-sign several notes, each over the text that was on the screen."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import event, record_many
from daybridge.notes.errors import NotYours
from daybridge.notes.models import Note
from daybridge.people.signers import signer_of


@service
def co_sign_notes(*, shown: Mapping[UUID, str], by: Viewer, at: datetime) -> list[UUID]:
    """Co-sign every note whose shown digest is still its own; answer which ones.

    Those signed by someone else meanwhile, or shown with another text, are left alone.
    """
    signer = signer_of(by, on=by.program.day_of(at))
    if signer.needs_co_signature:
        raise NotYours("A co-signature comes from someone who signs alone.")
    waiting = list(
        Note.objects.in_program(by.program_id)
        .awaiting_co_signature()
        .filter(pk__in=list(shown))
        .exclude(author_id=by.staff_id)
        .select_for_update()
    )
    agreed = [note for note in waiting if shown[note.pk] == note.signed_digest]
    numbers = [note.pk for note in agreed]
    Note.objects.in_program(by.program_id).filter(
        pk__in=numbers, co_signed_at=None
    ).update(co_signed_at=at, co_signed_by_id=by.staff_id, co_signed_as=signer.signs_as)
    record_many(
        event("notes.co_signed", by=by.actor, target=note, at=at) for note in agreed
    )
    return numbers
