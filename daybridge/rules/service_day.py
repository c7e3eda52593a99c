"""Does one service date count, under which rule, and what holds it?

Source: each payer's own rule, which comes in as a `DayRule` row. Published examples:
        HCPCS H0015 "at least 3 hours/day" (and at least 3 days/week, see `dose`);
        Medicare IOP pays days of 3 and of 4 or more services (42 CFR 410.44 benefit,
        services from 2024-01-01), with one service of the primary list (unconfirmed).
Units:  whole minutes inside sessions, overlaps counted once (see `time_in_care`).
Decided where the sources are silent:
- Rules are asked in the order given and the first that is reached counts the day, so
  a payer's higher tier stands first.
- A session is a service when it adds its own minutes: two sessions over the same hour
  are one service.
- Mutual-help meetings never count, whatever the session says: they support recovery
  beside treatment (SAMHSA Matrix manual) and are no clinical hours.
- Only notes of sessions that count can hold a day. Every such note holds it.
- A plan holds the day only where plans exist; `plan_in_force=None` says there are none.
- An empty list of holds, with a rule that counts, means bill it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daybridge.rules.time_in_care import (
    Interval,
    credited_interval,
    minutes_covered,
)
from daybridge.rules.wording import count_of, hours_and_minutes


class Modality(StrEnum):
    GROUP = "group"
    EDUCATION = "education"
    SKILLS = "skills"
    WELLNESS = "wellness"
    FAMILY = "family"
    OUTING = "outing"
    INDIVIDUAL = "individual"
    CONJOINT = "conjoint"  # one patient and their family
    PEER_SUPPORT = "peer_support"
    CASE_MANAGEMENT = "case_management"
    MEDICATION = "medication"
    MUTUAL_HELP = "mutual_help"


NEVER_CLINICAL = frozenset({Modality.MUTUAL_HELP})
PRIMARY_SERVICES = frozenset(
    {Modality.GROUP, Modality.INDIVIDUAL, Modality.FAMILY, Modality.CONJOINT}
)


class NoteState(StrEnum):
    SIGNED = "signed"
    UNSIGNED = "unsigned"
    MISSING = "missing"
    AWAITING_CO_SIGNATURE = "awaiting_co_signature"


class HoldCode(StrEnum):
    NO_RULE = "No rule says when a day counts"
    TOO_SHORT = "Attended time is under the minimum for a day"
    TOO_FEW_SERVICES = "Fewer services than the rule needs for a day"
    NO_PRIMARY_SERVICE = "No primary service was attended"
    NOTE_MISSING = "A session note for this day is not written"
    NOTE_UNSIGNED = "A session note for this day is not signed"
    NOTE_AWAITS_CO_SIGNATURE = "A session note waits for its co-signature"
    PLAN_NOT_IN_FORCE = "No signed treatment plan is in force on this day"


@dataclass(frozen=True, slots=True)
class Hold:
    code: HoldCode
    sentence: str
    subject_id: str | None = None  # the note, session or attendance to open


@dataclass(frozen=True, slots=True)
class DayRule:
    """What a payer or license needs before a day counts; zero asks nothing."""

    name: str
    source: str  # the contract clause or manual page that says so
    minimum_minutes: int = 0
    minimum_services: int = 0
    primary_services: frozenset[Modality] = frozenset()  # at least one of these


THREE_HOURS = DayRule(
    name="Three hours",
    source='HCPCS H0015: "at least 3 hours/day"',
    minimum_minutes=180,
)
MEDICARE_FOUR_SERVICES = DayRule(
    name="Medicare, four or more services",
    source="Medicare IOP per diem from 2024-01-01 (primary list unconfirmed)",
    minimum_services=4,
    primary_services=PRIMARY_SERVICES,
)
MEDICARE_THREE_SERVICES = DayRule(
    name="Medicare, three services",
    source="Medicare IOP per diem from 2024-01-01 (primary list unconfirmed)",
    minimum_services=3,
    primary_services=PRIMARY_SERVICES,
)
MEDICARE_TIERS = (MEDICARE_FOUR_SERVICES, MEDICARE_THREE_SERVICES)


@dataclass(frozen=True, slots=True)
class SessionStay:
    """One patient's time in one session of the day, and the state of its note."""

    subject_id: str  # what a reader opens to mend it: the note or the attendance
    title: str  # "Relapse prevention, 6:00 PM"
    session: Interval
    arrived_at: datetime | None
    left_at: datetime | None
    modality: Modality
    counts_to_clinical_hours: bool
    note: NoteState


@dataclass(frozen=True, slots=True)
class DayFacts:
    stays: Sequence[SessionStay]
    plan_in_force: bool | None = None  # None while plans do not exist


