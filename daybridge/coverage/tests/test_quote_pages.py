"""What a payer said, written down and read; questions that leave."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from daybridge.audit.models import AuditEvent
from daybridge.consents.models import Disclosure
from daybridge.coverage.models import (
    BenefitQuote,
    EligibilityInquiry,
)
from daybridge.coverage.tests.conftest import make_quote
from daybridge.coverage.tests.pages import at, of, read, sending
from daybridge.coverage.tests.test_eligibility import SUBSTANCE_USE, file_of
from daybridge.intake.models import Inquiry


def test_a_call_is_written_down_with_its_reference_number(client, policy):
    told = sending(
        source="phone", reference_number="R-1", spoken_with="Ann", network="in",
        is_active="yes", copay_cents="$40.50", coinsurance="12.5", authorization="Y",
        limit_cents="4,000", limit_left_cents="3999.99", note="Call before day one",
    )  # fmt: skip

    answer = client.post(at("quote_new", policy), told, follow=True)

    assert "Call before day one" in read(answer)
    quote = BenefitQuote.objects.in_program(policy.program).get()
    assert (quote.copay_cents, quote.coinsurance) == (4_050, 1_250)
    assert (quote.limit_cents, quote.limit_left_cents) == (400_000, 399_999)
    assert (quote.deductible_cents, quote.visits_limit) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reference_number": ""}, "Write the reference number of the call."),
        ({"limit_cents": "1", "limit_left_cents": "2"}, "More cannot be left"),
        ({"visits_limit": "1", "visits_used": "2"}, "More than the limit is used."),
        ({"coinsurance": "101"}, "less than or equal to 100"),
        ({"copay_cents": "-1"}, "greater than or equal to 0"),
        ({"copay_cents": "40.005"}, "2 decimal places"),
        ({"copay_cents": "NaN"}, "Enter a number."),
    ],
)
def test_a_call_that_cannot_be_so_comes_back(client, policy, wrong, says):
    told = {"source": "phone", "reference_number": "R-1", "network": "in",
            "authorization": "U"}  # fmt: skip

    answer = client.post(at("quote_new", policy), sending(**told | wrong))

    assert answer.status_code == 422
    assert says in read(answer)
    assert not BenefitQuote.objects.in_program(policy.program).exists()


@pytest.fixture
def reply():
    return file_of(SUBSTANCE_USE).replace("KB0099", "KB-0099")


def test_a_reply_is_shown_first_and_kept_when_somebody_agrees(client, policy, reply):
    where = at("quote_file", policy)

    shown = client.post(where, {"network": "in", "text": reply})

    assert "IOP REQUIRES AUTHORIZATION" in read(shown)
    assert "$312.50 left of $1,500" in read(shown)
    assert not BenefitQuote.objects.in_program(policy.program).exists()

    client.post(where, sending(network="in", text=reply, keep="yes"))

    quote = BenefitQuote.objects.in_program(policy.program).get()
    assert quote.raw.replace("\r\n", "\n") == reply.replace("\r\n", "\n")
    assert quote.deductible_left_cents == 31_250
    assert "ISA*00" in read(client.get(at("quote", quote)))


def test_a_reply_may_come_as_a_file(client, policy, reply):
    file = SimpleUploadedFile("reply.271", reply.encode(), "application/edi-x12")

    shown = client.post(at("quote_file", policy), {"network": "in", "file": file})

    assert shown.status_code == 200
    assert "What it says" in read(shown)


def test_a_broken_reply_is_refused_with_its_place(client, policy, reply):
    broken = reply.replace("*1500*", "*many*")

    answer = client.post(at("quote_file", policy), {"network": "in", "text": broken})

    assert answer.status_code == 422
    assert "EB07: expected a number" in read(answer)
    assert "found “many”" in read(answer)


def test_a_reply_about_somebody_else_is_refused(client, policy, reply):
    others = reply.replace("KB-0099", "ZZ-1")

    answer = client.post(
        at("quote_file", policy), sending(network="in", text=others, keep="yes")
    )

    assert answer.status_code == 422
    assert "No reply in this file is about the member number" in read(answer)
    assert not BenefitQuote.objects.in_program(policy.program).exists()


def test_a_quote_moves_the_inquiry_on(client, policy, dana):
    inquiry = Inquiry.objects.create(
        program=dana.program, patient=dana, stage="screened",
        stage_since=timezone.now(), first_contact_at=timezone.now(), first_name="Dana",
    )  # fmt: skip
    told = sending(
        source="portal", network="in", is_active="yes", authorization="N",
        copay_cents="20",
    )  # fmt: skip

    client.post(at("quote_new", policy), told)

    inquiry.refresh_from_db()
    assert inquiry.stage == "benefits"
    assert inquiry.stage_changes.get().to_stage == "benefits"


def test_a_quote_never_moves_an_inquiry_back(client, policy, dana):
    inquiry = Inquiry.objects.create(
        program=dana.program, patient=dana, stage="booked", stage_since=timezone.now(),
        first_contact_at=timezone.now(), first_name="Dana",
    )  # fmt: skip

    client.post(at("quote_new", policy), sending(
        source="portal", network="in", authorization="N"
    ))  # fmt: skip

    inquiry.refresh_from_db()
    assert inquiry.stage == "booked"
    assert BenefitQuote.objects.in_program(dana.program).count() == 1


def test_earlier_quotes_stay_below_the_latest(client, dana, policy):
    make_quote(policy, days_ago=40, reference_number="OLD-1", copay_cents=1_100)
    make_quote(policy, days_ago=31, reference_number="NEW-1", copay_cents=2_200)

    said = read(client.get(of(dana)))

    assert "Quote is 31 days old" in said
    assert "reference NEW-1" in said
    assert "Earlier quotes (1)" in said
    assert "copayment $11" in said


# Questions to payers.


def test_a_question_is_written_and_downloaded(client, policy, submitter, signed):
    answer = client.post(at("inquiry_new", policy), sending(), follow=True)
    assert "The question is written." in read(answer)
    inquiry = EligibilityInquiry.objects.in_program(policy.program).get()
    assert inquiry.handed_at is None

    file = client.post(at("inquiry_download", inquiry))

    assert file.content.startswith(b"ISA*00*")
    assert file.headers["Content-Disposition"] == 'attachment; filename="000000001.270"'
    event = AuditEvent.objects.get(action="coverage.inquiry_handed_over")
    assert event.detail["basis"] == str(signed.pk)
    assert event.patient_id == policy.patient_id
    entered = Disclosure.objects.in_program(policy.program).get()
    assert (entered.recipient, entered.consent) == ("Keystone Behavioral", signed)
    assert (entered.items, entered.purpose) == (["billing"], "Payment")
    assert entered.is_for_tpo


def test_a_question_goes_into_the_folder(
    client, policy, submitter, settings, tmp_path, signed
):
    settings.CLEARINGHOUSE_FOLDER = tmp_path / "out"
    client.post(at("inquiry_new", policy), sending())
    inquiry = EligibilityInquiry.objects.in_program(policy.program).get()

    client.post(at("inquiry_folder", inquiry), sending())

    [file] = (tmp_path / "out").iterdir()
    assert file.name == "000000001.270"
    assert file.read_text() == inquiry.content
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_folder_a_question_stays_here(client, policy, submitter):
    client.post(at("inquiry_new", policy), sending())
    inquiry = EligibilityInquiry.objects.in_program(policy.program).get()

    answer = client.post(at("inquiry_folder", inquiry), sending(), follow=True)

    assert "No clearinghouse folder is set." in read(answer)
    inquiry.refresh_from_db()
    assert inquiry.handed_at is None


def test_a_payer_that_does_not_know_us_is_not_asked(client, policy):
    answer = client.post(at("inquiry_new", policy), sending(), follow=True)

    assert "Payers do not know us yet." in read(answer)
    assert not EligibilityInquiry.objects.in_program(policy.program).exists()


def test_after_a_revocation_a_written_question_leaves_no_more(
    client, policy, submitter, granted, settings, tmp_path
):
    settings.CLEARINGHOUSE_FOLDER = tmp_path
    client.post(at("inquiry_new", policy), sending())
    inquiry = EligibilityInquiry.objects.in_program(policy.program).get()
    granted.ended_at = timezone.now()
    granted.save()

    for name in ("inquiry_download", "inquiry_folder"):
        assert client.post(at(name, inquiry), sending()).status_code == 404

    assert list(tmp_path.iterdir()) == []
