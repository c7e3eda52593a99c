"""Consents: each element, each pair of kinds, each age, and each way out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.consent import (
    KINDS,
    NOTICES,
    Asking,
    Element,
    Expiry,
    Held,
    Item,
    Kind,
    Lack,
    MinorRule,
    Notice,
    Purpose,
    Reason,
    Recipient,
    RecipientClass,
    Signer,
    Standing,
    Terms,
    clashes,
    lacks,
    may_leave,
    missing,
    who_must_sign,
)
from daybridge.rules.consent.signers import (
    birthday,
    rule_of,
    shipped_rules,
    years_between,
)
from daybridge.rules.consent.terms import covers

AT = datetime(2026, 11, 28, 17, 0, tzinfo=UTC)
DAY = AT.date()
ONE, BOTH = frozenset({Signer.PATIENT}), frozenset({Signer.PATIENT, Signer.GUARDIAN})
DISCLOSING = [kind for kind, rule in KINDS.items() if rule.lets_leave]
FORMS = [kind for kind, rule in KINDS.items() if not rule.lets_leave]
PURPOSE = {
    Kind.TPO: Purpose.TREATMENT, Kind.PROCEEDINGS: Purpose.PROCEEDINGS,
    Kind.CRIMINAL_JUSTICE: Purpose.SUPERVISION, Kind.RESEARCH: Purpose.RESEARCH,
    Kind.REGISTRY: Purpose.REGISTRY, Kind.PDMP: Purpose.REGISTRY,
}  # fmt: skip


def whole(kind: Kind, **more: object) -> Terms:
    """The terms of a kind with nothing missing."""
    notes = kind is Kind.COUNSELING_NOTES
    terms = Terms(
        kinds=frozenset({kind}),
        patient_name="Dana Whitfield",
        discloser="Schuylkill Street IOP",
        items=frozenset({Item.COUNSELING_NOTES if notes else Item.ATTENDANCE}),
        recipients=frozenset({"adler"}),
        members="my treating providers",
        purposes=frozenset({PURPOSE.get(kind, Purpose.REQUEST)}),
        expiry=Expiry.DATE,
        expires_on=DAY + timedelta(days=30),
        says_how_to_revoke=True,
        says_redisclosure=True,
        says_refusal=True,
        says_opt_out=True,
    )
    return replace(terms, **more)


def held(kind: Kind = Kind.SPECIFIC, key: str = "one", **more: object) -> Held:
    standing = Standing(ONE, ONE, AT - timedelta(days=1))
    return Held(key, whole(kind, **more), standing)


# Elements


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_form_of_each_kind_lacks_nothing(kind):
    assert missing(whole(kind)) == []


ABSENCES = (
    ({"discloser": " "}, Element.DISCLOSER),
    ({"items": frozenset()}, Element.INFORMATION),
    ({"recipients": frozenset()}, Element.RECIPIENT),
    ({"says_redisclosure": False}, Element.REDISCLOSURE),
    ({"purposes": frozenset()}, Element.PURPOSE),
    ({"says_how_to_revoke": False}, Element.REVOCATION),
    ({"expiry": None}, Element.EXPIRY),
    ({"expires_on": None}, Element.EXPIRY),
    ({"expiry": Expiry.EVENT, "expiry_event": " "}, Element.EXPIRY),
)


@pytest.mark.parametrize("kind", DISCLOSING)
@pytest.mark.parametrize(("absence", "element"), ABSENCES)
def test_each_kind_of_consent_needs_each_element(kind, absence, element):
    assert missing(whole(kind, **absence)) == [element]


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("absence", [absence for absence, _ in ABSENCES])
def test_a_form_of_the_program_needs_none_of_them(kind, absence):
    assert missing(whole(kind, **absence)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_names_the_patient(kind):
    assert missing(whole(kind, patient_name="")) == [Element.PATIENT]


@pytest.mark.parametrize("kind", KINDS)
def test_only_one_kind_says_what_follows_from_refusing(kind):
    lacking = missing(whole(kind, says_refusal=False))
    assert lacking == ([Element.REFUSAL] if kind is Kind.TPO else [])


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_intermediary_names_members(kind):
    lacking = missing(whole(kind, members=""))
    assert lacking == ([Element.MEMBERS] if kind is Kind.INTERMEDIARY else [])


@pytest.mark.parametrize("kind", DISCLOSING)
def test_only_the_single_consent_may_have_no_end(kind):
    lacking = missing(whole(kind, expiry=Expiry.NONE, expires_on=None))
    assert lacking == ([] if kind is Kind.TPO else [Element.EXPIRY])


@pytest.mark.parametrize(("kind", "purpose"), list(product(DISCLOSING, Purpose)))
def test_each_kind_is_for_its_purposes_and_no_other(kind, purpose):
    if kind is Kind.TPO:
        allowed = {Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS}
    elif kind in PURPOSE:
        allowed = {PURPOSE[kind]}
    else:
        allowed = set(Purpose) - {Purpose.PROCEEDINGS}
    lacking = missing(whole(kind, purposes=frozenset({purpose})))
    assert (lacking == []) is (purpose in allowed)


@pytest.mark.parametrize(("kind", "item"), list(product(DISCLOSING, Item)))
def test_counseling_notes_stand_in_their_own_consent_and_alone_in_it(kind, item):
    lacking = missing(whole(kind, items=frozenset({item})))
    apart = (kind is Kind.COUNSELING_NOTES) is (item is Item.COUNSELING_NOTES)
    assert (lacking == []) is apart


# Combinations: the table is written out here again, by hand

TOGETHER = {
    ("emergency_contact", "specific"), ("group_agreement", "telehealth"),
    ("group_agreement", "treatment_agreement"), ("intermediary", "specific"),
    ("intermediary", "tpo"), ("telehealth", "treatment_agreement"),
}  # fmt: skip


def test_every_pair_of_kinds_is_judged_as_the_table_says():
    pairs = list(combinations(sorted(Kind), 2))
    assert len(pairs) == 105
    for pair in pairs:
        assert (clashes(pair) == []) is (tuple(pair) in TOGETHER), pair


def test_one_kind_alone_never_clashes():
    assert all(clashes({kind}) == [] for kind in Kind)


def test_every_three_kinds_clash_unless_each_pair_may_stand_together():
    for three in combinations(sorted(Kind), 3):
        good = all(tuple(pair) in TOGETHER for pair in combinations(three, 2))
        assert (clashes(three) == []) is good


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Kind.COUNSELING_NOTES, "2.31(b)"), (Kind.PROCEEDINGS, "2.31(d)"),
     (Kind.TPO, "no other purpose")],
)  # fmt: skip
def test_a_clash_says_its_source(kind, words):
    assert words in clashes({kind, Kind.SPECIFIC})[0]


# Signers

STATE = MinorRule("XX", 14, 18, date(2000, 1, 1), "a statute", is_confirmed=True)
NEVER = replace(STATE, alone_from=None)


@pytest.mark.parametrize("age", range(30))
def test_from_an_age_on_a_minor_signs_alone_and_at_majority_anyone(age):
    born_on = date(DAY.year - age, DAY.month, DAY.day)
    signing = who_must_sign(born_on=born_on, day=DAY, rule=STATE)
    assert signing.signers == (BOTH if age < 14 else ONE)
    assert (signing.renew_on is not None) is (age < 14)
    assert who_must_sign(born_on=born_on, day=DAY, rule=NEVER).signers == (
        BOTH if age < 18 else ONE
    )


def test_the_day_before_the_birthday_counts_as_younger():
    born_on = date(DAY.year - 14, DAY.month, DAY.day) + timedelta(days=1)
    assert who_must_sign(born_on=born_on, day=DAY, rule=STATE).signers == BOTH


@pytest.mark.parametrize("age", [5, 15, 40])
def test_a_representative_signs_for_whoever_cannot(age):
    born_on = date(DAY.year - age, 1, 1)
    for more in ({"lacks_capacity": True}, {"has_died": True}):
        signing = who_must_sign(born_on=born_on, day=DAY, rule=STATE, **more)
        assert signing.signers == {Signer.REPRESENTATIVE}


def test_an_unknown_birth_date_has_to_be_asked():
    signing = who_must_sign(born_on=None, day=DAY, rule=STATE)
    assert (signing.signers, "ask" in signing.reason) == (ONE, True)


def test_what_a_guardian_signs_is_signed_anew_on_the_birthday():
    born_on = date(2016, 2, 29)
    signing = who_must_sign(born_on=born_on, day=DAY, rule=STATE)
    assert signing.renew_on == date(2034, 3, 1) == birthday(born_on, 18)


@given(st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.integers(0, 100))
def test_nobody_is_so_old_before_the_birthday(born_on, years):
    day = birthday(born_on, years)
    assert years_between(born_on, day) == years
    if years:
        assert years_between(born_on, day - timedelta(days=1)) == years - 1


def test_each_state_has_its_line_and_others_the_federal_one():
    assert rule_of("PA", DAY).alone_from == 0
    assert rule_of("NE", DAY).majority == 19
    assert rule_of("TX", DAY).jurisdiction == "US"
    assert not any(rule.is_confirmed for rule in shipped_rules())


def test_a_line_holds_between_its_dates():
    rule = replace(STATE, starts_on=DAY, ends_on=DAY)
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
    assert [rule.holds_on(day) for day in days] == [False, True, False]


# Validity


def test_a_whole_consent_holds():
    assert lacks(held().terms, held().standing, at=AT, day=DAY) == []


@pytest.mark.parametrize(
    ("terms", "standing", "lack"),
    [
        ({}, {"signed_at": None}, Lack.NOT_SIGNED),
        ({}, {"signed_at": AT + timedelta(seconds=1)}, Lack.NOT_SIGNED),
        ({}, {"must_sign": BOTH}, Lack.SIGNER_MISSING),
        ({"purposes": frozenset()}, {}, Lack.ELEMENTS),
        ({}, {"revoked_at": AT}, Lack.REVOKED),
        ({"expires_on": DAY - timedelta(days=1)}, {}, Lack.EXPIRED),
        ({"expiry": Expiry.EVENT, "expires_on": None, "expiry_event": "x"},
         {"event_on": DAY}, Lack.EXPIRED),
        ({}, {"renew_on": DAY}, Lack.OF_AGE),
        ({}, {"flawed_at": AT}, Lack.KNOWN_FLAW),
    ],
)  # fmt: skip
def test_each_lack_blocks_by_itself(terms, standing, lack):
    one = held(**terms)
    found = lacks(one.terms, replace(one.standing, **standing), at=AT, day=DAY)
    assert found == [lack]


@pytest.mark.parametrize(
    ("terms", "standing"),
    [
        ({"expires_on": DAY}, {}),
        ({}, {"revoked_at": AT + timedelta(microseconds=1)}),
        ({}, {"flawed_at": AT + timedelta(microseconds=1)}),
        ({}, {"signed_at": AT}),
        ({}, {"renew_on": DAY + timedelta(days=1)}),
        ({"expiry": Expiry.EVENT, "expires_on": None, "expiry_event": "x"},
         {"event_on": DAY + timedelta(days=1)}),
        ({"expiry": Expiry.EVENT, "expires_on": None, "expiry_event": "x"}, {}),
    ],
)  # fmt: skip
def test_the_other_side_of_each_cut_off_holds(terms, standing):
    one = held(**terms)
    assert not lacks(one.terms, replace(one.standing, **standing), at=AT, day=DAY)


# The way out


def asking(**more: object) -> Asking:
    one = Asking(
        Recipient("adler"), frozenset({Item.ATTENDANCE}), Purpose.REQUEST, AT, DAY
    )
    return replace(one, **more)


def test_what_a_consent_names_may_leave():
    answer = may_leave(asking(), [held()])
    assert (bool(answer), answer.basis, answer.reasons) == (True, "one", ())


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"recipient": Recipient("someone else")}, Reason.NO_CONSENT),
        ({"items": frozenset({Item.DIAGNOSES})}, Reason.OTHER_ITEMS),
        ({"items": frozenset({Item.COUNSELING_NOTES})}, Reason.OTHER_ITEMS),
        ({"purpose": Purpose.EMPLOYMENT}, Reason.OTHER_PURPOSE),
        ({"purpose": Purpose.PROCEEDINGS}, Reason.OTHER_PURPOSE),
        ({"items": frozenset()}, Reason.NOTHING_ASKED),
    ],
)  # fmt: skip
def test_anything_else_stays_with_its_reason(asked, reason):
    answer = may_leave(asking(**asked), [held()])
    assert not answer
    assert reason in answer.reasons


@pytest.mark.parametrize(
    ("for_them", "holds", "purpose", "items"),
    list(product([True, False], repeat=4)),
)
def test_all_four_must_be_right_at_once(for_them, holds, purpose, items):
    one = held()
    if not holds:
        one = replace(one, standing=replace(one.standing, revoked_at=AT))
    answer = may_leave(
        asking(
            recipient=Recipient("adler" if for_them else "x"),
            purpose=Purpose.REQUEST if purpose else Purpose.SCHOOL,
            items=frozenset({Item.ATTENDANCE if items else Item.DRUG_TESTS}),
        ),
        [one],
    )
    assert bool(answer) is (for_them and holds and purpose and items)


def test_two_consents_are_not_added_up():
    dates = held(key="two", items=frozenset({Item.DATES}))
    both = frozenset({Item.DATES, Item.ATTENDANCE})
    assert not may_leave(asking(items=both), [held(), dates])


def test_of_several_the_one_signed_last_speaks():
    old = held(key="old")
    old = replace(old, standing=replace(old.standing, signed_at=AT - timedelta(9)))
    assert may_leave(asking(), [old, held(key="new")]).basis == "new"


def test_a_class_of_recipients_reaches_whoever_belongs_to_it():
    tpo = held(
        Kind.TPO, recipients=frozenset(), classes=frozenset(RecipientClass),
        purposes=frozenset({Purpose.PAYMENT}), items=frozenset({Item.BILLING}),
    )  # fmt: skip
    plan = Recipient("", frozenset({RecipientClass.HEALTH_PLAN}))
    asked = {"items": frozenset({Item.BILLING}), "purpose": Purpose.PAYMENT}
    assert may_leave(asking(recipient=plan, **asked), [tpo])
    assert not may_leave(asking(recipient=Recipient("a cousin"), **asked), [tpo])


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_of_the_program_lets_nothing_leave(kind):
    assert not may_leave(asking(), [held(kind)])


def test_whoever_opted_out_gets_no_fundraising():
    wanted = asking(purpose=Purpose.FUNDRAISING)
    consent = held(purposes=frozenset({Purpose.FUNDRAISING}))
    out = held(Kind.FUNDRAISING_OPT_OUT, key="out")
    assert may_leave(wanted, [consent])
    assert may_leave(wanted, [consent, out]).reasons == (Reason.OPTED_OUT,)
    back = replace(out, standing=replace(out.standing, revoked_at=AT))
    assert may_leave(wanted, [consent, back])


@given(
    st.sets(st.sampled_from(list(Item))),
    st.sets(st.sampled_from(list(Item)), min_size=1),
    st.sampled_from(list(Purpose)),
)  # fmt: skip
def test_nothing_ever_leaves_that_the_consent_does_not_reach(named, asked, purpose):
    one = held(items=frozenset(named))
    answer = may_leave(asking(items=frozenset(asked), purpose=purpose), [one])
    if answer:
        assert purpose is Purpose.REQUEST
        assert all(covers(frozenset(named), item) for item in asked)
        assert Item.COUNSELING_NOTES not in asked


@pytest.mark.parametrize("item", Item)
def test_the_whole_record_is_all_but_counseling_notes(item):
    reached = covers(frozenset({Item.WHOLE_RECORD}), item)
    assert reached is (item is not Item.COUNSELING_NOTES)


def test_a_fact_about_treatment_says_that_there_is_one():
    assert covers(frozenset({Item.DATES}), Item.PRESENCE)
    assert not covers(frozenset(), Item.PRESENCE)


@given(st.integers(0, 10_000_000))
def test_a_revocation_blocks_from_its_moment_and_keeps_what_was(microseconds):
    moment = AT + timedelta(microseconds=microseconds)
    one = held()
    one = replace(one, standing=replace(one.standing, revoked_at=moment))
    before = asking(at=moment - timedelta(microseconds=1))
    assert may_leave(before, [one])
    assert not may_leave(asking(at=moment), [one])


def test_the_notices_are_those_of_2024():
    assert NOTICES[Notice.SHORT].startswith(
        "42 CFR part 2 prohibits unauthorized use or"
    )
    assert "2.64 or 2.65" in NOTICES[Notice.LONG]
    assert "restrict any use of the information to investigate" not in str(NOTICES)
