"""Who waits for a track, as somebody to be served: with their times, named by nobody.

Decided: nobody has ordered a dose for them yet, so any week counts that the track's
         rule allows. Who waits for any track that fits, or for one without a rule, is
         left out: what would serve them is not known.
"""

from collections.abc import Iterable
from typing import Any

from daybridge.intake.models import Wait
from daybridge.intake.times import told_of
from daybridge.rules.dose_rules import WeeklyDoseRule
from daybridge.rules.first_week import Meeting
from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import DAY, Window, merged
from daybridge.schedule.fitting.instance import ClinicWeek
from daybridge.schedule.fitting.windows import in_steps, on_grid
from daybridge.schedule.hours import Life, lives

PREFIX = "wait-"  # before the key of a row of the waitlist


def waiting_clients(program: Any, clinic: ClinicWeek) -> dict[str, week_fit.Client]:
    """Each open wait for a track with a rule, in a fixed number of queries."""
    facts, grid = clinic.facts, clinic.instance.grid_minutes
    waits = Wait.objects.in_program(program).filter(
        ended_at=None, track__in=list(facts.rules)
    )
    rows = [
        wait
        for wait in waits.select_related("inquiry").order_by("waiting_since", "pk")
        if wait.inquiry.patient_id not in facts.orders
    ]
    known = lives(
        program=program,
        patients=[w.inquiry.patient_id for w in rows if w.inquiry.patient_id],
        week=None,
    )
    clients = [
        _client(
            wait,
            known.get(wait.inquiry.patient_id) or Life(_told(wait.inquiry)),
            _dose(facts.rules[wait.track_id]),
            grid,
        )
        for wait in rows
    ]
    return {client.id: client for client in clients}


def _client(wait: Wait, life: Life, dose: week_fit.Dose, grid: int) -> week_fit.Client:
    return week_fit.Client(
        id=f"{PREFIX}{wait.pk}",
        dose=dose,
        busy=life.busy,
        avoid=life.avoid,
        tags=frozenset({str(wait.track_id)}),
        travel_minutes=in_steps(life.travel_minutes, grid),
        telehealth=life.telehealth,
    )


def _dose(rule: WeeklyDoseRule) -> week_fit.Dose:
    return week_fit.Dose(
        minutes=week_fit.Bounds(rule.min_minutes_per_week, rule.max_minutes_per_week),
        days=week_fit.Bounds(rule.min_days_per_week, rule.max_days_per_week),
        day_minutes=week_fit.Bounds(rule.min_minutes_per_day, rule.max_minutes_per_day),
    )


def _told(inquiry: Any) -> tuple[Window, ...]:
    """When they said on the phone that they cannot come."""
    return merged(_windows(told_of(inquiry.times_wanted or []).cannot))


def _windows(meetings: Iterable[Meeting]) -> Iterable[Window]:
    for meeting in meetings:
        start = meeting.weekday * DAY + meeting.starts_at_minute
        midnight = (meeting.weekday + 1) * DAY
        yield on_grid(Window(start, min(start + meeting.minutes, midnight)))
