"""Whose consents a viewer may read and prepare.

Source: the CON column of the access matrix: the desk and the team's counselor create;
a peer specialist reads the status and nothing else (its `*`).
"""

from dataclasses import replace
from typing import Any

from django.db.models import Q

from daybridge.access.limits import OWN_WORDS_ONLY
from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.reach import as_flag
from daybridge.access.records import barred
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import Patient, PatientQuerySet


def reader_of_terms(viewer: Viewer) -> Viewer:
    """The viewer with only those roles that read what a consent says."""
    if viewer.is_system:
        return viewer
    return replace(viewer, roles=viewer.roles - OWN_WORDS_ONLY)


def reads_terms(viewer: Viewer) -> bool:
    """Whether this viewer reads recipients and scopes, and not only the status."""
    return viewer.is_system or bool(viewer.roles - OWN_WORDS_ONLY)


def readable(viewer: Viewer) -> PatientQuerySet:
    """Patients of whose consents this viewer may read at least the status."""
    patients: PatientQuerySet = Patient.objects.visible_to(viewer, Matter.CONSENTS)
    return patients


def creatable(viewer: Viewer) -> PatientQuerySet:
    """Patients for whom this viewer may prepare, take back and disclose."""
    patients: PatientQuerySet = Patient.objects.in_program(viewer.program_id).filter(
        _may_create(viewer)
    )
    return patients


def with_right(patients: PatientQuerySet, viewer: Viewer) -> PatientQuerySet:
    """Patients with `may_create`: whether this viewer may prepare forms for each."""
    flagged: PatientQuerySet = patients.annotate(
        may_create=as_flag(_may_create(viewer))
    )
    return flagged


def _may_create(viewer: Viewer) -> Any:
    reach = viewer.reach(Matter.CONSENTS, Operation.CREATE)
    if viewer.is_system:
        return Q()
    if reach is Reach.PROGRAM:
        return ~barred(viewer, "pk")
    if reach is not Reach.TEAM:
        return Q(pk__in=[])
    team = TeamMembership.objects.of(viewer).exclude(barred(viewer, "patient_id"))
    return Q(pk__in=team.values("patient_id"))
