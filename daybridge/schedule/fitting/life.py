"""Whether one session on a date fits into somebody's life: for guests and make-ups."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit.clock import Window
from daybridge.schedule.fitting.extras import window_on
from daybridge.schedule.hours import Life, lives
from daybridge.schedule.models import Session


def fits(life: Life, window: Window, *, on_site: bool) -> bool:
    """Rule 5 of the contract: neither the session nor the way there meets busy time."""
    if not on_site and not life.telehealth:
        return False
    way = life.travel_minutes if on_site else 0
    around = Window(window.start - way, window.end + way)
    return not any(map(around.meets, life.busy))


def fitting_sessions(
    *, program: Any, patients: Collection[UUID], sessions: Iterable[Session]
) -> Mapping[UUID, set[UUID]]:
    """Which of some sessions fit into the life of each patient, as it is that week."""
    by_monday: dict[date, list[Session]] = {}
    for session in sessions:
        day = program.day_of(session.starts_at)
        monday = day - timedelta(days=day.weekday())
        by_monday.setdefault(monday, []).append(session)
    found: dict[UUID, set[UUID]] = {patient: set() for patient in patients}
    for monday, held in by_monday.items():
        known = lives(program=program, patients=patients, week=monday)
        for session in held:
            window = window_on(session, monday, program.zone)
            on_site = session.room_id is not None
            for patient, life in known.items():
                if fits(life, window, on_site=on_site):
                    found[patient].add(session.pk)
    return found
