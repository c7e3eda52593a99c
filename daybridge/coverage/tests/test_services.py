"""What is kept stays, what is owed is noted, and every disclosure has its basis."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from daybridge.access.records import ClosedWriteError
from daybridge.audit.models import AuditEvent
from daybridge.coverage import services
from daybridge.coverage.errors import (
    AlreadyGiven,
    AlreadyThere,
    CannotBeWritten,
    NoConsent,
    NothingToEstimate,
    NotOfThisPolicy,
)
from daybridge.coverage.matching import match_reply
from daybridge.coverage.models import (
    BenefitQuote,
    EligibilityInquiry,
    GoodFaithEstimate,
    SelfPay,
)
from daybridge.coverage.tests.test_eligibility import SUBSTANCE_USE, file_of
from daybridge.coverage.values import Expected, Income
from daybridge.coverage.x12.eligibility import read_replies
from daybridge.folders import put
from daybridge.intake.models import AssessmentBooking, Inquiry
from daybridge.intake.services import Appointment, cancel_booking, move_booking
from daybridge.people.middleware import viewer_of

ON = date(2026, 11, 28)


def written(policy, by):
    return services.write_inquiry(policy=policy, about_on=ON, at=by.at, by=by)


def matched(text, policy):
    return match_reply(read_replies(text), policy, network="in", on=ON)


def reply(number="KB-0099", trace="DB-77-1"):
    return (
        file_of(SUBSTANCE_USE).replace("KB0099", number).replace("DB-77-1", trace)
        .replace("ABELARD*NORA", "WHITFIELD*DANA")
    )  # fmt: skip


# Questions.


def test_each_question_has_a_number_and_a_trace_of_its_own(
    policy, submitter, granted, by
):
    asked = [written(policy, by) for _ in range(3)]

    assert [one.control_number for one in asked] == [1, 2, 3]
    traces = {one.trace_number for one in asked}
    assert len(traces) == 3
    for one in asked:
        assert len(one.trace_number) == 24
        assert one.trace_number in one.content
        assert one.basis_id == granted.basis_id


def test_without_a_consent_no_question_is_written(policy, submitter, by):
    with pytest.raises(NoConsent):
        written(policy, by)

    assert not EligibilityInquiry.objects.in_program(policy.program).exists()


def test_a_question_written_before_a_revocation_cannot_leave(
    policy, submitter, granted, by, tmp_path
):
    inquiry = written(policy, by)
    granted.ended_at = by.at
    granted.save()

    with pytest.raises(NoConsent):
        services.hand_over(inquiry=inquiry, folder=tmp_path, at=by.at, by=by)

    assert list(tmp_path.iterdir()) == []
    assert not AuditEvent.objects.filter(action="coverage.inquiry_handed_over").exists()


def test_a_revocation_during_a_request_stops_what_would_leave(
    policy, submitter, granted, by, tmp_path
):
    """The request began before the revocation and comes to write after it."""
    inquiry = written(policy, by)
    granted.ended_at = by.at + timedelta(seconds=1)
    granted.save()

    with pytest.raises(NoConsent):
        services.hand_over(inquiry=inquiry, folder=tmp_path, at=by.at, by=by)

    assert list(tmp_path.iterdir()) == []


def test_a_name_without_letters_is_refused_and_no_number_is_lost(
    dana, policy, submitter, granted, by
):
    dana.legal_first_name = "李"
    dana.save()

    with pytest.raises(CannotBeWritten):
        written(policy, by)

    submitter.refresh_from_db()
    assert submitter.last_number == 0


def test_a_file_is_whole_or_not_there_and_for_its_owner_alone(tmp_path):
    folder = tmp_path / "new"

    path = put(folder, "1.270", "ISA~")
    put(folder, "1.270", "ISA*again~")

    assert [one.name for one in folder.iterdir()] == ["1.270"]
    assert path.read_text() == "ISA*again~"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


# Replies.


def test_a_reply_is_matched_by_the_trace_of_our_question(
    policy, submitter, granted, by
):
    inquiry = written(policy, by)

    match = matched(reply(trace=inquiry.trace_number), policy)

    assert match.inquiry == inquiry
    assert match.doubts == []
    quote = services.keep_reply(
        policy=policy, match=match, network="in", raw="ISA", at=by.at, by=by
    )
    assert (quote.inquiry, quote.reference_number) == (inquiry, inquiry.trace_number)


def test_a_reply_to_a_question_about_another_policy_is_refused(
    clinic, plan, policy, submitter, granted, by
):
    from daybridge.coverage.models import Policy
    from daybridge.coverage.tests.conftest import consent

    kevin = clinic.patients[5]
    consent(kevin)
    other = Policy.objects.create(
        program=clinic.program, patient=kevin, plan=plan, member_number="KB-0099",
        starts_on=date(2026, 1, 1),
    )  # fmt: skip
    inquiry = written(other, by)

    with pytest.raises(NotOfThisPolicy, match="about another policy"):
        matched(reply(trace=inquiry.trace_number), policy)


def test_what_does_not_fit_the_policy_is_doubted_aloud(policy, submitter, granted, by):
    inquiry = written(policy, by)
    odd = reply("XX-1", inquiry.trace_number).replace("WHITFIELD*DANA", "SMITH*ANN")

    match = matched(odd.replace("*PI*54321", "*PI*99999"), policy)

    assert [doubt.split(".")[0] for doubt in match.doubts] == [
        "The reply names somebody whose name is spelled otherwise than the patient's",
        "The reply gives another member number than this policy",
        "The reply comes from another payer number than this policy's payer",
    ]


def test_a_refusal_of_the_payer_is_said_in_words(policy):
    refused = file_of("AAA*N**75*C~").replace("KB0099", "KB-0099")

    with pytest.raises(NotOfThisPolicy, match="The member was not found"):
        matched(refused, policy)


def test_a_quote_is_never_changed(quote):
    with pytest.raises(ClosedWriteError):
        BenefitQuote.objects.in_program(quote.program_id).update(copay_cents=1)
    assert not hasattr(services, "change_quote")


@pytest.mark.parametrize(
    "wrong",
    [{"coinsurance": 10_001}, {"source": "271"}, {"reference_number": ""}],
)
def test_the_database_refuses_a_quote_that_cannot_be(policy, wrong):
    from daybridge.coverage.tests.conftest import make_quote

    with pytest.raises(IntegrityError), transaction.atomic():
        make_quote(policy, **wrong)


# Good-faith estimates.


@pytest.fixture
def expected(today):
    return Expected(
        today + timedelta(days=10), weeks=2, days_per_week=3, drug_tests=2,
        diagnoses=("F10.20",),
    )  # fmt: skip


@pytest.fixture
def owed(dana, today, by):
    return services.owe_estimate(
        patient=dana, occasion="requested", asked_on=today, service_on=None, at=by.at,
        by=by,
    )  # fmt: skip


def text_of(row):
    pages = PdfReader(BytesIO(bytes(row.document))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("Good-faith estimate", "Dana Whitfield", "F10.20", "H0015",
                "Expected cost in all: $2,090", "$400 or more", "120 calendar days",
                "not a contract", "1-800-985-3059", "1234567893")),
        ("es", ("Estimación de buena fe", "Dana Whitfield", "F10.20", "H0015",
                "Costo total previsto: $2,090", "$400 o más", "120 días calendario",
                "no es un contrato", "1-800-985-3059")),
    ],
)  # fmt: skip
def test_the_document_says_what_the_law_asks(
    owed, rates, submitter, by, expected, language, says
):
    from dataclasses import replace

    row = services.issue_estimate(
        owed=owed, expected=replace(expected, language=language), at=by.at, by=by
    )

    text = text_of(row)
    for words in says:
        assert words in text
    assert row.total_cents == 25_000 + 6 * 30_000 + 2 * 2_000
    assert row.digest == hashlib.sha256(bytes(row.document)).hexdigest()
    reader = PdfReader(BytesIO(bytes(row.document)))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_income_lowers_what_is_expected_and_is_named(
    dana, owed, rates, scale, by, expected, today
):
    income = Income(1, 19_000_00, "Dana Whitfield", today)
    services.attest_income(patient=dana, income=income, at=by.at, by=by)

    row = services.issue_estimate(owed=owed, expected=expected, at=by.at, by=by)

    assert row.total_cents == (25_000 + 6 * 30_000 + 2 * 2_000) // 4
    assert "you pay 25% of our charges" in text_of(row)


def test_what_was_given_stands(owed, rates, by, expected):
    services.issue_estimate(owed=owed, expected=expected, at=by.at, by=by)

    with pytest.raises(AlreadyGiven):
        services.issue_estimate(owed=owed, expected=expected, at=by.at, by=by)
    with pytest.raises(AlreadyGiven):
        services.withdraw_estimate(owed=owed, reason="x", at=by.at, by=by)


def test_a_missing_rate_gives_no_document(owed, by, expected):
    with pytest.raises(NothingToEstimate):
        services.issue_estimate(owed=owed, expected=expected, at=by.at, by=by)

    owed.refresh_from_db()
    assert (owed.issued_at, owed.document) == (None, None)


def test_only_one_estimate_is_owed_at_a_time(dana, owed, today, by):
    with pytest.raises(AlreadyThere):
        services.owe_estimate(
            patient=dana, occasion="requested", asked_on=today, service_on=None,
            at=by.at, by=by,
        )  # fmt: skip


NINE = datetime(2026, 11, 2, 14, tzinfo=UTC)  # a Monday morning in Philadelphia


def book(clinic, dana, days_ahead, at=NINE):
    from daybridge.happenings import happened

    inquiry = Inquiry.objects.create(
        program=clinic.program, patient=dana, stage="booked", stage_since=at,
        first_contact_at=at, first_name="Dana",
    )  # fmt: skip
    starts = at + timedelta(days=days_ahead)
    booking = AssessmentBooking.objects.create(
        program=clinic.program, inquiry=inquiry, patient=dana, starts_at=starts,
        assessor=clinic.staff["ruth"], ends_at=starts + timedelta(hours=1),
        booked_at=at,
    )  # fmt: skip
    by = viewer_of(clinic.staff["faye"], at=at)
    happened("intake.assessment_booked", booking=booking, at=at, by=by)
    return booking


def pays_themselves(dana):
    return SelfPay.objects.create(
        program=dana.program, patient=dana, why="uninsured",
        starts_on=date(2026, 10, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days_ahead", "due"),
    [(2, None), (3, date(2026, 11, 3)), (14, date(2026, 11, 3)),
     (15, date(2026, 11, 5))],
)  # fmt: skip
def test_a_booking_of_someone_who_pays_themselves_starts_the_clock(
    clinic, dana, days_ahead, due
):
    pays_themselves(dana)

    book(clinic, dana, days_ahead)

    rows = GoodFaithEstimate.objects.in_program(clinic.program)
    assert [row.due_on for row in rows] == ([due] if due else [])


def test_a_cancelled_booking_takes_back_what_was_owed_for_it(clinic, dana):
    pays_themselves(dana)
    booking = book(clinic, dana, 20)
    by = viewer_of(clinic.staff["faye"], at=NINE)

    cancel_booking(booking=booking, reason="They asked to wait", at=NINE, by=by)

    row = GoodFaithEstimate.objects.in_program(clinic.program).get()
    assert row.withdrawn_reason == "The assessment was cancelled."


def test_a_booking_that_is_moved_takes_nothing_back(clinic, dana):
    pays_themselves(dana)
    booking = book(clinic, dana, 20)
    by = viewer_of(clinic.staff["faye"], at=NINE)
    later = Appointment(
        assessor=clinic.staff["ruth"], starts_at=NINE + timedelta(days=22), minutes=60
    )

    moved = move_booking(booking=booking, appointment=later, at=NINE, by=by)

    owed = GoodFaithEstimate.objects.in_program(clinic.program).owed()
    assert owed.exists()
    cancel_booking(booking=moved, reason="They asked to wait", at=NINE, by=by)
    assert not owed.exists()


def test_a_booking_of_someone_insured_starts_no_clock(clinic, dana, policy):
    book(clinic, dana, 20)

    assert not GoodFaithEstimate.objects.in_program(clinic.program).exists()


def test_what_was_booked_before_is_owed_from_the_day_we_know(clinic, dana, viewer):
    book(clinic, dana, 30)
    by = viewer(clinic.staff["omar"], at=NINE + timedelta(days=1))

    services.begin_self_pay(
        patient=dana, why="uninsured", starts_on=date(2026, 11, 3), at=by.at, by=by
    )

    owed = GoodFaithEstimate.objects.in_program(clinic.program).get()
    assert (owed.asked_on, owed.due_on) == (date(2026, 11, 3), date(2026, 11, 6))


def test_words_of_a_quote_stay_out_of_the_audit(policy, by):
    from daybridge.coverage.values import Told

    told = Told("portal", "R", "Ann", "in", {"copay_cents": 1}, note="relapsed twice")
    services.keep_told(policy=policy, told=told, at=by.at, by=by)

    events = AuditEvent.objects.filter(action="coverage.quote_kept")
    assert events.count() == 1
    assert "relapsed" not in str(events.values())
    assert timezone.now() >= events[0].at
