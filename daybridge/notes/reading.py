"""Whose charts and notes a viewer may open, and what they may do there.

Source: the SUD column of the access matrix and its `*` (`access.limits`): a biller
reads dates, codes and units only, a peer their own notes, a director an opened chart.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, UUIDField

from daybridge.access.gate import Refused
from daybridge.access.limits import NO_WORDS, reader_of_words, reads_own_words
from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import ChartOpening
from daybridge.access.prepared import PreparedForViewer, instances
from daybridge.access.reach import writable
from daybridge.access.viewer import Reach, Viewer
from daybridge.notes.models import Note, NoteQuerySet
from daybridge.people.models import Patient, PatientQuerySet


def reads_own_only(viewer: Viewer) -> bool:
    """Whether this viewer reads no words but their own: a peer specialist."""
    reader = reader_of_words(viewer)
    return reads_own_words(viewer) and reader.reach(Matter.SUD_RECORD) is Reach.NOBODY


def as_reader(viewer: Viewer) -> Viewer:
    """The viewer with only the roles that open charts."""
    if viewer.is_system:
        return viewer
    return replace(viewer, roles=viewer.roles - NO_WORDS)


def readable_notes(viewer: Viewer) -> NoteQuerySet:
    """Notes that are not in a bin and whose words this viewer may read."""
    notes: NoteQuerySet = Note.objects.visible_to(viewer).kept()
    return notes


def readable_charts(viewer: Viewer) -> PatientQuerySet:
    """Patients whose chart this viewer may open."""
    charts: PatientQuerySet = Patient.objects.visible_to(
        as_reader(viewer), Matter.SUD_RECORD
    )
    return charts


def chart_or_refused(viewer: Viewer, patient_id: UUID) -> Patient:
    """The patient whose chart this viewer opens, or the answer that it is not there.

    What a chart shows of its patient is read; other columns are when asked for. Whether
    the viewer opened the chart in an emergency is asked along with it.
    """
    found = CHART.rows(viewer, patient=patient_id)
    if not found:
        raise Refused(str(patient_id))
    *columns, opening = found[0]
    if opening is None:
        viewer.not_opened.add(patient_id)
    [patient] = instances(Patient, OF_A_CHART, [tuple(columns)])
    return patient


def _chart(viewer: Viewer, patient: UUID) -> Any:
    opening = ChartOpening.objects.open_for(viewer).filter(patient_id=OuterRef("pk"))
    charts = readable_charts(viewer).filter(pk=patient)
    asked = charts.annotate(opening=Subquery(opening.values("pk")[:1]))
    return asked.values_list(*OF_A_CHART, "opening")


OF_A_CHART = (
    "id", "program_id", "legal_first_name", "legal_last_name", "preferred_name",
    "pronouns", "record_number", "born_on",
)  # fmt: skip
CHART = PreparedForViewer(_chart, {"patient": (UUIDField(), UUID(int=1))})


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
