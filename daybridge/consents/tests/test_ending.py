"""A consent ends for one recipient alone, or because it is known to have a flaw."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from daybridge.access.models import Grant
from daybridge.consents import services
from daybridge.consents.errors import (
    AlreadyRevoked,
    ConsentError,
    MayNotLeave,
    NotRevocable,
    NotSigned,
)
from daybridge.consents.models import Consent, Flaw, Way
from daybridge.consents.scopes import scope_words
from daybridge.consents.values import Writing
from daybridge.intake import services as intake
from daybridge.intake.values import Leaving
from daybridge.rules.consent import KINDS, Expiry, Item, Kind, Purpose, Signer

TWO = [
    {"name": "Officer Adler", "organization": "County Probation"},
    {"name": "Ana Beltran", "organization": "Public Defender"},
]


@pytest.fixture
def consent(signed, draft):
    return signed(draft(recipients=TWO))


@pytest.fixture
def tokens(consent, by):
    """The address of each recipient, by name."""
    return {
        one.name: services.make_share(
            recipient=one, purpose=Purpose.SUPERVISION, at=by.at, by=by
        )[1]
        for one in consent.named_now
    }


def writing():
    return Writing(Signer.PATIENT, "Dana Whitfield", Way.PAPER, "Not him any more.")


def revoke_for(name, consent, by):
    row = consent.recipients.get(name=name)
    return services.revoke_for_one(recipient=row, writing=writing(), at=by.at, by=by)


def flaw(consent, by, which=Flaw.FALSE):
    return services.find_flaw(
        consent=consent, flaw=which, words="Her sister signed it.", at=by.at, by=by
    )


def hand_over(consent, name, by):
    return services.hand_over(
        recipient=consent.recipients.get(name=name), items=[Item.STATUS],
        purpose=Purpose.SUPERVISION, at=by.at, by=by,
    )  # fmt: skip


def reads(token):
    feed = Client().get(reverse("consents:feed", args=[token])).status_code
    page = Client().post(reverse("consents:shared", args=[token])).status_code
    return feed, page


# For one alone.


def test_each_named_recipient_reads_at_an_address_of_their_own(tokens, consent):
    assert len(set(tokens.values())) == 2
    assert [reads(token) for token in tokens.values()] == [(200, 200)] * 2
    assert {one.named_id for one in consent.disclosures.all()} == {
        one.pk for one in consent.named_now
    }


def test_a_revocation_for_one_leaves_the_other_as_it_was(tokens, consent, by):
    made = hand_over(consent, "Officer Adler", by)
    revoke_for("Officer Adler", consent, by)

    assert reads(tokens["Officer Adler"]) == (404, 404)
    assert reads(tokens["Ana Beltran"]) == (200, 200)
    with pytest.raises(MayNotLeave):
        hand_over(consent, "Officer Adler", by)
    with pytest.raises(MayNotLeave):
        services.take_document(disclosure=made, at=by.at, by=by)
    assert hand_over(consent, "Ana Beltran", by).document


def test_the_scope_names_only_those_for_whom_it_holds(consent, by):
    revoke_for("Officer Adler", consent, by)
    fresh = Consent.objects.in_program(by.program_id).get(pk=consent.pk)

    assert "Adler" not in scope_words(fresh)
    assert "Beltran" in scope_words(fresh)
    assert "Officer Adler" in fresh.shown_text  # what was signed does not change


def test_the_last_one_is_revoked_with_the_whole_consent(consent, by):
    revoke_for("Officer Adler", consent, by)

    with pytest.raises(NotRevocable):
        revoke_for("Ana Beltran", consent, by)
    with pytest.raises(AlreadyRevoked):
        revoke_for("Officer Adler", consent, by)


def test_a_form_that_is_not_signed_is_not_taken_back(dana, draft, by):
    row = services.draft_consent(
        patient=dana, draft=draft(recipients=TWO), at=by.at, by=by
    )

    with pytest.raises(NotSigned):
        revoke_for("Officer Adler", row, by)
    with pytest.raises(NotSigned):
        flaw(row, by)


def test_the_desk_names_two_on_one_form_and_revokes_for_one(
    sign_in, faye, dana, signed, by, today
):
    client = sign_in(faye)
    address = reverse("consents:new", args=[dana.pk, "specific"])
    answers = {
        "language": "en", "discloser": "Schuylkill Street IOP", "items": ["status"],
        "recipient_name": "Officer Adler", "recipient2_name": "Ana Beltran",
        "recipient3_name": "Ana Beltran", "purposes": ["supervision"],
        "expiry": "date", "expires_on": (today + timedelta(days=30)).isoformat(),
    }  # fmt: skip

    client.post(address, answers)

    row = Consent.objects.in_program(dana.program_id).get(kind="specific")
    assert [one.name for one in row.named_now] == ["Officer Adler", "Ana Beltran"]
    page = client.get(reverse("consents:edit", args=[row.pk])).content.decode()
    assert 'value="Ana Beltran"' in page


@pytest.mark.parametrize("kind", [kind for kind in Kind if KINDS[kind].lets_leave])
def test_only_kinds_that_may_name_several_ask_for_more(sign_in, faye, dana, kind):
    address = reverse("consents:new", args=[dana.pk, kind.value])

    page = sign_in(faye).get(address).content.decode()

    assert ("recipient2_name" in page) is KINDS[kind].may_name_several


def test_the_page_takes_it_back_for_one(sign_in, faye, consent, tokens):
    client = sign_in(faye)
    row = consent.recipients.get(name="Officer Adler")
    address = reverse("consents:revoke_for_one", args=[row.pk])
    shown = client.get(reverse("consents:consent", args=[consent.pk]))
    assert address in shown.content.decode()

    client.post(address, {"signer": "patient", "name": "Dana", "words": "Not him."})

    after = client.get(reverse("consents:consent", args=[consent.pk]))
    assert address not in after.content.decode()
    assert "Taken back for Officer Adler" in after.content.decode()
    assert reads(tokens["Officer Adler"]) == (404, 404)


def test_a_call_is_entered_for_the_one_who_was_told(sign_in, faye, dana, consent, by):
    client = sign_in(faye)
    address = reverse("consents:enter", args=[dana.pk])
    here = by.at.astimezone(dana.program.zone).replace(tzinfo=None)
    answers = {
        "basis": str(consent.pk), "at": here.isoformat(), "items": ["status"],
        "content": "Came", "purpose": "supervision", "channel": "phone",
    }  # fmt: skip

    unsaid = client.post(address, answers)
    said = client.post(address, answers | {"recipient": "beltran"})

    assert unsaid.status_code == 422
    assert "The consent names several" in unsaid.content.decode()
    assert said.status_code == 302
    assert consent.disclosures.get().recipient == "Ana Beltran, Public Defender"


# A known flaw.


@pytest.mark.parametrize("which", Flaw)
def test_from_the_moment_a_flaw_is_known_nothing_leaves_by_any_way(
    tokens, consent, by, dana, which
):
    made = hand_over(consent, "Ana Beltran", by)

    flaw(consent, by, which)

    assert [reads(token) for token in tokens.values()] == [(404, 404)] * 2
    with pytest.raises(MayNotLeave):
        hand_over(consent, "Ana Beltran", by)
    with pytest.raises(MayNotLeave):
        services.take_document(disclosure=made, at=by.at, by=by)
    with pytest.raises(MayNotLeave):
        services.make_share(
            recipient=consent.named_now[0], purpose=Purpose.SUPERVISION, at=by.at, by=by
        )
    left = consent.disclosures.count()
    with pytest.raises(MayNotLeave):
        services.enter_disclosure(
            patient=dana, consent=consent,
            to=services.disclosing.named(consent.named_now[0]), at=by.at, by=by,
            values={"items": ["status"], "purpose": "supervision", "channel": "phone",
                    "content": "Came", "at": by.at},
        )  # fmt: skip
    assert consent.disclosures.count() == left


def test_a_flaw_closes_billing(dana, signed, tpo, by, sign_in, clinic):
    consent = signed(tpo)
    biller = sign_in(clinic.staff["omar"])
    summary = reverse("assessments:summary", args=[dana.pk])
    assert biller.get(summary).status_code == 200

    flaw(consent, by, Flaw.DEFICIENT)

    grants = Grant.objects.in_program(dana.program_id).filter(basis_id=consent.pk)
    assert not grants.filter(ended_at=None).exists()
    assert biller.get(summary).status_code == 404


def test_a_flaw_stays_when_a_discharge_is_taken_back(
    dana, signed, draft, by, viewer, ruth
):
    consent = signed(
        draft(expiry=Expiry.EVENT, expiry_event="end_of_treatment", expires_on=None)
    )
    flaw(consent, by)
    episode, counselor = dana.episodes.get(), viewer(ruth)
    today = by.at.astimezone(dana.program.zone).date()
    intake.discharge(
        episode=episode, leaving=Leaving(today, "1"), at=counselor.at, by=counselor
    )
    intake.take_back_discharge(
        episode=dana.episodes.get(), at=counselor.at, by=counselor
    )

    with pytest.raises(MayNotLeave):
        hand_over(consent, "Officer Adler", by)


def test_a_flaw_is_found_once_and_also_where_it_may_not_be_revoked(signed, draft, by):
    consent = signed(
        draft(Kind.CRIMINAL_JUSTICE, expiry=Expiry.EVENT, expiry_event="disposition",
              may_be_revoked=False)
    )  # fmt: skip

    flaw(consent, by)

    with pytest.raises(AlreadyRevoked):
        flaw(consent, by)


def test_what_was_asked_for_before_the_end_leaves_no_more_after_it(consent, by):
    before = replace(by, at=by.at - timedelta(seconds=2))
    services.revoke(consent=consent, writing=writing(), at=by.at, by=by)

    with pytest.raises(MayNotLeave):
        hand_over(consent, "Officer Adler", before)


def test_the_page_says_what_is_wrong_and_offers_nothing_more(
    sign_in, faye, vera, consent
):
    client, address = sign_in(faye), reverse("consents:flaw", args=[consent.pk])
    assert sign_in(vera).get(address).status_code == 404

    empty = client.post(address, {})
    client.post(address, {"flaw": "false", "words": "Her sister signed it."})

    page = client.get(reverse("consents:consent", args=[consent.pk])).content.decode()
    assert empty.status_code == 422
    assert "Not to be used" in page
    assert "Her sister signed it." in page
    assert reverse("consents:hand_over", args=[consent.pk]) not in page
    assert address not in page


# What an intermediary passed on.


@pytest.fixture
def exchange(signed, draft):
    return signed(
        draft(Kind.INTERMEDIARY, recipients=[{"organization": "Keystone Exchange"}],
              members="my treating providers", purposes=["treatment"])
    )  # fmt: skip


def enter(exchange, by, day, to="Dr. Imani Okonkwo"):
    return services.enter_passed_on(
        consent=exchange, passed_on=day, recipient=to, content="Medications",
        told_by="Their report", at=by.at, by=by,
    )  # fmt: skip


def test_the_list_of_an_intermediary_goes_back_three_years(
    sign_in, faye, exchange, by, dana, today
):
    three_years = today.replace(year=today.year - 3, day=min(today.day, 28))
    enter(exchange, by, today, "Dr. Imani Okonkwo")
    enter(exchange, by, three_years - timedelta(days=2), "Dr. Longago")
    services.revoke(consent=exchange, writing=writing(), at=by.at, by=by)
    client = sign_in(faye)

    page = client.get(reverse("consents:passed_on", args=[dana.pk])).content.decode()
    document = client.get(reverse("consents:passed_on_list", args=[dana.pk]))

    assert "Keystone Exchange" in page
    assert "my treating providers" in page
    assert "Dr. Imani Okonkwo" in page
    assert "Dr. Longago" not in page
    assert document.content.startswith(b"%PDF")


def test_what_it_told_is_entered_on_the_page(sign_in, faye, vera, exchange, today):
    client = sign_in(faye)
    address = reverse("consents:passed_on_new", args=[exchange.pk])
    answers = {
        "recipient": "Dr. Imani",
        "content": "Medications",
        "told_by": "Their report",
    }
    tomorrow = (today + timedelta(days=2)).isoformat()

    early = client.post(address, answers | {"passed_on": tomorrow})
    entered = client.post(address, answers | {"passed_on": today.isoformat()})

    assert early.status_code == 422
    assert entered.status_code == 302
    assert sign_in(vera).get(address).status_code == 404
    assert exchange.passed_on.get().recipient == "Dr. Imani"


def test_only_an_intermediary_passes_on(consent, by, today):
    with pytest.raises(ConsentError):
        enter(consent, by, today)
