"""Find one person for an emergency: by exact number, or exact name and birth date."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Concat, Lower

from daybridge.access.records import barred
from daybridge.access.viewer import Viewer


def find_patient(asked: Mapping[str, str], *, viewer: Viewer) -> Any | None:
    """The one patient of the viewer's program whom the answers name, or None."""
    patients = apps.get_model("people", "Patient").objects.in_program(viewer.program_id)
    patients = patients.exclude(barred(viewer, "id"))
    if "patient_id" in asked:
        return patients.filter(pk=UUID(asked["patient_id"])).first()
    if "record_number" in asked:
        return patients.filter(record_number=asked["record_number"]).first()
    name = " ".join(asked["full_name"].split()).lower()
    whole = Lower(Concat("legal_first_name", Value(" "), "legal_last_name"))
    found = patients.filter(born_on=date.fromisoformat(asked["born_on"])).annotate(
        whole_name=whole
    )
    matches = list(found.filter(whole_name=name)[:2])
    return matches[0] if len(matches) == 1 else None
