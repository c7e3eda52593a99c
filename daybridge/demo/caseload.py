"""The people of one cohort: each place in a group is a chain of patients over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.demo import names
from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.codes import arrival_code
from daybridge.demo.draw import Draw
from daybridge.demo.figures import figures
from daybridge.demo.groups import Cohort, Running
from daybridge.demo.people import Hired
from daybridge.demo.writing import goal_of, substance_word
from daybridge.intake.models import DoseOrder, Stay
from daybridge.people.arrival_codes import digest, pin_digest, pin_of
from daybridge.people.models import Contact, NameWord, Patient
from daybridge.rules.folding import folded_words
from daybridge.schedule.models import Enrollment

AGES = {  # TEDS AGE -> years
    "3": (18, 20), "4": (21, 24), "5": (25, 29), "6": (30, 34), "7": (35, 39),
    "8": (40, 44), "9": (45, 49), "10": (50, 54), "11": (55, 64), "12": (65, 78),
}  # fmt: skip
LEFT_EARLY = ("2", "3")  # dropped out, ended by the program


@dataclass(frozen=True, slots=True)
class Span:
    """One stay in a chain; `ended_on` is the first day out, None while in care."""

    admitted_on: date
    ended_on: date | None
    reason: str


@dataclass(slots=True)
class InCare:
    """A patient as the histories need them."""

    id: UUID
    called: str
    span: Span
    goal: str
    substance: str
    steadiness: float
    primary: Hired
    is_slipping: bool = False  # the one who falls below the weekly dose
    last_came_on: date | None = None


def chain(draw: Draw, today: date, former: int) -> list[Span]:
    """The patient who holds a place now, and those who held it before, newest first."""
    spans = [_current(draw, today)]
    gap = figures().assumed["days_between_patients"]
    until = spans[0].admitted_on
    for _ in range(former):
        ended_on = until - timedelta(days=draw.between(*gap))
        reason, days = _stay(draw)
        spans.append(Span(ended_on - timedelta(days=days), ended_on, reason))
        until = spans[-1].admitted_on
    return spans


def admit(
    clinic: Clinic,
    draw: Draw,
    cohort: Cohort,
    groups: list[Running],
    track_id: UUID,
    span: Span,
    number: int,
) -> tuple[InCare, dict[str, object]]:
    """Write one patient with everything but their sessions; the episode comes back
    unwritten, because its last contact is known only after the sessions."""
    at = _morning(span.admitted_on)
    sex = draw.weighted(figures().sex)
    who = names.person(draw, sex)
    patient_id = write_patient(clinic, draw, who, sex, at, number)
    episode = _episode(clinic, draw, patient_id, span, at)
    _stay_and_dose(clinic, draw, cohort, episode, track_id, span, at)
    for running in groups:
        clinic.bulk.add(
            Enrollment, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            group_id=running.id, patient_id=patient_id, starts_on=span.admitted_on,
            ends_on=span.ended_on - timedelta(days=1) if span.ended_on else None,
            end_reason="Discharged" if span.ended_on else "",
        )  # fmt: skip
    _team(clinic, draw, patient_id, groups[0], span, at)
    word = substance_word(str(episode["primary_substance"]))
    steadiness = 0.8 + 0.26 * draw.random()
    return (
        InCare(
            patient_id, who.called, span, goal_of(draw, word), word, steadiness,
            groups[0].leader,
        ),
        episode,
    )  # fmt: skip


def _current(draw: Draw, today: date) -> Span:
    """Long stays are likelier to be under way: draw three, keep one by its length."""
    stays = [_stay(draw)[1] for _ in range(3)]
    pick, total = draw.random() * sum(stays), 0
    days = next(d for d in stays if (total := total + d) >= pick)
    return Span(today - timedelta(days=1 + int(draw.random() * days)), None, "")


def _stay(draw: Draw) -> tuple[str, int]:
    known = figures()
    reason = draw.weighted(known.reasons)
    longest = known.assumed["longest_stay_days"]
    days = draw.days(known.median_days[reason], known.mean_over_median[reason], longest)
    if reason == "7" and draw.percent(30):  # TEDS 2006: incarcerated 2 of 7 "other"
        reason = "5"
    return reason, days


def write_patient(
    clinic: Clinic, draw: Draw, who: names.Person, sex: str, at: datetime, number: int
) -> UUID:
    youngest, oldest = AGES[draw.weighted(figures().age)]
    born_on = at.date() - timedelta(
        days=draw.between(youngest * 366, oldest * 365 + 364)
    )
    record_number = f"P{number:06d}"
    shared = {"program_id": clinic.program_id, "created_at": at}
    code, key = arrival_code(record_number), draw.id(at)
    patient_id: UUID = clinic.bulk.add(
        Patient, id=key, record_number=record_number,
        arrival_code_digest=digest(code, clinic.program_id),
        arrival_pin_digest=pin_digest(pin_of(code), key),
        legal_first_name=who.first, legal_last_name=who.last,
        preferred_name=who.preferred, pronouns=who.pronouns, born_on=born_on, sex=sex,
        language="es" if draw.percent(8) else "en", phone=who.phone,
        email=names.email_of(f"{who.first}.{who.last}", "example.net"),
        may_leave_message=draw.percent(60), address=who.address, **shared,
    )  # fmt: skip
    sort_name = f"{who.last}, {who.called}"
    text = f"{who.first} {who.preferred} {who.last}"
    for word in sorted(set(folded_words(text))):
        clinic.bulk.add(
            NameWord, id=draw.id(at), patient_id=patient_id, word=word,
            sort_name=sort_name, **shared,
        )  # fmt: skip
    if draw.percent(85):
        name, relationship = names.contact(draw)
        clinic.bulk.add(
            Contact, id=draw.id(at), patient_id=patient_id, name=name,
            relationship=relationship, phone=names.phone(draw),
            is_emergency_contact=True, **shared,
        )  # fmt: skip
    return patient_id


def _episode(
    clinic: Clinic, draw: Draw, patient_id: UUID, span: Span, at: datetime
) -> dict[str, object]:
    known = figures()
    facts = {"SERVICES": "6", "FREQ1": draw.weighted(known.frequency)}
    facts |= {name: draw.weighted(weights) for name, weights in known.facts.items()}
    return {
        "id": draw.id(at),
        "program_id": clinic.program_id,
        "created_at": at,
        "patient_id": patient_id,
        "admitted_on": span.admitted_on,
        "discharged_on": span.ended_on,
        "discharge_reason": span.reason,
        "referral_source": draw.weighted(known.referral),
        "primary_substance": draw.weighted(known.substance),
        "admission_facts": facts,
    }


def _stay_and_dose(
    clinic: Clinic,
    draw: Draw,
    cohort: Cohort,
    episode: dict[str, object],
    track_id: UUID,
    span: Span,
    at: datetime,
) -> None:
    shared = {"program_id": clinic.program_id, "created_at": at}
    stay_id = clinic.bulk.add(
        Stay, id=draw.id(at), episode_id=episode["id"], track_id=track_id,
        level_of_care="2.1", started_on=span.admitted_on, ended_on=span.ended_on,
        **shared,
    )  # fmt: skip
    clinic.bulk.add(
        DoseOrder, id=draw.id(at), stay_id=stay_id, starts_on=span.admitted_on,
        minutes_per_week=cohort.week_minutes, days_per_week=cohort.days_per_week,
        modality_mix={"group": cohort.days_per_week}, reason="At admission",
        ordered_by_id=clinic.with_role("supervisor")[0].id, **shared,
    )  # fmt: skip


def _team(
    clinic: Clinic,
    draw: Draw,
    patient_id: UUID,
    group: Running,
    span: Span,
    at: datetime,
) -> None:
    until = _morning(span.ended_on) if span.ended_on else None
    for member, source, source_id in _members(clinic, draw, group):
        clinic.bulk.add(
            TeamMembership, id=draw.id(at), program_id=clinic.program_id,
            created_at=at, patient_id=patient_id, staff_id=member.id, source=source,
            source_id=source_id, is_primary=member is group.leader, started_at=at,
            ended_at=until,
        )  # fmt: skip


def _members(
    clinic: Clinic, draw: Draw, group: Running
) -> Iterator[tuple[Hired, str, UUID | None]]:
    yield group.leader, "assigned", None
    if group.co_leader:
        yield group.co_leader, "group", group.id
    if group.leader not in clinic.staff:
        return  # the added counselors of a large clinic have no nurse of their own
    nurse, prescriber = clinic.with_role("medical")
    yield nurse, "assigned", None
    if draw.percent(40):
        yield prescriber, "assigned", None
    if draw.percent(50):
        yield draw.one(clinic.with_role("peer")), "assigned", None


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), ZONE).astimezone(UTC)
