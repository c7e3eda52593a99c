"""What a consented recipient may read, item by item, and nothing beside it.

What earlier rooms hold is read here; later rooms answer for theirs (`wiring.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from daybridge.consents.sections import Section
from daybridge.coverage.models import Policy
from daybridge.coverage.queries import self_pay_on
from daybridge.happenings import ask
from daybridge.intake.models import Episode, Stay
from daybridge.rules.consent import Item

LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class About:
    """Whose information it is, on which day."""

    patient: Any
    day: date
    episodes: Sequence[Episode]


def gather(patient: Any, items: Sequence[Item], *, day: date) -> list[Section]:
    """The items asked for, as they stand on a day."""
    episodes = list(
        Episode.objects.in_program(patient.program_id)
        .filter(patient=patient, admitted_on__lte=day)
        .order_by("-admitted_on")[:5]
    )
    about = About(patient, day, episodes)
    return [section for item in items for section in TELLS[item](about)]


def _presence(about: About) -> list[Section]:
    words = "Yes." if about.episodes else "Known here; no treatment has begun."
    return [Section(Item.PRESENCE, words, data=bool(about.episodes))]


def _status(about: About) -> list[Section]:
    is_in = any(_goes_on(episode, about.day) for episode in about.episodes)
    words = "Yes, in treatment." if is_in else "No, not in treatment now."
    return [Section(Item.STATUS, words, data=is_in)]


def _goes_on(episode: Episode, day: date) -> bool:
    return episode.discharged_on is None or episode.discharged_on > day


def _dates(about: About) -> list[Section]:
    rows = tuple(
        (
            e.admitted_on.isoformat(),
            e.discharged_on.isoformat() if e.discharged_on else "in treatment",
        )
        for e in about.episodes
    )
    data = [{"started_on": start, "ended_on": end} for start, end in rows]
    text = "" if rows else "No treatment has begun."
    return [Section(Item.DATES, text, ("Started on", "Left on"), rows, data)]


def _level(about: About) -> list[Section]:
    stays = Stay.objects.in_program(about.patient.program_id)
    stays = stays.filter(episode__patient=about.patient).select_related("track")
    stay: Stay | None = stays.on(about.day).order_by("-started_on").first()
    if stay is None:
        return [Section(Item.LEVEL, "None: not in treatment now.", data=None)]
    words = f"Level {stay.level_of_care}, {stay.track.name}."
    return [Section(Item.LEVEL, words, data=stay.level_of_care)]


def _attendance(about: About) -> list[Section]:
    days = ask("consents.attended_days", **_lately(about))
    rows = tuple((on.isoformat(), "Yes" if came else "No") for on, came in days)
    data = [{"on": on.isoformat(), "attended": came} for on, came in days]
    text = "" if rows else "No sessions in the last 90 days."
    return [Section(Item.ATTENDANCE, text, ("Day", "Attended"), rows, data)]


def _progress(about: About) -> list[Section]:
    """How sessions went, and how treatments ended."""
    return [*ask("consents.progress", **_lately(about)), *_endings(about)]


def _endings(about: About) -> list[Section]:
    ended = [one for one in about.episodes if not _goes_on(one, about.day)]
    stays = Stay.objects.in_program(about.patient.program_id)
    stays = stays.filter(episode__in=ended).order_by("started_on")
    last = {stay.episode_id: stay.level_of_care for stay in stays}
    rows = tuple(
        (
            str(one.discharged_on),
            one.get_discharge_reason_display(),
            last.get(one.pk, ""),
        )
        for one in ended
    )
    if not rows:
        return []
    head = ("Left on", "Reason", "Level at the end")
    keys = ("left_on", "reason", "level")
    data = [dict(zip(keys, row, strict=True)) for row in rows]
    return [
        Section(Item.PROGRESS, head=head, rows=rows, data=data, part="discharges",
                named="How treatment ended")
    ]  # fmt: skip


def _billing(about: About) -> list[Section]:
    policies = Policy.objects.in_program(about.patient.program_id)
    policies = policies.filter(patient=about.patient)
    rows = tuple(
        (one.plan.payer.name, one.plan.name, one.member_number, one.group_number)
        for one in policies.on(about.day).select_related("plan__payer")
    )
    text = "" if rows else "No policy is on file."
    if self_pay_on(about.patient, about.day):
        text = "They pay themselves."
    head = ("Payer", "Plan", "Member number", "Group number")
    keys = ("payer", "plan", "member_number", "group_number")
    data = [dict(zip(keys, row, strict=True)) for row in rows]
    return [Section(Item.BILLING, text, head, rows, data)]


def _diagnoses(about: About) -> list[Section]:
    return list(ask("consents.diagnoses", **_lately(about)))


def _assessments(about: About) -> list[Section]:
    return list(ask("consents.assessments", **_lately(about)))


def _care_plan(about: About) -> list[Section]:
    return list(ask("consents.goals", **_lately(about)))


def _medications(about: About) -> list[Section]:
    return list(ask("consents.medications", **_lately(about)))


def _lately(about: About) -> dict[str, Any]:
    """What a later room is asked about: a person, and the last 90 days."""
    first = about.day - LOOKS_BACK
    return {"patient": about.patient, "first": first, "last": about.day}


TELLS: dict[Item, Callable[[About], list[Section]]] = {
    Item.PRESENCE: _presence,
    Item.STATUS: _status,
    Item.DATES: _dates,
    Item.LEVEL: _level,
    Item.ATTENDANCE: _attendance,
    Item.DIAGNOSES: _diagnoses,
    Item.ASSESSMENTS: _assessments,
    Item.CARE_PLAN: _care_plan,
    Item.PROGRESS: _progress,
    Item.MEDICATIONS: _medications,
    Item.BILLING: _billing,
}
