"""A person's diagnoses: those in force, and how they came to be."""

from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.assessments.models import Diagnosis


def in_force_of(patient_id: UUID, program_id: Any) -> list[Diagnosis]:
    """What holds now: the primary one first, then substance use, then the rest."""
    rows = Diagnosis.objects.in_program(program_id).in_force()
    return sorted(rows.filter(patient_id=patient_id), key=_order)


def history_of(patient_id: UUID, viewer: Viewer) -> list[Diagnosis]:
    """Everything ever diagnosed that this viewer may read, newest first."""
    rows = Diagnosis.objects.visible_to(viewer).filter(patient_id=patient_id)
    return list(
        rows.select_related("diagnosed_by", "ended_by").order_by("-diagnosed_at", "-pk")
    )


def _order(row: Diagnosis) -> tuple[bool, bool, str]:
    return (not row.is_primary, not row.is_substance_use, row.code)
