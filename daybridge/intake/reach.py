"""Whose care a viewer may read, begin and change.

Source: the SUD column of the access matrix and its `*`: a counselor or prescriber on
the team creates; they and the supervisor amend; a biller reads dates and codes; a peer
specialist reads neither.
"""

from daybridge.access.limits import NO_WORDS, OWN_WORDS_ONLY, reader_of_words
from daybridge.access.matrix import Operation
from daybridge.access.reach import as_flag, writable
from daybridge.access.viewer import Viewer
from daybridge.people.models import Patient, PatientQuerySet
from daybridge.people.queries import readable_care


def readable(viewer: Viewer) -> PatientQuerySet:
    """Patients whose episodes this viewer may read, opened charts among them."""
    patients: PatientQuerySet = readable_care(viewer)
    return patients


def changeable(viewer: Viewer, operation: Operation) -> PatientQuerySet:
    """Patients whose care this viewer may begin (create) or change (amend)."""
    reader = reader_of_words(viewer)
    patients: PatientQuerySet = Patient.objects.visible_to(viewer).filter(
        writable(reader, operation, patient_path="pk")
    )
    return patients


def with_rights(patients: PatientQuerySet, viewer: Viewer) -> PatientQuerySet:
    """Patients with `may_begin` and `may_change`: what this viewer may do for each."""
    reader = reader_of_words(viewer)
    flagged: PatientQuerySet = patients.annotate(
        may_begin=as_flag(writable(reader, Operation.CREATE, patient_path="pk")),
        may_change=as_flag(writable(reader, Operation.AMEND, patient_path="pk")),
    )
    return flagged


def reads_words(viewer: Viewer) -> bool:
    """Whether this viewer reads why something was ordered, not only what and when."""
    return viewer.is_system or bool(viewer.roles - NO_WORDS - OWN_WORDS_ONLY)
