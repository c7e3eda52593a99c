"""The parts of someone's Today, by role; one that fails leaves the rest standing.

Each part is a fragment template and the read behind it. Parts that cost more than a
statement or two come a moment later, from an address of their own.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.today import (
    arrivals,
    assessing,
    care,
    credentials,
    notices,
    numbers,
    way_in,
    writing,
)
from daybridge.today import sessions as todays_sessions

logger = logging.getLogger(__name__)

LEADS = frozenset({Role.COUNSELOR, Role.SUPERVISOR, Role.MEDICAL, Role.PEER})
WRITES = LEADS
ASSESSORS = LEADS - {Role.PEER}
RUNS = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: which fragment, for whom, from which read."""

    name: str
    load: Callable[[Viewer], Any]
    is_for: Callable[[Viewer], bool]
    beside: bool = False  # in the column beside the day itself


@dataclass(frozen=True, slots=True)
class Shown:
    """A part with what it shows, or without, when its read failed."""

    name: str
    data: Any
    beside: bool
    has_failed: bool = False

    @property
    def template(self) -> str:
        return "today/_failed.html" if self.has_failed else f"today/_{self.name}.html"


def _with_role(*roles: Role) -> Callable[[Viewer], bool]:
    wanted = frozenset(roles)
    return lambda viewer: bool(viewer.roles & wanted)


def _permitted(permission: Permission) -> Callable[[Viewer], bool]:
    return lambda viewer: permits(permission, viewer)


def _on_the_way_in(viewer: Viewer) -> bool:
    return any(permits(permission, viewer) for permission, _ in way_in.LOOKS)


PARTS = (
    Part("notices", notices.unread, lambda viewer: True),
    Part("numbers", numbers.in_short, _with_role(Role.DIRECTOR)),
    Part("sessions", todays_sessions.of_today, _permitted(Permission.ROSTER_READ)),
    Part("booked", assessing.booked, _with_role(*ASSESSORS)),
    Part("way_in", way_in.way_in_address, _on_the_way_in),
    Part("arrivals", arrivals.of_today, _with_role(Role.FRONT_DESK)),
    Part("writing", writing.to_write, _with_role(*WRITES), beside=True),
    Part("calls", care.calls, _permitted(Permission.FOLLOW_UP)),
    Part("doses", care.doses_address, _with_role(*LEADS)),
    Part("weeks", care.weeks_address, _with_role(Role.COUNSELOR)),
    Part("held", care.held_address, _permitted(Permission.SERVICE_DAYS_READ)),
    Part("reviews", care.openings, _with_role(*RUNS), beside=True),
    Part("credentials", credentials.to_renew, lambda viewer: True, beside=True),
    Part("system", lambda viewer: None, _with_role(Role.ADMINISTRATOR)),
)


def gather(viewer: Viewer) -> list[Shown]:
    """Everything this person's Today shows, in order."""
    shown = [_attempt(part, viewer) for part in PARTS if part.is_for(viewer)]
    return [part for part in shown if part.has_failed or part.data != []]


def _attempt(part: Part, viewer: Viewer) -> Shown:
    try:
        return Shown(part.name, part.load(viewer), part.beside)
    except DatabaseError:
        raise  # nothing else would be right either
    except Exception as problem:
        logger.error("Today: %s failed with %s", part.name, type(problem).__name__)
        return Shown(part.name, None, part.beside, has_failed=True)
