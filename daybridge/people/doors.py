"""The pages of one person in the rooms to come, as far as a viewer may open them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse

from daybridge.access.matrix import Matter
from daybridge.access.viewer import Viewer
from daybridge.people.models import Patient

DOORS = (  # label, address, what one has to be allowed to read of them
    ("Assessments", "assessments:of", Matter.ASSESSMENTS),
    ("Coverage", "coverage:of", Matter.CLAIMS),
    ("Consents", "consents:of", Matter.CONSENTS),
    ("First 30 days", "intake:orientation", Matter.SUD_RECORD),
)


@dataclass(frozen=True, slots=True)
class Door:
    label: str
    url: str


def doors_of(viewer: Viewer, patient_id: UUID) -> list[Door]:
    """Doors this viewer may open, in one query however many there are."""
    named = [
        (label, url, matter)
        for label, name, matter in DOORS
        if (url := address_of(name, patient_id))
    ]
    seen = {
        matter.name: Exists(
            Patient.objects.visible_to(viewer, matter).filter(pk=OuterRef("pk"))
        )
        for _, _, matter in named
    }
    rows = Patient.objects.in_program(viewer.program_id).filter(pk=patient_id)
    open_to = rows.annotate(**seen).values(*seen).first() or {}
    return [
        Door(label, url) for label, url, matter in named if open_to.get(matter.name)
    ]


def address_of(name: str, patient_id: UUID) -> str:
    """Where a door leads; nowhere while its room has no such page."""
    try:
        return reverse(name, args=[patient_id])
    except NoReverseMatch:
        return ""
