"""A day counts under a named rule, and everything that holds it is said."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.service_day import (
    MEDICARE_FOUR_SERVICES,
    MEDICARE_THREE_SERVICES,
    MEDICARE_TIERS,
    THREE_HOURS,
    DayFacts,
    DayRule,
    DayVerdict,
    HoldCode,
    Modality,
    NoteState,
    SessionStay,
    judge_day,
)
from daybridge.rules.time_in_care import Interval

DAY = datetime(2026, 3, 3, tzinfo=UTC)


def at(clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return DAY.replace(hour=hour, minute=minute)


def stay(
    start: str,
    end: str,
    *,
    arrived: str | None = "start",
    left: str | None = None,
    modality: Modality = Modality.GROUP,
    counts: bool = True,
    note: NoteState = NoteState.SIGNED,
) -> SessionStay:
    arrived = start if arrived == "start" else arrived
    return SessionStay(
        subject_id=f"note {start}",
        title=f"Skills group, {start}",
        session=Interval(at(start), at(end)),
        arrived_at=at(arrived) if arrived else None,
        left_at=at(left or end),
        modality=modality,
        counts_to_clinical_hours=counts,
        note=note,
    )


def judge(*stays: SessionStay, rules=(THREE_HOURS,), plan=None) -> DayVerdict:
    return judge_day(DayFacts(stays, plan), rules)


def codes(verdict: DayVerdict) -> list[HoldCode]:
    return [hold.code for hold in verdict.holds]


def hours_long_sessions(number: int, **more) -> list[SessionStay]:
    clocks = [f"{9 + n:02}:00" for n in range(number + 1)]
    return [stay(start, end, **more) for start, end in pairwise(clocks)]


def test_three_full_hours_can_be_billed():
    verdict = judge(stay("09:00", "12:00"))

    assert verdict.counts_under is THREE_HOURS
    assert verdict.can_be_billed
    assert (verdict.minutes, verdict.services) == (180, 1)


def test_a_minute_under_three_hours_is_held():
    verdict = judge(stay("09:00", "12:00", arrived="09:01"))

    assert verdict.counts_under is None
    assert codes(verdict) == [HoldCode.TOO_SHORT]
    assert verdict.holds[0].sentence == (
        "2 h 59 min attended; “Three hours” needs 3 h."
    )


def test_an_hour_spent_in_two_sessions_counts_once():
    verdict = judge(stay("09:00", "11:00"), stay("10:00", "11:30"))

    assert verdict.minutes == 150
    assert codes(verdict) == [HoldCode.TOO_SHORT]


def test_arriving_before_the_session_does_not_fill_up_the_day():
    assert not judge(stay("09:00", "11:50", arrived="08:30")).can_be_billed


def test_four_services_reach_the_higher_medicare_tier():
    verdict = judge(*hours_long_sessions(4), rules=MEDICARE_TIERS)

    assert verdict.counts_under is MEDICARE_FOUR_SERVICES


def test_three_services_reach_the_lower_medicare_tier():
    verdict = judge(*hours_long_sessions(3), rules=MEDICARE_TIERS)

    assert verdict.counts_under is MEDICARE_THREE_SERVICES


def test_two_services_reach_no_medicare_tier():
    verdict = judge(*hours_long_sessions(2), rules=MEDICARE_TIERS)

    assert codes(verdict) == [HoldCode.TOO_FEW_SERVICES]
    assert verdict.holds[0].sentence == (
        "2 services attended; “Medicare, three services” needs 3."
    )


def test_two_sessions_over_the_same_hour_are_one_service():
    same_hour = [stay("09:00", "10:00"), stay("09:00", "10:00")]

    assert judge(*same_hour).services == 1


def test_a_session_that_adds_a_minute_is_a_service_of_its_own():
    assert judge(stay("09:00", "10:00"), stay("09:30", "10:01")).services == 2


def test_medicare_needs_a_primary_service_among_them():
    education = hours_long_sessions(3, modality=Modality.EDUCATION)
    with_group = [*education[:2], stay("11:00", "12:00")]

    assert codes(judge(*education, rules=MEDICARE_TIERS)) == [
        HoldCode.NO_PRIMARY_SERVICE
    ]
    assert judge(*with_group, rules=MEDICARE_TIERS).can_be_billed


def test_mutual_help_never_counts_even_when_the_session_says_so():
    meeting = stay("11:00", "12:00", modality=Modality.MUTUAL_HELP, counts=True)
    verdict = judge(stay("09:00", "11:00"), meeting)

    assert (verdict.minutes, verdict.services) == (120, 1)


def test_a_session_outside_the_clinical_hours_does_not_count():
    outing = stay("11:00", "12:00", modality=Modality.OUTING, counts=False)

    assert judge(stay("09:00", "11:00"), outing).minutes == 120


@pytest.mark.parametrize(
    ("note", "code", "words"),
    [
        (NoteState.MISSING, HoldCode.NOTE_MISSING, "is not written"),
        (NoteState.UNSIGNED, HoldCode.NOTE_UNSIGNED, "is not signed"),
        (
            NoteState.AWAITING_CO_SIGNATURE,
            HoldCode.NOTE_AWAITS_CO_SIGNATURE,
            "waits for its co-signature",
        ),
    ],
)
def test_a_note_that_is_not_done_holds_the_day_and_says_which(note, code, words):
    verdict = judge(stay("09:00", "12:00", note=note))

    assert verdict.counts_under is THREE_HOURS
    assert verdict.delivered_but_held
    assert codes(verdict) == [code]
    assert verdict.holds[0].sentence == f"The note for Skills group, 09:00 {words}."
    assert verdict.holds[0].subject_id == "note 09:00"


def test_each_unsigned_note_is_its_own_hold():
    notes = hours_long_sessions(3, note=NoteState.UNSIGNED)

    assert codes(judge(*notes)) == [HoldCode.NOTE_UNSIGNED] * 3


def test_the_note_of_a_session_that_does_not_count_holds_nothing():
    walk = stay("13:00", "14:00", counts=False, note=NoteState.MISSING)

    assert judge(stay("09:00", "12:00"), walk).can_be_billed


def test_the_note_of_a_session_not_attended_holds_nothing():
    missed = stay("13:00", "14:00", arrived=None, note=NoteState.MISSING)

    assert judge(stay("09:00", "12:00"), missed).can_be_billed


def test_a_short_day_with_an_unsigned_note_is_held_for_both():
    verdict = judge(stay("09:00", "10:00", note=NoteState.UNSIGNED))

    assert codes(verdict) == [HoldCode.TOO_SHORT, HoldCode.NOTE_UNSIGNED]


def test_a_plan_that_is_not_in_force_holds_the_day():
    assert codes(judge(stay("09:00", "12:00"), plan=False)) == [
        HoldCode.PLAN_NOT_IN_FORCE
    ]
    assert judge(stay("09:00", "12:00"), plan=True).can_be_billed


def test_plans_that_do_not_exist_yet_hold_nothing():
    assert judge(stay("09:00", "12:00"), plan=None).can_be_billed


def test_a_day_nobody_attended_is_not_on_the_list():
    verdict = judge(stay("09:00", "12:00", arrived=None))

    assert not verdict.was_delivered
    assert not verdict.delivered_but_held
    assert verdict.holds == ()


def test_a_single_minute_was_delivered():
    verdict = judge(stay("09:00", "12:00", left="09:01"))

    assert verdict.delivered_but_held
    assert (verdict.minutes, verdict.services) == (1, 1)


def test_a_day_nobody_attended_has_no_minutes_and_no_services():
    assert judge() == DayVerdict(None, (), 0, 0)


def test_a_rule_that_asks_nothing_counts_any_delivered_day():
    assert judge(stay("09:00", "09:01"), rules=(DayRule("Any", "test"),)).can_be_billed


def test_a_day_without_any_rule_says_so():
    verdict = judge(stay("09:00", "12:00"), rules=())

    assert codes(verdict) == [HoldCode.NO_RULE]


def test_rules_are_asked_in_their_order():
    one_hour = DayRule("One hour", "test", minimum_minutes=60)
    facts = stay("09:00", "12:00")

    assert judge(facts, rules=(THREE_HOURS, one_hour)).counts_under is THREE_HOURS
    assert judge(facts, rules=(one_hour, THREE_HOURS)).counts_under is one_hour


def test_someone_still_in_session_is_credited_up_to_now():
    sitting = SessionStay(
        "note",
        "Group",
        Interval(at("09:00"), at("12:00")),
        at("09:00"),
        None,
        Modality.GROUP,
        True,
        NoteState.SIGNED,
    )

    assert judge_day(DayFacts([sitting]), [THREE_HOURS], now=at("10:30")).minutes == 90


stays = st.builds(
    lambda start, length, **more: stay(
        f"{start:02}:00", f"{start + length:02}:00", **more
    ),
    st.integers(6, 18),
    st.integers(1, 4),
    modality=st.sampled_from(Modality),
    counts=st.booleans(),
    note=st.sampled_from(NoteState),
)


@given(st.lists(stays, max_size=6), st.sampled_from([None, True, False]))
def test_a_bill_needs_a_rule_and_no_hold(many, plan):
    verdict = judge(*many, rules=(*MEDICARE_TIERS, THREE_HOURS), plan=plan)

    assert verdict.can_be_billed == bool(verdict.counts_under and not verdict.holds)
    if verdict.was_delivered and not verdict.can_be_billed:
        assert verdict.holds


@given(st.lists(stays, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_sessions_are_told_changes_nothing(many, chance):
    shuffled = list(many)
    chance.shuffle(shuffled)

    assert judge(*many).minutes == judge(*shuffled).minutes
    assert judge(*many).services == judge(*shuffled).services
    assert sorted(codes(judge(*many))) == sorted(codes(judge(*shuffled)))


@given(st.lists(stays, max_size=5))
def test_a_mutual_help_meeting_changes_nothing(many):
    meeting = stay("06:00", "20:00", modality=Modality.MUTUAL_HELP)

    assert judge(*many) == judge(*many, meeting)
