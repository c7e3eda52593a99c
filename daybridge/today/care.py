"""Who needs a call, whose week is short, which days are held, what waits for review."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from daybridge.access.models import ChartOpening, TeamMembership
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.attendance.queries import FollowUpRow, calls_to_make, week_doses
from daybridge.notes.queries.service_days import ServiceDay, days_of
from daybridge.people.models import Patient
from daybridge.people.queries import readable_care
from daybridge.rules.dose import WeekDose, WeekStanding
from daybridge.schedule.fitting.standing import WeekToFind, weeks_to_find
from daybridge.today.notices import SHOWN

AT_RISK = frozenset({WeekStanding.NEEDS_MAKE_UP, WeekStanding.LOST})


@dataclass(frozen=True, slots=True)
class Calls:
    rows: list[FollowUpRow]
    count: int


@dataclass(frozen=True, slots=True)
class ShortWeek:
    patient_id: UUID
    name: str
    dose: WeekDose

    @property
    def is_lost(self) -> bool:
        return self.dose.standing is WeekStanding.LOST


@dataclass(frozen=True, slots=True)
class OtherWeek:
    name: str
    week: WeekToFind


@dataclass(frozen=True, slots=True)
class HeldDays:
    on: date
    held: list[ServiceDay]
    counting: int


def calls(viewer: Viewer) -> Calls:
    """Missed sessions to follow up, the oldest first; one statement."""
    rows = calls_to_make(viewer, today=viewer.today)
    return Calls(rows[:5], len(rows))


def doses_address(viewer: Viewer) -> str:
    """Where the short weeks come from, a moment after the page."""
    return reverse("today:doses")


def weeks_address(viewer: Viewer) -> str:
    return reverse("today:weeks")


def held_address(viewer: Viewer) -> str:
    return reverse("today:held")


def short_weeks(viewer: Viewer) -> list[ShortWeek]:
    """Weeks at risk among the viewer's own patients, those to be saved first."""
    team = TeamMembership.objects.of(viewer).values_list("patient_id", flat=True)
    doses = week_doses(
        program=viewer.program,
        viewer=viewer,
        patient_ids=set(team),
        day=viewer.today,
        now=viewer.at,
    )
    short = {key: dose for key, dose in doses.items() if dose.standing in AT_RISK}
    patients = Patient.objects.visible_to(viewer).filter(pk__in=short)
    peer_only = viewer.roles == {Role.PEER}
    weeks = [
        ShortWeek(
            patient.pk,
            patient.called if peer_only else patient.display_name,
            short[patient.pk],
        )
        for patient in patients
    ]
    return sorted(weeks, key=lambda week: (week.is_lost, week.name))


def other_weeks(viewer: Viewer) -> list[OtherWeek]:
    """The viewer's own patients whose places are not the dose that is ordered."""
    team = TeamMembership.objects.of(viewer).values("patient_id")
    patients = {row.pk: row for row in readable_care(viewer).filter(pk__in=team)}
    found = weeks_to_find(
        program=viewer.program, patient_ids=patients, today=viewer.today
    )
    weeks = [OtherWeek(patients[week.patient_id].display_name, week) for week in found]
    return sorted(weeks, key=lambda each: (each.week.starts_on, each.name))


def held_days(viewer: Viewer) -> HeldDays:
    """Yesterday's service days that are delivered but cannot be billed yet."""
    on = viewer.today - timedelta(days=1)
    days = days_of(viewer.program, viewer, on)
    held = [day for day in days if day.verdict.delivered_but_held]
    return HeldDays(on, held[:SHOWN], sum(day.verdict.can_be_billed for day in days))


def openings(viewer: Viewer) -> list[ChartOpening]:
    """Charts opened in an emergency that nobody has reviewed yet, oldest first."""
    waiting = (
        ChartOpening.objects.in_program(viewer.program_id)
        .awaiting_review()
        .exclude(staff_id=viewer.person_id)
        .select_related("staff")
        .order_by("opened_at")
    )
    return list(waiting[:SHOWN])
