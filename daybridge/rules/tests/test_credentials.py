"""A credential holds through its last day, and unlicensed work is co-signed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.credentials import (
    CREDENTIAL_RULES,
    Activity,
    Credential,
    CredentialKind,
    Standing,
    best_credential,
    co_signature_for,
    credential_on,
    may_lead,
)

TODAY = date(2026, 3, 3)


def expiring(days: int | None, kind: CredentialKind = CredentialKind.LCSW):
    return Credential(kind, None if days is None else TODAY + timedelta(days=days))


def test_every_kind_has_a_rule_with_its_source():
    assert set(CREDENTIAL_RULES) == set(CredentialKind)
    assert all(rule.source and rule.may_lead for rule in CREDENTIAL_RULES.values())


@pytest.mark.parametrize(
    ("days", "notice"),
    [(0, 30), (30, 30), (31, 60), (60, 60), (61, 90), (90, 90), (91, None)],
)
def test_reminders_come_at_ninety_sixty_and_thirty_days(days, notice):
    verdict = credential_on(expiring(days), on=TODAY)

    assert verdict.notice_days == notice
    assert verdict.holds
    assert verdict.standing is (Standing.EXPIRING if notice else Standing.CURRENT)


def test_a_credential_holds_on_its_last_day_and_not_the_day_after():
    assert credential_on(expiring(0), on=TODAY).holds
    assert credential_on(expiring(-1), on=TODAY).standing is Standing.EXPIRED


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-2, "LCSW expired 2 days ago."),
        (-1, "LCSW expired 1 day ago."),
        (0, "LCSW expires today."),
        (1, "LCSW expires in 1 day."),
        (91, "LCSW is current."),
        (None, "LCSW is current."),
    ],
)
def test_a_verdict_says_it_in_words(days, sentence):
    assert credential_on(expiring(days), on=TODAY).sentence == sentence


def test_nothing_on_file_is_missing():
    assert best_credential([], on=TODAY).standing is Standing.MISSING


def test_the_current_credential_speaks_before_an_expired_better_one():
    expired, current = expiring(-1), expiring(10, CredentialKind.LSW)

    assert best_credential([expired, current], on=TODAY).credential == current


def test_one_that_signs_alone_speaks_before_one_that_does_not():
    supervised, alone = expiring(900, CredentialKind.LSW), expiring(5)

    assert best_credential([supervised, alone], on=TODAY).credential == alone


@pytest.mark.parametrize(
    "kind",
    [
        CredentialKind.LSW,
        CredentialKind.LPN,
        CredentialKind.CRS,
        CredentialKind.INTERN,
        CredentialKind.UNLICENSED,
    ],
)
def test_supervised_staff_need_a_co_signature(kind):
    answer = co_signature_for([expiring(None, kind)], on=TODAY)

    assert answer.needed
    assert answer.sentence == f"{kind} needs a supervisor's co-signature."


def test_a_clinical_social_worker_signs_alone_until_the_license_expires():
    assert not co_signature_for([expiring(0)], on=TODAY).needed
    assert co_signature_for([expiring(-1)], on=TODAY).needed


def test_someone_without_a_credential_needs_a_co_signature():
    answer = co_signature_for([], on=TODAY)

    assert answer.needed
    assert answer.sentence == "No credential is on file. A supervisor co-signs."


def test_a_kind_the_program_has_no_row_for_is_co_signed():
    assert co_signature_for([expiring(None)], on=TODAY, rules={}).needed


def test_a_peer_leads_peer_groups_and_no_therapy():
    peer = [expiring(100, CredentialKind.CRS)]

    assert may_lead(peer, Activity.PEER_GROUP, on=TODAY)
    assert not may_lead(peer, Activity.THERAPY_GROUP, on=TODAY)


def test_only_prescribers_and_nurses_hold_medication_visits():
    may = {
        kind
        for kind in CredentialKind
        if may_lead([Credential(kind, None)], Activity.MEDICATION_VISIT, on=TODAY)
    }

    assert may == {
        CredentialKind.MD,
        CredentialKind.DO,
        CredentialKind.CRNP,
        CredentialKind.RN,
        CredentialKind.LPN,
    }


def test_an_expired_credential_leads_nothing():
    assert not may_lead([expiring(-1)], Activity.THERAPY_GROUP, on=TODAY)


@given(
    st.lists(
        st.builds(
            expiring,
            st.none() | st.integers(-400, 400),
            st.sampled_from(CredentialKind),
        )
    ),
    st.integers(0, 400),
)
def test_one_more_credential_never_takes_a_signature_away(held, days):
    if not co_signature_for(held, on=TODAY).needed:
        more = [*held, expiring(days, CredentialKind.UNLICENSED)]
        assert not co_signature_for(more, on=TODAY).needed
