"""Forms are prepared, signed over what was shown, and kept as they were signed."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from daybridge.access.models import Grant
from daybridge.audit.models import AuditEvent
from daybridge.consents import services
from daybridge.consents.errors import (
    AlreadySigned,
    ChangedSinceShown,
    ElementsMissing,
    KindsClash,
    NotTheirs,
    StaleForm,
)
from daybridge.consents.models import Consent, Signature, Way
from daybridge.rules.consent import Expiry, Kind, Signer


def test_a_signature_keeps_exactly_what_was_shown(dana, by, draft, signed):
    consent = signed(draft())

    signature = consent.signatures.get()
    assert consent.signed_at == by.at
    assert signature.text_digest == consent.shown_digest
    assert "Officer Adler" in consent.shown_text
    assert "whether I attended" in consent.shown_text


def test_the_patient_has_a_signed_copy_at_once(draft, signed):
    consent = signed(draft())

    copy = consent.files.get(purpose="copy")
    text = "\n".join(p.extract_text() for p in PdfReader(BytesIO(copy.content)).pages)
    assert "Dana Whitfield (patient), typed signature" in text
    assert "County Probation" in text


def test_a_form_that_changed_since_it_was_shown_is_not_signed(dana, by, draft, stroke):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)
    old = stroke(consent)
    services.amend_draft(
        consent=consent, draft=draft(purposes=["request"]), version=1, at=by.at, by=by
    )

    with pytest.raises(ChangedSinceShown):
        services.sign(consent=consent, stroke=old, at=by.at, by=by)
    assert not Signature.objects.in_program(dana.program_id).exists()


def test_a_signed_form_is_never_changed(by, draft, signed):
    consent = signed(draft())

    with pytest.raises(AlreadySigned):
        services.amend_draft(consent=consent, draft=draft(), version=1, at=by.at, by=by)
    with pytest.raises(AlreadySigned):
        services.withdraw_draft(consent=consent, at=by.at, by=by)


def test_two_people_do_not_overwrite_each_others_draft(dana, by, draft):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)
    services.amend_draft(consent=consent, draft=draft(), version=1, at=by.at, by=by)

    with pytest.raises(StaleForm):
        services.amend_draft(consent=consent, draft=draft(), version=1, at=by.at, by=by)


@pytest.mark.parametrize(
    ("kind", "other"),
    [(Kind.PROCEEDINGS, Kind.SPECIFIC), (Kind.COUNSELING_NOTES, Kind.SPECIFIC),
     (Kind.TPO, Kind.SPECIFIC)],
)  # fmt: skip
def test_kinds_that_clash_cannot_be_saved(dana, by, draft, kind, other):
    with pytest.raises(KindsClash):
        services.draft_consent(
            patient=dana, draft=draft(kind, combined_with=other.value), at=by.at, by=by
        )
    good = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)
    good.kind, good.combined_with = kind.value, other.value
    with pytest.raises(IntegrityError), transaction.atomic():
        good.save()


@pytest.mark.parametrize(
    ("lacking", "field"),
    [({"items": []}, "items"), ({"recipients": []}, "recipient_name"),
     ({"purposes": []}, "purposes"), ({"discloser": ""}, "discloser"),
     ({"expiry": Expiry.NONE}, "expiry"),
     ({"items": ["status", "counseling_notes"]}, "items")],
)  # fmt: skip
def test_a_form_that_lacks_an_element_is_refused_beside_it(
    dana, by, draft, lacking, field
):
    with pytest.raises(ElementsMissing) as refused:
        services.draft_consent(patient=dana, draft=draft(**lacking), at=by.at, by=by)
    assert refused.value.field == field
    assert not Consent.objects.in_program(dana.program_id).exists()


def test_a_minor_and_a_guardian_both_sign_where_the_state_says_so(
    clinic, dana, by, draft, stroke
):
    clinic.program.state = "NE"
    clinic.program.save()
    by.program.state = "NE"
    dana.born_on = by.at.date() - timedelta(days=16 * 366)
    dana.save()
    dana.refresh_from_db()
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)
    assert consent.must_sign == ["guardian", "patient"]

    half = services.sign(consent=consent, stroke=stroke(consent), at=by.at, by=by)
    assert half.signed_at is None
    whole = services.sign(
        consent=consent, at=by.at, by=by,
        stroke=stroke(consent, Signer.GUARDIAN, name="Lou Whitfield",
                      relation="father"),
    )  # fmt: skip
    assert whole.signed_at == by.at
    assert whole.renew_on == dana.born_on.replace(year=dana.born_on.year + 19)


def test_in_pennsylvania_a_minor_signs_alone(dana, by, draft):
    dana.born_on = date(by.at.year - 15, 1, 1)
    dana.save()

    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

    assert consent.must_sign == ["patient"]
    assert "only they sign" in consent.must_sign_reason


def test_nobody_signs_who_need_not(dana, by, draft, stroke):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

    with pytest.raises(NotTheirs):
        services.sign(
            consent=consent, stroke=stroke(consent, Signer.GUARDIAN), at=by.at, by=by
        )
    services.sign(consent=consent, stroke=stroke(consent), at=by.at, by=by)
    with pytest.raises(AlreadySigned):
        services.sign(consent=consent, stroke=stroke(consent), at=by.at, by=by)


def test_a_consent_for_payment_opens_coverage_to_billing(dana, by, tpo, signed):
    consent = signed(tpo)

    opened = Grant.objects.in_program(dana.program_id).filter(basis_id=consent.pk)
    assert {(one.reader, one.opens) for one in opened} == {("BI", "CLM"), ("BI", "ASM")}


def test_a_specific_consent_opens_nothing_to_staff(dana, draft, signed):
    signed(draft())

    assert not Grant.objects.in_program(dana.program_id).exists()


def test_each_signature_is_in_the_audit(dana, draft, signed):
    consent = signed(draft())

    event = AuditEvent.objects.get(action="consents.signed")
    assert event.patient_id == dana.pk
    assert event.detail["digest"] == consent.shown_digest
    assert event.detail["way"] == Way.PHONE
