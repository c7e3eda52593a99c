"""Before it bites: what a running group would be held up for, while it can be mended.

Source: the limits are the license's and the payer's, so they come in as a row with its
        source. The default (12 patients in a therapy group, one staff member for 12)
        is working practice (TIP 47 describes 8-15, therapy 12 or fewer) and is
        **unconfirmed**: configure per license.
Units:  whole minutes, whole people.
Decided where the sources are silent:
- Each warning is one sentence and names the one act that mends it.
- Only patients present count to size and ratio; staff present count leader and
  co-leaders, not visitors.
- A telehealth patient counts to the group and its ratio, and not to the room.
- A group may run within `LimitRule.short_session_grace_minutes` of its plan.
- Notes are asked for only once the session is over; plans only where plans exist.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daybridge.rules.credentials import (
    CREDENTIAL_RULES,
    NOTICE_DAYS,
    Activity,
    Credential,
    CredentialKind,
    CredentialRule,
    best_credential,
    co_signature_for,
    why_not_lead,
)
from daybridge.rules.dose import WeekDose, WeekStanding
from daybridge.rules.service_day import NoteState
from daybridge.rules.wording import count_of, hours_and_minutes


@dataclass(frozen=True, slots=True)
class LimitRule:
    """How large a group may be and how many staff it needs; a row per license."""

    max_patients: int
    max_patients_per_staff: int
    short_session_grace_minutes: int
    source: str


DEFAULT_LIMITS = LimitRule(
    max_patients=12,
    max_patients_per_staff=12,
    short_session_grace_minutes=0,
    source="TIP 47 and working practice; unconfirmed, configure per license",
)


class WarningCode(StrEnum):
    GROUP_TOO_LARGE = "group_too_large"
    TOO_FEW_STAFF = "too_few_staff"
    ROOM_TOO_SMALL = "room_too_small"
    NO_LEADER = "no_leader"
    CREDENTIAL_NOT_CURRENT = "credential_not_current"
    CREDENTIAL_EXPIRES_SOON = "credential_expires_soon"
    MAY_NOT_LEAD = "may_not_lead"
    NO_SUPERVISOR = "no_supervisor"
    SESSION_TOO_SHORT = "session_too_short"
    WEEK_SHORT = "week_short"
    WEEK_LOST = "week_lost"
    PLAN_MISSING = "plan_missing"
    PLAN_UNSIGNED = "plan_unsigned"
    NOTE_MISSING = "note_missing"
    NOTE_UNSIGNED = "note_unsigned"
    NOTE_AWAITS_CO_SIGNATURE = "note_awaits_co_signature"


class Mend(StrEnum):
    """The one act that mends a warning; pages give each its button."""

    SPLIT_GROUP = "split_group"
    ADD_CO_LEADER = "add_co_leader"
    MOVE_ROOM = "move_room"
    CHOOSE_LEADER = "choose_leader"
    RENEW_CREDENTIAL = "renew_credential"
    CHOOSE_SUPERVISOR = "choose_supervisor"
    EXTEND_SESSION = "extend_session"
    OFFER_MAKE_UP = "offer_make_up"
    REVIEW_DOSE = "review_dose"
    WRITE_PLAN = "write_plan"
    SIGN_PLAN = "sign_plan"
    WRITE_NOTE = "write_note"
    SIGN_NOTE = "sign_note"
    REMIND_SUPERVISOR = "remind_supervisor"


class PlanState(StrEnum):
    SIGNED = "signed"
    UNSIGNED = "unsigned"
    MISSING = "missing"
    NOT_KEPT_YET = "not_kept_yet"  # the program does not keep plans here yet


@dataclass(frozen=True, slots=True)
class GroupWarning:
    code: WarningCode
    sentence: str
    mend: Mend
    subject_id: str  # the session, staff member, patient or note it is about


@dataclass(frozen=True, slots=True)
class LeaderFacts:
    staff_id: str
    name: str
    credentials: Sequence[Credential]
    has_supervisor: bool


@dataclass(frozen=True, slots=True)
class PatientFacts:
    patient_id: str
    name: str  # the preferred name
    is_present: bool
    by_telehealth: bool = False
    week: WeekDose | None = None  # None: no dose order to weigh against
    plan: PlanState = PlanState.NOT_KEPT_YET
    note: NoteState | None = None  # None: no note is owed
    note_id: str | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    session_id: str
    activity: Activity
    on: date
    staff_present: int
    leader: LeaderFacts | None
    patients: Sequence[PatientFacts]
    planned_minutes: int
    minutes_so_far: int
    minutes_left: int  # until the end now set for the session; 0 once it is over
    room_name: str = ""
    room_capacity: int | None = None  # None: no room, or no limit known

    @property
    def is_over(self) -> bool:
        return self.minutes_left <= 0


def warnings_for(
    facts: GroupFacts,
    limits: LimitRule = DEFAULT_LIMITS,
    credential_rules: Mapping[CredentialKind, CredentialRule] = CREDENTIAL_RULES,
) -> list[GroupWarning]:
    """List what would hold this group up later, each with its mend; empty is well."""
    return [
        *_size_warnings(facts, limits),
        *_room_warnings(facts),
        *_leader_warnings(facts, credential_rules),
        *_length_warnings(facts, limits),
        *_week_warnings(facts.patients),
        *_plan_warnings(facts.patients),
        *(_note_warnings(facts.patients) if facts.is_over else ()),
    ]


def staff_needed(present: int, limits: LimitRule = DEFAULT_LIMITS) -> int:
    """Count the staff a number of patients needs; any patient needs at least one."""
    return -(-present // limits.max_patients_per_staff)


def _size_warnings(facts: GroupFacts, limits: LimitRule) -> Iterable[GroupWarning]:
    present = sum(patient.is_present for patient in facts.patients)
    if present > limits.max_patients:
        yield GroupWarning(
            WarningCode.GROUP_TOO_LARGE,
            f"{count_of(present, 'patient')} here; this group takes "
            f"{limits.max_patients}.",
            Mend.SPLIT_GROUP,
            facts.session_id,
        )
    needed = staff_needed(present, limits)
    if facts.staff_present < needed:
        yield GroupWarning(
            WarningCode.TOO_FEW_STAFF,
            f"{present} here, so {count_of(needed, 'leader')} needed; "
            f"{facts.staff_present or 'none'} here.",
            Mend.ADD_CO_LEADER,
            facts.session_id,
        )


def _room_warnings(facts: GroupFacts) -> Iterable[GroupWarning]:
    in_room = sum(p.is_present and not p.by_telehealth for p in facts.patients)
    people = in_room + facts.staff_present
    if facts.room_capacity is not None and in_room and people > facts.room_capacity:
        yield GroupWarning(
            WarningCode.ROOM_TOO_SMALL,
            f"{facts.room_name or 'The room'} holds {facts.room_capacity}; "
            f"{people} people are in it.",
            Mend.MOVE_ROOM,
            facts.session_id,
        )


def _leader_warnings(
    facts: GroupFacts, rules: Mapping[CredentialKind, CredentialRule]
) -> Iterable[GroupWarning]:
    leader = facts.leader
    if leader is None:
        yield GroupWarning(
            WarningCode.NO_LEADER,
            "Nobody is set to lead this group.",
            Mend.CHOOSE_LEADER,
            facts.session_id,
        )
        return
    verdict = best_credential(leader.credentials, on=facts.on, rules=rules)
    why_not = why_not_lead(leader.credentials, facts.activity, on=facts.on, rules=rules)
    if why_not:
        code = (
            WarningCode.MAY_NOT_LEAD
            if verdict.holds
            else WarningCode.CREDENTIAL_NOT_CURRENT
        )
        yield _about_leader(leader, code, why_not, Mend.CHOOSE_LEADER)
    elif verdict.notice_days == NOTICE_DAYS[0]:  # the nearest reminder
        code, mend = WarningCode.CREDENTIAL_EXPIRES_SOON, Mend.RENEW_CREDENTIAL
        yield _about_leader(leader, code, verdict.sentence, mend)
    co_signature = co_signature_for(leader.credentials, on=facts.on, rules=rules)
    if co_signature.needed and not leader.has_supervisor:
        code, mend = WarningCode.NO_SUPERVISOR, Mend.CHOOSE_SUPERVISOR
        yield _about_leader(leader, code, "no supervisor is set to co-sign.", mend)


def _about_leader(
    leader: LeaderFacts, code: WarningCode, what: str, mend: Mend
) -> GroupWarning:
    return GroupWarning(code, f"{leader.name}: {what}", mend, leader.staff_id)


def _length_warnings(facts: GroupFacts, limits: LimitRule) -> Iterable[GroupWarning]:
    will_be = facts.minutes_so_far + max(0, facts.minutes_left)
    if will_be + limits.short_session_grace_minutes < facts.planned_minutes:
        verb = "lasted" if facts.is_over else "will last"
        yield GroupWarning(
            WarningCode.SESSION_TOO_SHORT,
            f"This session {verb} {hours_and_minutes(will_be)} of the "
            f"{hours_and_minutes(facts.planned_minutes)} planned.",
            Mend.EXTEND_SESSION,
            facts.session_id,
        )


def _week_warnings(patients: Iterable[PatientFacts]) -> Iterable[GroupWarning]:
    for patient in patients:
        week = patient.week
        if week is None or week.planned_is_enough:
            continue
        lost = week.standing is WeekStanding.LOST
        yield GroupWarning(
            WarningCode.WEEK_LOST if lost else WarningCode.WEEK_SHORT,
            f"{patient.name}: {week.sentence}",
            Mend.REVIEW_DOSE if lost else Mend.OFFER_MAKE_UP,
            patient.patient_id,
        )


PLAN_WARNINGS = {
    PlanState.MISSING: (
        WarningCode.PLAN_MISSING,
        "has no treatment plan.",
        Mend.WRITE_PLAN,
    ),
    PlanState.UNSIGNED: (
        WarningCode.PLAN_UNSIGNED,
        "has a treatment plan that is not signed.",
        Mend.SIGN_PLAN,
    ),
}


def _plan_warnings(patients: Iterable[PatientFacts]) -> Iterable[GroupWarning]:
    for patient in patients:
        if patient.is_present and patient.plan in PLAN_WARNINGS:
            code, what, mend = PLAN_WARNINGS[patient.plan]
            sentence = f"{patient.name} {what}"
            yield GroupWarning(code, sentence, mend, patient.patient_id)


NOTE_WARNINGS = {
    NoteState.MISSING: (
        WarningCode.NOTE_MISSING,
        "is not written.",
        Mend.WRITE_NOTE,
    ),
    NoteState.UNSIGNED: (
        WarningCode.NOTE_UNSIGNED,
        "is not signed.",
        Mend.SIGN_NOTE,
    ),
    NoteState.AWAITING_CO_SIGNATURE: (
        WarningCode.NOTE_AWAITS_CO_SIGNATURE,
        "waits for its co-signature.",
        Mend.REMIND_SUPERVISOR,
    ),
}


def _note_warnings(patients: Iterable[PatientFacts]) -> Iterable[GroupWarning]:
    for patient in patients:
        if patient.is_present and patient.note in NOTE_WARNINGS:
            code, what, mend = NOTE_WARNINGS[patient.note]
            sentence = f"The note for {patient.name} {what}"
            subject = patient.note_id or patient.patient_id
            yield GroupWarning(code, sentence, mend, subject)
