"""The same limits that will judge the group later speak while it runs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.credentials import (
    CREDENTIAL_RULES,
    Activity,
    Credential,
    CredentialKind,
)
from daybridge.rules.dose import DoseOrder, weigh_week
from daybridge.rules.dose_rules import WEEKLY_DOSE_RULES, Week
from daybridge.rules.group_conduct import (
    GroupFacts,
    LeaderFacts,
    LimitRule,
    Mend,
    PatientFacts,
    PlanState,
    WarningCode,
    staff_needed,
    warnings_for,
)
from daybridge.rules.service_day import NoteState

TONIGHT = date(2026, 3, 3)
WEEK = Week(date(2026, 3, 2))
RUTH = LeaderFacts(
    "ruth",
    "Ruth",
    [Credential(CredentialKind.LCSW, TONIGHT + timedelta(days=400))],
    False,
)
DANA = PatientFacts("dana", "Dana", is_present=True, note=NoteState.SIGNED)


def group_of(number: int, **more) -> GroupFacts:
    patients = [replace(DANA, patient_id=f"patient {n}") for n in range(number)]
    return replace(EVENING, patients=patients, **more)


EVENING = GroupFacts(
    session_id="tonight",
    activity=Activity.THERAPY_GROUP,
    on=TONIGHT,
    staff_present=2,
    leader=RUTH,
    patients=[DANA],
    planned_minutes=90,
    minutes_so_far=30,
    minutes_left=60,
    room_name="Willow room",
    room_capacity=14,
)


def codes(facts: GroupFacts, *limits: LimitRule) -> list[WarningCode]:
    return [warning.code for warning in warnings_for(facts, *limits)]


def led_by(kind: CredentialKind, days: int | None = None, *, supervisor=False):
    expires_on = None if days is None else TONIGHT + timedelta(days=days)
    credentials = [Credential(kind, expires_on)]
    return replace(RUTH, credentials=credentials, has_supervisor=supervisor)


def with_patient(**more) -> GroupFacts:
    return replace(EVENING, patients=[replace(DANA, **more)])


def test_an_ordinary_evening_has_no_warnings():
    assert warnings_for(EVENING) == []
    assert warnings_for(group_of(12)) == []


def test_the_thirteenth_patient_makes_a_therapy_group_too_large():
    thirteen = group_of(13, room_capacity=None)
    [warning] = warnings_for(thirteen)

    assert warning.code is WarningCode.GROUP_TOO_LARGE
    assert warning.sentence == "13 patients here; this group takes 12."
    assert warning.mend is Mend.SPLIT_GROUP


def test_one_leader_is_enough_for_twelve_and_not_for_thirteen():
    roomy = LimitRule(15, 12, 0, "license")
    twelve = group_of(12, staff_present=1)
    thirteen = group_of(13, staff_present=1)

    assert codes(twelve, roomy) == []
    [warning] = warnings_for(thirteen, roomy)
    assert warning.mend is Mend.ADD_CO_LEADER
    assert warning.sentence == "13 here, so 2 leaders needed; 1 here."


def test_patients_without_anyone_leading_need_a_leader():
    [warning] = warnings_for(group_of(1, staff_present=0))

    assert warning.sentence == "1 here, so 1 leader needed; none here."


@pytest.mark.parametrize(("present", "needed"), [(0, 0), (1, 1), (12, 1), (13, 2)])
def test_staff_follow_the_ratio(present, needed):
    assert staff_needed(present) == needed


def test_patients_who_are_not_here_do_not_count():
    away = [replace(DANA, is_present=False)] * 20

    assert warnings_for(replace(EVENING, patients=away)) == []


def test_a_room_may_be_full_and_no_fuller():
    full = group_of(12, staff_present=2, room_capacity=14)
    fuller = replace(full, room_capacity=13)

    assert codes(full) == []
    [warning] = warnings_for(fuller)
    assert warning.sentence == "Willow room holds 13; 14 people are in it."
    assert warning.mend is Mend.MOVE_ROOM


def test_a_telehealth_patient_needs_no_chair():
    by_video = replace(DANA, by_telehealth=True)
    facts = replace(EVENING, patients=[DANA, by_video], room_capacity=3)

    assert codes(facts) == []


def test_a_group_nobody_leads_asks_for_a_leader():
    assert codes(replace(EVENING, leader=None)) == [WarningCode.NO_LEADER]


def test_a_license_that_ran_out_yesterday_asks_for_another_leader():
    facts = replace(EVENING, leader=led_by(CredentialKind.LCSW, -1, supervisor=True))
    [warning] = warnings_for(facts)

    assert warning.code is WarningCode.CREDENTIAL_NOT_CURRENT
    assert warning.sentence == "Ruth: LCSW expired 1 day ago."
    assert (warning.mend, warning.subject_id) == (Mend.CHOOSE_LEADER, "ruth")


def test_a_license_is_mentioned_from_thirty_days_before_it_expires():
    soon = replace(EVENING, leader=led_by(CredentialKind.LCSW, 30))
    later = replace(EVENING, leader=led_by(CredentialKind.LCSW, 31))

    assert codes(soon) == [WarningCode.CREDENTIAL_EXPIRES_SOON]
    assert codes(later) == []


def test_a_peer_does_not_lead_therapy():
    facts = replace(EVENING, leader=led_by(CredentialKind.CRS, supervisor=True))
    [warning] = warnings_for(facts)

    assert warning.code is WarningCode.MAY_NOT_LEAD
    assert warning.sentence == "Ruth: CRS does not lead therapy groups alone."


def test_a_program_may_let_its_peers_lead_what_its_license_allows():
    facts = replace(EVENING, leader=led_by(CredentialKind.CRS, supervisor=True))
    peer = CREDENTIAL_RULES[CredentialKind.CRS]
    own = {CredentialKind.CRS: replace(peer, may_lead=frozenset(Activity))}

    assert warnings_for(facts, credential_rules=own) == []


def test_an_intern_needs_a_supervisor_to_co_sign():
    alone = replace(EVENING, leader=led_by(CredentialKind.INTERN))
    supervised = replace(EVENING, leader=led_by(CredentialKind.INTERN, supervisor=True))

    assert codes(alone) == [WarningCode.NO_SUPERVISOR]
    assert warnings_for(alone)[0].mend is Mend.CHOOSE_SUPERVISOR
    assert codes(supervised) == []


def test_a_session_that_will_end_a_minute_early_can_be_extended():
    facts = replace(EVENING, minutes_left=59)
    [warning] = warnings_for(facts)

    assert warning.mend is Mend.EXTEND_SESSION
    assert warning.sentence == (
        "This session will last 1 h 29 min of the 1 h 30 min planned."
    )


def test_a_license_may_overlook_a_few_minutes():
    lenient = LimitRule(12, 12, 5, "license")

    assert codes(replace(EVENING, minutes_left=55), lenient) == []
    assert codes(replace(EVENING, minutes_left=54), lenient) == [
        WarningCode.SESSION_TOO_SHORT
    ]


def week(delivered_minutes: int, today: date):
    return weigh_week(
        week=WEEK,
        delivered={WEEK.days[0]: delivered_minutes},
        still_planned={},
        order=DoseOrder(540, 3),
        rule=WEEKLY_DOSE_RULES[0],
        today=today,
    )


def test_a_short_week_offers_a_make_up_while_it_can_be_saved():
    short, lost = week(180, WEEK.days[1]), week(180, WEEK.days[6])

    [warning] = warnings_for(with_patient(week=short))
    assert (warning.code, warning.mend) == (WarningCode.WEEK_SHORT, Mend.OFFER_MAKE_UP)
    assert warning.sentence == f"Dana: {short.sentence}"
    [warning] = warnings_for(with_patient(week=lost))
    assert (warning.code, warning.mend) == (WarningCode.WEEK_LOST, Mend.REVIEW_DOSE)


def test_a_patient_who_is_not_here_can_still_be_offered_a_make_up():
    facts = with_patient(week=week(180, WEEK.days[1]), is_present=False)

    assert codes(facts) == [WarningCode.WEEK_SHORT]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (PlanState.SIGNED, []),
        (PlanState.UNSIGNED, [WarningCode.PLAN_UNSIGNED]),
        (PlanState.MISSING, [WarningCode.PLAN_MISSING]),
        (PlanState.NOT_KEPT_YET, []),
    ],
)
def test_a_plan_is_asked_for_only_where_plans_exist(plan, expected):
    assert codes(with_patient(plan=plan)) == expected


def over(**more) -> GroupFacts:
    return replace(with_patient(**more), minutes_so_far=90, minutes_left=0)


@pytest.mark.parametrize(
    ("note", "mend"),
    [
        (NoteState.MISSING, Mend.WRITE_NOTE),
        (NoteState.UNSIGNED, Mend.SIGN_NOTE),
        (NoteState.AWAITING_CO_SIGNATURE, Mend.REMIND_SUPERVISOR),
    ],
)
def test_notes_are_asked_for_once_the_session_is_over(note, mend):
    assert codes(with_patient(note=note)) == []

    [warning] = warnings_for(over(note=note, note_id="note 1"))
    assert (warning.mend, warning.subject_id) == (mend, "note 1")


def test_no_note_is_asked_of_someone_who_did_not_come():
    assert codes(over(note=NoteState.MISSING, is_present=False)) == []


@given(
    st.integers(0, 30),
    st.integers(0, 4),
    st.none() | st.integers(0, 30),
    st.integers(0, 120),
)
def test_every_warning_is_a_sentence_about_someone_or_something(
    present, staff, capacity, left
):
    facts = group_of(present, staff_present=staff, room_capacity=capacity)

    for warning in warnings_for(replace(facts, minutes_left=left)):
        assert warning.sentence.endswith(".")
        assert warning.subject_id
