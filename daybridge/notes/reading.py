"""Whose notes a viewer may read: the words, which are less than the record's dates.

Source: the SUD column of the access matrix and its `*`: a biller reads dates, codes and
units only, a peer their own notes, a director a chart they opened with a reason.
"""

from dataclasses import replace
from uuid import UUID

from daybridge.access.matrix import Matter, Operation
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer
from daybridge.notes.models import Note, NoteQuerySet
from daybridge.notes.reach import writable
from daybridge.people.models import Patient, PatientQuerySet

READS_WORDS = frozenset({Role.COUNSELOR, Role.SUPERVISOR, Role.MEDICAL, Role.DIRECTOR})


def reads_own_only(viewer: Viewer) -> bool:
    """Whether this viewer reads no words but their own: a peer specialist."""
    return not viewer.is_system and not viewer.roles & READS_WORDS


def as_reader(viewer: Viewer) -> Viewer:
    """The viewer with only the roles that read words."""
    if viewer.is_system:
        return viewer
    kept = viewer.roles & READS_WORDS or viewer.roles & {Role.PEER}
    return replace(viewer, roles=frozenset(kept))


def readable_notes(viewer: Viewer) -> NoteQuerySet:
    """Notes that are not in a bin and whose words this viewer may read."""
    notes: NoteQuerySet = Note.objects.visible_to(as_reader(viewer)).kept()
    if reads_own_only(viewer):
        notes = notes.filter(author_id=viewer.staff_id)
    return notes


def readable_charts(viewer: Viewer) -> PatientQuerySet:
    """Patients whose chart this viewer may open."""
    charts: PatientQuerySet = Patient.objects.visible_to(
        as_reader(viewer), Matter.SUD_RECORD
    )
    return charts


def may_write_for(
    viewer: Viewer, patient_id: UUID, operation: Operation = Operation.CREATE
) -> bool:
    """Whether this viewer may write (add, sign) in this patient's chart."""
    patients = Patient.objects.in_program(viewer.program_id).filter(pk=patient_id)
    return bool(
        patients.filter(writable(viewer, operation, patient_path="pk")).exists()
    )


def may_add_to(viewer: Viewer, note: Note) -> bool:
    """Whether this viewer may put an addendum under a signed note."""
    if note.signed_at is None:
        return False
    return note.author_id == viewer.staff_id or may_write_for(
        viewer, note.patient_id, Operation.AMEND
    )


def may_co_sign(viewer: Viewer, note: Note) -> bool:
    """Whether a note waits for a signature that this viewer gives."""
    return (
        note.signed_at is not None
        and note.co_signature_needed
        and note.co_signed_at is None
        and note.author_id != viewer.staff_id
        and co_signs(viewer)
    )


def co_signs(viewer: Viewer) -> bool:
    """Whether this viewer signs across teams, as supervisors do."""
    return viewer.reach(Matter.SUD_RECORD, Operation.SIGN) is Reach.PROGRAM
