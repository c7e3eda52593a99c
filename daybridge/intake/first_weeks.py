"""Reads of the first 30 days: what one newcomer is owed, and who is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, Value, When

from daybridge.access.viewer import Viewer
from daybridge.happenings import ask
from daybridge.intake.models import Episode, OrientationStep
from daybridge.intake.services.orientation import LAST_DAY
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by

INDIVIDUAL = "first_individual"  # ticks itself when a session took place
SHOWN_AT_ONCE = 200  # steps on the page of who is late


@dataclass(frozen=True, slots=True)
class StepLine:
    """One thing owed to one newcomer."""

    step: OrientationStep
    is_done: bool
    by_itself: bool  # a session on record says so
    is_late: bool
    days: int  # late, or left


@dataclass(frozen=True, slots=True)
class LateLine:
    """One newcomer with what is late, the longest first."""

    patient: Patient
    admitted_on: date
    day: int  # of the 30
    steps: list[StepLine]


def steps_of(viewer: Viewer, patient: Patient) -> tuple[Episode | None, list[StepLine]]:
    """What is owed in the latest episode, in the order in which it is due."""
    episode = patient.episodes.order_by("-admitted_on", "-pk").first()
    if episode is None:
        return None, []
    rows = _with_sessions(viewer).filter(episode=episode)
    rows = rows.select_related("done_by").order_by("due_on", "label")
    today = viewer.today
    return episode, [line_of(row, today) for row in rows]


def late(viewer: Viewer) -> tuple[list[LateLine], bool]:
    """Newcomers in care with something late, the most late first; whether it is cut."""
    today = viewer.today
    rows = list(_open(viewer).filter(due_on__lt=today)[: SHOWN_AT_ONCE + 1])
    lines = _by_person(viewer, rows[:SHOWN_AT_ONCE], today)
    return lines, len(rows) > SHOWN_AT_ONCE


def due_soon(viewer: Viewer, days: int = 7) -> list[LateLine]:
    """Newcomers in care with something due today or in the coming days."""
    today = viewer.today
    until = today + timedelta(days=days)
    rows = _open(viewer).filter(due_on__gte=today, due_on__lte=until)
    return _by_person(viewer, rows[:SHOWN_AT_ONCE], today)


def line_of(row: OrientationStep, today: date) -> StepLine:
    by_itself = row.done_at is None and bool(vars(row).get("had_session"))
    is_done = row.done_at is not None or by_itself
    return StepLine(
        row, is_done, by_itself, not is_done and row.due_on < today,
        abs((row.due_on - today).days),
    )  # fmt: skip


def newcomers_since(today: date) -> date:
    """The day of admission from which on somebody is in their first 30 days."""
    return today - timedelta(days=LAST_DAY)


def _open(viewer: Viewer) -> Any:
    """Steps still owed to people in care, the longest due first."""
    rows = _with_sessions(viewer).filter(
        done_at=None, had_session=False, episode__discharged_on=None
    )
    people = rows.select_related("patient", "episode")
    return people.order_by("due_on", "patient__legal_last_name", "pk")


def _with_sessions(viewer: Viewer) -> Any:
    """Steps a viewer may see, with `had_session` where a session on record ticks it."""
    held = ask("intake.had_individual_session", program=viewer.program_id)
    ticks_itself = Case(
        When(Q(key=INDIVIDUAL) & Q(held), then=Value(True)),
        default=Value(False), output_field=BooleanField(),
    )  # fmt: skip
    return OrientationStep.objects.visible_to(viewer).annotate(had_session=ticks_itself)


def _by_person(
    viewer: Viewer, rows: Iterable[OrientationStep], today: date
) -> list[LateLine]:
    found: dict[UUID, list[OrientationStep]] = {}
    for row in rows:
        found.setdefault(row.episode_id, []).append(row)
    return [
        LateLine(
            as_read_by(viewer, steps[0].patient),
            steps[0].episode.admitted_on,
            (today - steps[0].episode.admitted_on).days + 1,
            [line_of(step, today) for step in steps],
        )
        for steps in found.values()
    ]