@dataclass(frozen=True, slots=True)
class DayVerdict:
    counts_under: DayRule | None  # the rule that makes the day count
    holds: tuple[Hold, ...]
    minutes: int  # clinical minutes delivered
    services: int

    @property
    def was_delivered(self) -> bool:
        return self.minutes > 0

    @property
    def can_be_billed(self) -> bool:
        return self.counts_under is not None and not self.holds

    @property
    def delivered_but_held(self) -> bool:
        """True for a day that belongs on the list that should be empty."""
        return self.was_delivered and not self.can_be_billed


def judge_day(
    facts: DayFacts, rules: Sequence[DayRule], *, now: datetime | None = None
) -> DayVerdict:
    """Say which rule counts the day and list everything that keeps it from a bill.

    `now` credits someone still in session up to this moment. A day nobody attended
    has no holds: there is nothing to bill.
    """
    credited = _credited(facts.stays, now)
    minutes = minutes_covered(interval for _, interval in credited)
    if not minutes:
        return DayVerdict(None, (), 0, 0)

    services = _services(credited)
    counts_under = next(
        (rule for rule in rules if not _not_reached(rule, minutes, services)), None
    )
    holds = [
        *([] if counts_under else _nearest_miss(rules, minutes, services)),
        *_note_holds(stay for stay, _ in credited),
        *_plan_holds(facts.plan_in_force),
    ]
    return DayVerdict(counts_under, tuple(holds), minutes, len(services))


def is_clinical(stay: SessionStay) -> bool:
    """Say whether a session's minutes are clinical hours at all."""
    return stay.counts_to_clinical_hours and stay.modality not in NEVER_CLINICAL


def _credited(
    stays: Iterable[SessionStay], now: datetime | None
) -> list[tuple[SessionStay, Interval]]:
    credited = []
    for stay in filter(is_clinical, stays):
        interval = credited_interval(
            arrived_at=stay.arrived_at,
            left_at=stay.left_at,
            session=stay.session,
            now=now,
        )
        if interval:
            credited.append((stay, interval))
    return sorted(credited, key=_when)


def _when(pair: tuple[SessionStay, Interval]) -> tuple[datetime, datetime]:
    return pair[1].start_at, pair[1].end_at


def _services(credited: Sequence[tuple[SessionStay, Interval]]) -> list[SessionStay]:
    """List the sessions that add at least a minute to those before them."""
    services: list[SessionStay] = []
    counted: list[Interval] = []
    for stay, interval in credited:
        if minutes_covered([*counted, interval]) > minutes_covered(counted):
            services.append(stay)
        counted.append(interval)
    return services


def _not_reached(
    rule: DayRule, minutes: int, services: Sequence[SessionStay]
) -> list[Hold]:
    holds = []
    if minutes < rule.minimum_minutes:
        sentence = (
            f"{hours_and_minutes(minutes)} attended; “{rule.name}” needs "
            f"{hours_and_minutes(rule.minimum_minutes)}."
        )
        holds.append(Hold(HoldCode.TOO_SHORT, sentence))
    if len(services) < rule.minimum_services:
        sentence = (
            f"{count_of(len(services), 'service')} attended; “{rule.name}” needs "
            f"{rule.minimum_services}."
        )
        holds.append(Hold(HoldCode.TOO_FEW_SERVICES, sentence))
    needs_primary = rule.primary_services
    if needs_primary and not any(s.modality in needs_primary for s in services):
        sentence = f"“{rule.name}” needs one group, individual or family session."
        holds.append(Hold(HoldCode.NO_PRIMARY_SERVICE, sentence))
    return holds


def _nearest_miss(
    rules: Sequence[DayRule], minutes: int, services: Sequence[SessionStay]
) -> list[Hold]:
    """Explain the last rule, the easiest to reach, since none was reached."""
    if not rules:
        sentence = "No rule for this patient's payer says when a day counts."
        return [Hold(HoldCode.NO_RULE, sentence)]
    return _not_reached(rules[-1], minutes, services)


NOTE_HOLDS = {
    NoteState.MISSING: (HoldCode.NOTE_MISSING, "is not written"),
    NoteState.UNSIGNED: (HoldCode.NOTE_UNSIGNED, "is not signed"),
    NoteState.AWAITING_CO_SIGNATURE: (
        HoldCode.NOTE_AWAITS_CO_SIGNATURE,
        "waits for its co-signature",
    ),
}


def _note_holds(stays: Iterable[SessionStay]) -> list[Hold]:
    holds = []
    for stay in stays:
        if stay.note in NOTE_HOLDS:
            code, what = NOTE_HOLDS[stay.note]
            sentence = f"The note for {stay.title} {what}."
            holds.append(Hold(code, sentence, stay.subject_id))
    return holds


def _plan_holds(plan_in_force: bool | None) -> list[Hold]:
    if plan_in_force is not False:
        return []
    sentence = "No signed treatment plan is in force on this day."
    return [Hold(HoldCode.PLAN_NOT_IN_FORCE, sentence)]
