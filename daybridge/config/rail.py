"""The left rail of every staff page: the rooms this viewer may enter."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from daybridge.access.permissions import Permission, permits_roles
from daybridge.access.roles import Role

ROOMS = (  # label, address, icon, who
    ("Today", "today:home", "sun", Permission.TODAY_READ),
    ("Schedule", "schedule:week", "calendar-days", Permission.SCHEDULE_READ),
    ("People", "people:patients", "users", Permission.PATIENT_READ),
    ("Intake", "intake:board", "inbox", Permission.INTAKE),
    ("Assessments", "assessments:list", "clipboard-pen", Permission.ASSESSMENT_READ),
    ("Consents", "consents:packets", "signature", Permission.CONSENT_CREATE),
    ("Messages", "outbox:messages", "message-square", Permission.ROSTER_AMEND),
    ("Coverage", "coverage:list", "id-card", Permission.COVERAGE_CREATE),
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


Room = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class RailItem:
    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None = None


def rail(request: HttpRequest) -> dict[str, object]:
    """Give templates `rail`, the rooms this viewer may enter, its `rail_key`, `here`.

    Equal keys, equal rails: the markup is kept by key. `here` is this page's address,
    `theme` the look its reader chose.
    """
    viewer = getattr(request, "viewer", None)
    here, theme = request.get_full_path(), request.COOKIES.get("theme", "")
    if viewer is None:
        return {"rail": (), "here": here, "theme": theme}
    rooms = _rooms(viewer.roles)
    current = next((url for _, url, _ in rooms if _is_in(request.path, url)), "")
    roles = ",".join(sorted(viewer.roles))
    return {
        "rail": _items(rooms, current),
        "rail_key": f"{roles} {current}",
        "here": here,
        "theme": theme,
    }


@cache
def _rooms(roles: frozenset[Role]) -> tuple[Room, ...]:
    """Label, address and icon of each room these roles may enter."""
    rooms = []
    for label, name, icon, permission in ROOMS:
        if not permits_roles(permission, roles):
            continue
        with suppress(NoReverseMatch):
            rooms.append((label, reverse(name), icon))
    return tuple(rooms)


@cache
def _items(rooms: tuple[Room, ...], current: str) -> tuple[RailItem, ...]:
    return tuple(RailItem(*room, is_current=room[1] == current) for room in rooms)


def _is_in(here: str, url: str) -> bool:
    return here == url or (url != "/" and here.startswith(url))
