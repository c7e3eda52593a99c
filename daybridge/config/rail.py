"""The left rail of every staff page: the rooms this viewer may enter."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from daybridge.access.permissions import Permission, permits

ROOMS = (  # label, address, icon, who
    ("Today", "today:home", "sun", Permission.TODAY_READ),
    ("Schedule", "schedule:week", "calendar-days", Permission.SCHEDULE_READ),
    ("People", "people:patients", "users", Permission.PATIENT_READ),
    ("Notes", "notes:unsigned", "file-pen-line", Permission.CHART_CREATE),
    ("Follow-ups", "attendance:follow_ups", "phone", Permission.FOLLOW_UP),
    (
        "Service days",
        "notes:service_days",
        "circle-check",
        Permission.SERVICE_DAYS_READ,
    ),
    ("Curriculum", "programs:curricula", "book-open", Permission.CURRICULUM_READ),
    ("Reports", "reports:census", "chart-line", Permission.OUTCOMES_READ),
    ("Staff", "people:staff", "id-card", Permission.STAFF_READ),
    ("Audit", "audit_trail:events", "shield-check", Permission.AUDIT_READ),
    ("Program", "programs:program", "settings", Permission.PROGRAM_READ),
)


@dataclass(frozen=True, slots=True)
class RailItem:
    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None = None


def rail(request: HttpRequest) -> dict[str, object]:
    """Give templates `rail`, the list of rooms this viewer may enter."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"rail": []}
    here = request.path
    items = []
    for label, name, icon, permission in ROOMS:
        if not permits(permission, viewer):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        is_current = here == url or (url != "/" and here.startswith(url))
        items.append(RailItem(label, url, icon, is_current))
    return {"rail": items}
