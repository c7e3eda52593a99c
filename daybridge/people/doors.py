"""The pages of one person in the rooms to come, as far as a viewer may open them."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse

from daybridge.access.limits import reader_of_coverage, reader_of_words
from daybridge.access.matrix import Matter
from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.people.models import Patient


def anyone(viewer: Viewer) -> Viewer:
    """The viewer with all their roles."""
    return viewer


def who_takes_in(viewer: Viewer) -> Viewer:
    """The viewer, if it is their task to say who somebody is; else without a role."""
    if permits(Permission.INTAKE, viewer):
        return viewer
    return replace(viewer, roles=frozenset())


def who_gives_places(viewer: Viewer) -> Viewer:
    """The viewer, if they give places in groups; else without a role."""
    if permits(Permission.ROSTER_AMEND, viewer):
        return viewer
    return replace(viewer, roles=frozenset())


DOORS = (  # label, address, what one has to be allowed to read of them, and as whom
    ("Assessments", "assessments:of", Matter.ASSESSMENTS, anyone),
    ("Coverage", "coverage:of", Matter.CLAIMS, reader_of_coverage),
    ("Consents", "consents:of", Matter.CONSENTS, anyone),
    ("What came with them", "intake:came_with", Matter.SUD_RECORD, reader_of_words),
    ("Week", "schedule:told", Matter.ROSTER, anyone),
    ("Calendar", "calendars:of", Matter.ROSTER, anyone),
    ("Messages", "outbox:of", Matter.ROSTER, anyone),
    ("They call", "attendance:days", Matter.ROSTER, who_gives_places),
    ("Find a week", "schedule:find_week", Matter.ROSTER, who_gives_places),
    ("First 30 days", "intake:orientation", Matter.ROSTER, anyone),
    ("On record twice?", "intake:merge_of", Matter.DEMOGRAPHICS, who_takes_in),
)


@dataclass(frozen=True, slots=True)
class Door:
    label: str
    url: str


def doors_of(viewer: Viewer, patient_id: UUID) -> list[Door]:
    """Doors this viewer may open, in one query however many there are."""
    named = {
        f"door_{place}": (Door(label, url), matter, reader(viewer))
        for place, (label, name, matter, reader) in enumerate(DOORS)
        if (url := address_of(name, patient_id))
    }
    seen = {
        key: Exists(Patient.objects.visible_to(who, matter).filter(pk=OuterRef("pk")))
        for key, (_, matter, who) in named.items()
    }
    rows = Patient.objects.in_program(viewer.program_id).filter(pk=patient_id)
    open_to = rows.annotate(**seen).values(*seen).first() or {}
    return [door for key, (door, _, _) in named.items() if open_to.get(key)]


def address_of(name: str, patient_id: UUID) -> str:
    """Where a door leads; nowhere while its room has no such page."""
    try:
        return reverse(name, args=[patient_id])
    except NoReverseMatch:
        return ""
