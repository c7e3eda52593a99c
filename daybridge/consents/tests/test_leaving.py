"""What leaves has a basis, a notice and a scope; after a revocation nothing leaves."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from daybridge.access.models import Grant, Notice
from daybridge.access.records import ClosedWriteError
from daybridge.consents import services
from daybridge.consents.errors import (
    AlreadyRevoked,
    MayNotLeave,
    NotRevocable,
    NotSigned,
)
from daybridge.consents.models import Consent, Disclosure, Way
from daybridge.consents.register import accounted
from daybridge.consents.services.disclosing import named
from daybridge.consents.upkeep import watch_ends
from daybridge.consents.values import Writing
from daybridge.intake import services as intake
from daybridge.intake.values import Leaving
from daybridge.rules.consent import NOTICES, Expiry, Item, Kind, Purpose, Signer
from daybridge.rules.consent import Notice as Statement

SHORT = NOTICES[Statement.SHORT]
LONG = NOTICES[Statement.LONG]


@pytest.fixture
def consent(signed, draft):
    return signed(draft())


@pytest.fixture
def token(consent, by):
    _, token = services.make_share(
        recipient=consent.recipients.get(), purpose=Purpose.SUPERVISION, at=by.at, by=by
    )
    return token


def revoke(consent, by, **more):
    writing = Writing(Signer.PATIENT, "Dana Whitfield", Way.PAPER, **more)
    return services.revoke(consent=consent, writing=writing, at=by.at, by=by)


def nowhere(kind="shared/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/"):
    answer = Client().get(f"/{kind}")
    return answer.status_code, answer.content


def text_of(content):
    return "\n".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages)


def test_a_recipient_reads_the_scope_and_nothing_else(clinic, token, dana):
    door = Client().get(reverse("consents:shared", args=[token]))
    assert b"Dana" not in door.content
    assert not Disclosure.objects.in_program(dana.program_id).exists()

    page = Client().post(reverse("consents:shared", args=[token])).content.decode()

    assert "Dana Whitfield" in page
    assert "Yes, in treatment." in page
    assert LONG[:60] in page
    assert "Level 2.1" not in page
    row = Disclosure.objects.in_program(dana.program_id).get()
    assert (row.notice, row.notice_version, row.channel) == ("1", "2024", "page")
    assert "Officer Adler" in row.scope_words
    assert "whether I attended" in row.scope_words


def test_the_feed_says_the_same_with_notice_scope_and_labels(token, dana):
    feed = Client().get(reverse("consents:feed", args=[token])).json()

    assert set(feed["items"]) == {"status", "attendance"}
    assert feed["items"]["status"] is True
    assert feed["notice"] == LONG
    assert "NORDSCLCD" in {one["code"] for one in feed["security"]}
    assert Disclosure.objects.in_program(dana.program_id).get().channel == "feed"


def test_each_reading_is_an_entry_of_its_own(token, dana):
    for _ in range(3):
        Client().get(reverse("consents:feed", args=[token]))

    assert Disclosure.objects.in_program(dana.program_id).count() == 3


def test_after_the_revocation_every_surface_is_nowhere(token, consent, by, dana):
    revoke(consent, by)

    for kind in ("shared", "feed"):
        address = reverse(f"consents:{kind}", args=[token])
        gone = Client().get(address)
        unknown = reverse(f"consents:{kind}", args=["A" * 32])
        assert (gone.status_code, gone.content) == nowhere(unknown[1:])
    posted = Client().post(reverse("consents:shared", args=[token]))
    assert posted.status_code == 404
    assert not Disclosure.objects.in_program(dana.program_id).exists()
    with pytest.raises(MayNotLeave):
        services.hand_over(
            recipient=consent.recipients.get(), items=[Item.STATUS],
            purpose=Purpose.SUPERVISION, at=by.at, by=by,
        )  # fmt: skip


def test_on_the_day_after_the_last_one_nothing_is_read(token, consent):
    last = datetime.combine(
        consent.expires_on, datetime.min.time(), ZoneInfo("America/New_York")
    )
    address = reverse("consents:feed", args=[token])

    with time_machine.travel(last + timedelta(hours=23, minutes=59), tick=False):
        assert Client().get(address).status_code == 200
    with time_machine.travel(last + timedelta(hours=24), tick=False):
        assert Client().get(address).status_code == 404


def test_a_closed_address_is_nowhere_while_the_consent_goes_on(token, consent, by):
    services.end_share(share=consent.shares.get(), at=by.at, by=by)

    assert Client().get(reverse("consents:feed", args=[token])).status_code == 404
    consent.refresh_from_db()
    assert consent.revoked_at is None


def test_a_document_carries_notice_and_scope_before_the_content(consent, by):
    row = services.hand_over(
        recipient=consent.recipients.get(), items=[Item.STATUS],
        purpose=Purpose.SUPERVISION, at=by.at, by=by,
    )  # fmt: skip

    text = text_of(services.take_document(disclosure=row, at=by.at, by=by))
    text = " ".join(text.split())
    assert text.index("Federal confidentiality rules") < text.index("Yes, in treatment")
    assert "Officer Adler" in text
    assert SHORT in text
    assert "Attendance" not in text


def test_a_document_that_was_made_stays_here_after_the_revocation(consent, by):
    row = services.hand_over(
        recipient=consent.recipients.get(), items=[Item.STATUS],
        purpose=Purpose.SUPERVISION, at=by.at, by=by,
    )  # fmt: skip
    revoke(consent, by)

    with pytest.raises(MayNotLeave):
        services.take_document(disclosure=row, at=by.at, by=by)


@pytest.mark.parametrize(
    ("items", "purpose"),
    [([Item.LEVEL], Purpose.SUPERVISION), ([Item.STATUS], Purpose.TREATMENT),
     ([], Purpose.SUPERVISION)],
)  # fmt: skip
def test_what_the_consent_does_not_name_does_not_leave(consent, by, items, purpose):
    with pytest.raises(MayNotLeave):
        services.hand_over(
            recipient=consent.recipients.get(), items=items, purpose=purpose, at=by.at,
            by=by,
        )  # fmt: skip
    assert not consent.disclosures.exists()


def test_a_revocation_closes_billing_in_the_same_transaction(tpo, signed, by, dana):
    consent = signed(tpo)

    revoke(consent, by)

    grants = Grant.objects.in_program(dana.program_id).filter(basis_id=consent.pk)
    assert grants.count() == 2
    assert not grants.in_force(by.at + timedelta(seconds=1)).exists()


def test_a_consent_is_revoked_once(consent, by):
    revoke(consent, by)

    with pytest.raises(AlreadyRevoked):
        revoke(consent, by)


def test_what_is_not_signed_cannot_be_revoked(dana, draft, by):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

    with pytest.raises(NotSigned):
        revoke(consent, by)


def test_a_consent_that_binds_holds_until_the_disposition(signed, draft, by):
    consent = signed(
        draft(Kind.CRIMINAL_JUSTICE, expiry=Expiry.EVENT, expiry_event="disposition",
              may_be_revoked=False)
    )  # fmt: skip

    with pytest.raises(NotRevocable):
        revoke(consent, by)
    assert "I cannot revoke this consent" in consent.shown_text


def test_the_register_is_written_once(consent, by):
    row = services.hand_over(
        recipient=consent.recipients.get(), items=[Item.STATUS],
        purpose=Purpose.SUPERVISION, at=by.at, by=by,
    )  # fmt: skip

    with pytest.raises(ClosedWriteError):
        row.save()
    with pytest.raises(ClosedWriteError):
        Disclosure.objects.in_program(row.program_id).update(content="")
    with pytest.raises(ClosedWriteError):
        Disclosure.objects.in_program(row.program_id).delete()


def test_the_database_takes_no_consented_disclosure_without_notice(consent, by, dana):
    bare = Disclosure(
        program_id=dana.program_id, patient=dana, at=by.at, basis="consent",
        consent=consent, recipient="x", content="x", purpose="x", channel="phone",
        made_by_name="x",
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        bare.save()


def enter(dana, by, consent=None, **more):
    values = {
        "basis": "2.51", "basis_words": "Overdose; Mercy emergency room",
        "at": by.at, "recipient": "Dr. Imani, Mercy Hospital", "recipient_address": "",
        "items": ["medications"], "content": "Current medications",
        "purpose": "treatment", "channel": "phone",
    }  # fmt: skip
    to = named(consent.recipients.get()) if consent else None
    return services.enter_disclosure(
        patient=dana, values=values | more, consent=consent, to=to, at=by.at, by=by
    )


def test_an_emergency_is_entered_with_what_its_section_asks(dana, by):
    row = enter(dana, by)

    assert row.get_basis_display().startswith("Medical emergency")
    assert (row.notice, row.consent_id) == ("", None)


def test_the_accounting_counts_three_years_with_consent_and_six_without(
    dana, by, consent, tpo, signed
):
    old = by.at - timedelta(days=4 * 366)
    Consent.objects.in_program(dana.program_id)
    enter(dana, by, consent, items=["status"], purpose="supervision", content="Came")
    enter(dana, by, at=old)
    enter(dana, by, basis="patient")
    payer = signed(tpo)
    for channel, ehr in (("phone", False), ("electronic", True)):
        Disclosure.objects.create(
            program_id=dana.program_id, patient=dana, at=by.at, basis="consent",
            consent=payer, recipient="A plan", content=channel, purpose="Payment",
            channel=channel, is_for_tpo=True, through_ehr=ehr, notice="1",
            notice_version="2024", scope_words="x", made_by_name="x",
        )  # fmt: skip

    consented, other, since = accounted(dana, by.at)

    assert {one.content for one in consented} == {"Came", "electronic"}
    assert [one.at for one in other] == [old]
    assert since.year == by.at.year - 3


def test_leap_day_has_a_day_three_years_before():
    from daybridge.consents.register import years_before

    leap = datetime(2028, 2, 29, 12, tzinfo=ZoneInfo("UTC"))
    assert years_before(leap, 3).date() == date(2025, 2, 28)


def test_consents_end_with_the_treatment_and_hold_again_when_it_goes_on(
    dana, signed, draft, by, viewer, ruth
):
    consent = signed(
        draft(expiry=Expiry.EVENT, expiry_event="end_of_treatment", expires_on=None)
    )
    counselor = viewer(ruth)
    today = by.at.astimezone(dana.program.zone).date()
    told = intake.discharge(
        episode=dana.episodes.get(), leaving=Leaving(today, "1"), at=counselor.at,
        by=counselor,
    )  # fmt: skip
    consent.refresh_from_db()

    assert "One consent ends with the treatment." in told.sentences
    assert consent.event_on == today
    with pytest.raises(MayNotLeave):
        services.hand_over(
            recipient=consent.recipients.get(), items=[Item.STATUS],
            purpose=Purpose.SUPERVISION, at=by.at, by=by,
        )  # fmt: skip
    intake.take_back_discharge(
        episode=dana.episodes.get(), at=timezone.now(), by=counselor
    )
    consent.refresh_from_db()
    assert consent.event_on is None


def test_staff_are_told_once_two_weeks_before_an_end_without_a_name(
    dana, signed, draft, by, today
):
    signed(draft(expires_on=today + timedelta(days=14)))
    signed(draft(expires_on=today + timedelta(days=16)))

    assert watch_ends(as_of=by.at) == 1
    assert watch_ends(as_of=by.at) == 0

    notices = Notice.objects.in_program(dana.program_id)
    assert notices.exists()
    assert all("Dana" not in one.text + one.link for one in notices)
