"""The pages of coverage: who has them, what they say, what they do."""

import html
import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from daybridge.audit.models import AuditEvent
from daybridge.coverage.models import (
    BenefitQuote,
    CardPhoto,
    EligibilityInquiry,
    GoodFaithEstimate,
    IncomeAttestation,
    Payer,
    Plan,
    Policy,
    Rate,
    SelfPay,
    SlidingFeeScale,
    Submitter,
)
from daybridge.coverage.tests.conftest import consent, make_quote
from daybridge.coverage.tests.test_eligibility import SUBSTANCE_USE, file_of
from daybridge.intake.models import Inquiry
from daybridge.keys import new_id

WHOLE, COPAY, NOTHING = "R-77", "Copayment", ""
READERS = {  # what each reads of a policy with a quote
    "omar": WHOLE, "sylvia": WHOLE, "grace": WHOLE, "faye": COPAY, "ruth": NOTHING,
    "ben": NOTHING, "nora": NOTHING, "theo": NOTHING, "ivan": NOTHING,
}  # fmt: skip


def of(patient):
    return reverse("coverage:of", args=[patient.pk])


def at(name, row):
    return reverse(f"coverage:{name}", args=[row.pk])


def read(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def absent(client):
    return client.get(f"/patients/{uuid4()}/coverage/").content


def sending(**answers):
    return {"submission": str(new_id())} | answers


def jpeg(name="card.jpg"):
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


@pytest.fixture
def client(sign_in, omar, granted):
    return sign_in(omar)


@pytest.fixture
def answers(plan):
    return sending(
        plan=plan.pk, member_number="KB-0099", group_number="", rank="1",
        relationship="18", subscriber_sex="U", starts_on="2026-01-01",
    )  # fmt: skip


# Who reads what.


@pytest.mark.parametrize(("who", "reads"), READERS.items())
def test_coverage_is_read_as_far_as_the_matrix_says(
    clinic, sign_in, dana, quote, granted, who, reads
):
    client = sign_in(clinic.staff[who])

    answer = client.get(of(dana))

    assert answer.status_code == (200 if reads else 404)
    if not reads:
        assert answer.content == absent(client)
    assert ("KB-0099" in read(answer)) == (reads == WHOLE)
    assert reads in read(answer)


def test_the_desk_reads_what_is_due_and_whether_the_policy_is_active(
    clinic, sign_in, dana, policy
):
    make_quote(policy, copay_cents=4_000, note="Said in words", deductible_cents=1)

    said = read(sign_in(clinic.staff["faye"]).get(of(dana)))

    assert "$40" in said
    assert "Active" in said
    for kept_back in ("Said in words", "KB-0099", "R-77", "eductible"):
        assert kept_back not in said


def test_without_a_consent_billing_reads_nothing_and_is_told_why(
    sign_in, omar, dana, quote
):
    client = sign_in(omar)

    answer = client.get(of(dana))

    assert "A consent for payment has to be signed first" in read(answer)
    assert "KB-0099" not in read(answer)
    assert client.get(at("quote", quote)).status_code == 404
    assert client.post(of(dana) + "policies/new/", sending()).status_code == 404


def test_a_consent_that_ended_closes_everything(client, dana, quote, granted):
    assert client.get(at("quote", quote)).status_code == 200

    granted.ended_at = timezone.now()
    granted.save()

    assert client.get(at("quote", quote)).status_code == 404
    assert "KB-0099" not in read(client.get(of(dana)))


def test_vera_of_another_program_finds_nothing(sign_in, vera, dana, quote, granted):
    client = sign_in(vera)

    assert client.get(of(dana)).content == absent(client)
    assert client.get(at("quote", quote)).status_code == 404


def test_reading_is_kept_in_the_audit(client, dana, quote, omar):
    client.get(of(dana))

    event = AuditEvent.objects.filter(action="chart.read").latest("at")
    assert (event.patient_id, event.detail["what"]) == (dana.pk, "coverage")


# Policies.


def test_a_policy_begins_with_what_was_told_at_the_first_call(client, dana, plan):
    Inquiry.objects.create(
        program=dana.program, patient=dana, stage="reached", stage_since=timezone.now(),
        first_contact_at=timezone.now(), first_name="Dana", payer_name="keystone "
        "behavioral of PA", member_number="KB-0099", insured="parent",
    )  # fmt: skip

    form = client.get(reverse("coverage:policy_new", args=[dana.pk])).context["form"]

    assert form["member_number"].value() == "KB-0099"
    assert form["plan"].value() == str(plan.pk)
    assert form["relationship"].value() == "19"
    assert "They named keystone" in read(client.get(of(dana)))


def test_a_policy_is_added_with_the_photo_of_its_card(client, dana, answers):
    where = reverse("coverage:policy_new", args=[dana.pk])

    answer = client.post(where, answers | {"front": jpeg()}, follow=True)

    assert "The policy is kept." in read(answer)
    policy = Policy.objects.in_program(dana.program).get()
    assert (policy.patient, policy.member_number) == (dana, "KB-0099")
    photo = CardPhoto.objects.in_program(dana.program).get()
    shown = client.get(reverse("coverage:card", args=[policy.pk, "front"]))
    assert shown.content == bytes(photo.content)
    assert shown.headers["Content-Type"] == "image/jpeg"
    back = client.get(reverse("coverage:card", args=[policy.pk, "back"]))
    assert back.status_code == 404


def test_a_photo_that_is_none_is_refused_beside_its_field(client, dana, answers):
    where = reverse("coverage:policy_new", args=[dana.pk])
    file = SimpleUploadedFile("card.jpg", b"<script>alert(1)</script>", "image/jpeg")

    answer = client.post(where, answers | {"front": file})

    assert answer.status_code == 422
    assert "This is not a photo (JPEG) or a picture (PNG)" in read(answer)
    assert not Policy.objects.in_program(dana.program).exists()


def test_a_policy_of_someone_else_says_whose_it_is(client, dana, answers):
    where = reverse("coverage:policy_new", args=[dana.pk])

    answer = client.post(where, answers | {"relationship": "01"})

    assert answer.status_code == 422
    assert "Write their last name." in read(answer)
    assert "the payer asks for it" in read(answer)


def test_a_newer_policy_of_the_same_rank_ends_the_one_before(
    client, dana, policy, answers
):
    where = reverse("coverage:policy_new", args=[dana.pk])

    client.post(where, answers | {"member_number": "NEW-1", "starts_on": "2026-06-01"})

    policy.refresh_from_db()
    assert policy.ends_on == date(2026, 5, 31)
    assert Policy.objects.in_program(dana.program).count() == 2


def test_two_policies_of_one_rank_on_the_same_day_are_refused(
    client, dana, policy, answers
):
    answer = client.post(reverse("coverage:policy_new", args=[dana.pk]), answers)

    assert answer.status_code == 422
    assert "Another primary policy is in force on some of these days." in read(answer)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    client, policy, answers
):
    policy.version = 2
    policy.save()

    answer = client.post(at("policy", policy), answers | {"version": "1"})

    assert answer.status_code == 422
    assert "Someone else changed this meanwhile." in read(answer)


def test_a_policy_is_corrected(client, policy, answers):
    changed = answers | {"version": "1", "member_number": "KB-0100"}

    answer = client.post(at("policy", policy), changed)

    assert answer.status_code == 302
    policy.refresh_from_db()
    assert (policy.member_number, policy.version) == ("KB-0100", 2)


# Quotes.


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


def test_a_question_is_written_and_downloaded(client, policy, submitter, granted):
    answer = client.post(at("inquiry_new", policy), sending(), follow=True)
    assert "The question is written." in read(answer)
    inquiry = EligibilityInquiry.objects.in_program(policy.program).get()
    assert inquiry.handed_at is None

    file = client.post(at("inquiry_download", inquiry))

    assert file.content.startswith(b"ISA*00*")
    assert file.headers["Content-Disposition"] == 'attachment; filename="000000001.270"'
    event = AuditEvent.objects.get(action="coverage.inquiry_handed_over")
    assert event.detail["basis"] == str(granted.basis_id)
    assert event.patient_id == policy.patient_id


def test_a_question_goes_into_the_folder(client, policy, submitter, settings, tmp_path):
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


# Paying themselves.


def test_paying_themselves_is_noted_and_ends(client, dana, today):
    where = reverse("coverage:self_pay", args=[dana.pk])

    client.post(where, sending(why="uninsured", starts_on=today.isoformat()))
    assert "No insurance, since" in read(client.get(of(dana)))
    again = client.post(where, sending(why="choice", starts_on=today.isoformat()))
    assert again.status_code == 422

    client.post(reverse("coverage:self_pay_end", args=[dana.pk]), sending())

    row = SelfPay.objects.in_program(dana.program).get()
    assert row.ends_on is not None
    assert "Not noted" in read(client.get(of(dana)))


def test_an_income_gives_a_fee(client, dana, scale, today):
    where = reverse("coverage:income", args=[dana.pk])
    signed = sending(
        household_size="2", annual_income_cents="30,000", signed_as="Dana Whitfield",
        signed_on=today.isoformat(), has_signed="on",
    )  # fmt: skip

    answer = client.post(where, signed, follow=True)

    row = IncomeAttestation.objects.in_program(dana.program).get()
    assert row.share == 2_500
    assert "pays 25% of our charge" in read(answer)


def test_an_income_nobody_signed_is_not_kept(client, dana, scale, today):
    answer = client.post(reverse("coverage:income", args=[dana.pk]), sending(
        household_size="2", annual_income_cents="30000", signed_as="Dana",
        signed_on=today.isoformat(),
    ))  # fmt: skip

    assert answer.status_code == 422
    assert not IncomeAttestation.objects.in_program(dana.program).exists()


def test_without_a_scale_an_income_is_refused_with_what_to_do(client, dana, today):
    answer = client.post(reverse("coverage:income", args=[dana.pk]), sending(
        household_size="2", annual_income_cents="30000", signed_as="Dana",
        signed_on=today.isoformat(), has_signed="on",
    ))  # fmt: skip

    assert answer.status_code == 422
    assert "There is no sliding fee scale for this day." in read(answer)


def test_a_good_faith_estimate_is_owed_given_and_stands(client, dana, rates, today):
    asked = sending(occasion="requested", asked_on=today.isoformat())
    answer = client.post(reverse("coverage:good_faith_owe", args=[dana.pk]), asked)
    owed = GoodFaithEstimate.objects.in_program(dana.program).get()
    assert answer.url == at("good_faith_give", owed)
    assert dana.display_name in read(client.get(reverse("coverage:good_faith")))
    expected = sending(
        starts_on=(today + timedelta(days=10)).isoformat(), weeks="12",
        days_per_week="3", with_assessment="on", drug_tests="12",
        diagnoses="F10.20, F33.1", language="es",
    )  # fmt: skip

    given = client.post(at("good_faith_give", owed), expected, follow=True)

    assert "The estimate is made." in read(given)
    owed.refresh_from_db()
    assert owed.total_cents == 25_000 + 36 * 30_000 + 12 * 2_000
    document = client.get(at("good_faith_document", owed))
    assert document.content == bytes(owed.document)
    assert document.content.startswith(b"%PDF")
    assert (
        client.post(at("good_faith_give", owed), expected | sending()).status_code
        == 404
    )
    assert dana.display_name not in read(client.get(reverse("coverage:good_faith")))


def test_an_estimate_without_rates_says_what_to_set(client, dana, today):
    client.post(
        reverse("coverage:good_faith_owe", args=[dana.pk]),
        sending(occasion="requested", asked_on=today.isoformat()),
    )
    owed = GoodFaithEstimate.objects.in_program(dana.program).get()

    answer = client.post(at("good_faith_give", owed), sending(
        starts_on=today.isoformat(), weeks="1", days_per_week="3", language="en"
    ))  # fmt: skip

    assert answer.status_code == 422
    assert "What we charge for this is not set yet" in read(answer)


def test_an_estimate_that_is_no_longer_owed_says_why(client, dana, today):
    client.post(
        reverse("coverage:good_faith_owe", args=[dana.pk]),
        sending(occasion="requested", asked_on=today.isoformat()),
    )
    owed = GoodFaithEstimate.objects.in_program(dana.program).get()

    client.post(at("good_faith_withdraw", owed), sending(reason=""))
    assert GoodFaithEstimate.objects.in_program(dana.program).owed().exists()
    client.post(at("good_faith_withdraw", owed), sending(reason="Goes elsewhere"))

    assert not GoodFaithEstimate.objects.in_program(dana.program).owed().exists()
    assert "Goes elsewhere" in read(client.get(of(dana)))


# What it would cost.


def test_the_estimate_shows_each_way_side_by_side(client, dana, quote, rates):
    answer = client.get(reverse("coverage:estimate", args=[dana.pk]))

    said = read(answer)
    for title in ("In network", "Out of network", "By income", "Without insurance"):
        assert title in said
    assert "The payer has to authorize this treatment before it begins." in said
    assert ">$400<" in said  # the out-of-pocket limit that is left
    assert "What each month would cost" in said


def test_an_estimate_of_an_impossible_stay_says_so(client, dana, quote, rates):
    where = reverse("coverage:estimate", args=[dana.pk])

    answer = client.get(f"{where}?weeks=0&days=9&starts=never")

    assert answer.status_code == 422
    assert "In network" in read(answer)


def test_the_estimate_counts_what_was_asked(client, dana, quote, rates):
    where = reverse("coverage:estimate", args=[dana.pk])

    answer = client.get(f"{where}?weeks=2&days=1&starts=2026-12-07")

    [_, _, _, own] = answer.context["ways"]
    assert own.estimate.person == 2 * 30_000


# The lists.


def test_each_question_finds_whom_it_is_about(client, clinic, dana, policy, omar):
    kevin, mei, *_ = clinic.patients[1:]
    consent(kevin)

    def found(question):
        said = read(client.get(reverse("coverage:list") + f"?show={question}"))
        return {p.display_name for p in (dana, kevin, mei) if p.display_name in said}

    assert found("unchecked") == {dana.display_name}
    assert found("none") == {kevin.display_name}
    assert found("consent") == {mei.display_name}
    make_quote(policy, days_ago=31, authorization="N")
    assert found("unchecked") == set()
    assert found("old") == {dana.display_name}
    make_quote(policy)
    assert found("old") == set()
    assert found("authorization") == {dana.display_name}


@pytest.mark.parametrize(
    "page", ["of", "list", "good_faith", "payers", "rates", "estimate"]
)
def test_pages_ask_no_more_for_many_rows_than_for_few(
    client, clinic, dana, plan, policy, rates, django_assert_max_num_queries, page
):
    where = reverse(
        f"coverage:{page}", args=[dana.pk] if page in ("of", "estimate") else []
    )
    client.get(where)
    few = _asked(client, where)

    for number, patient in enumerate(clinic.patients[1:]):
        consent(patient)
        other = Policy.objects.create(
            program=clinic.program, patient=patient, plan=plan,
            member_number=f"M{number}", starts_on=date(2026, 1, 1),
        )  # fmt: skip
        GoodFaithEstimate.objects.create(
            program=clinic.program, patient=patient, occasion="requested",
            asked_on=date(2026, 11, 2), due_on=date(2026, 11, 5),
        )  # fmt: skip
        make_quote(policy, days_ago=number)
        payer = Payer.objects.create(
            program=clinic.program, name=f"Payer {number}", payer_number="1"
        )
        Plan.objects.create(program=clinic.program, payer=payer, name="HMO")
        assert other.pk

    assert _asked(client, where) <= few + 1  # the first quote brings its own two reads


def _asked(client, where):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def test_a_list_goes_on_page_by_page(client, clinic, plan):
    from tests.cast import admit

    for number in range(30):
        patient = admit(clinic, "Pat", f"Long{number:02}", 100 + number)
        consent(patient)
        Policy.objects.create(
            program=clinic.program, patient=patient, plan=plan, member_number="1",
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    where = reverse("coverage:list")

    first = client.get(where)
    rest = client.get(f"{where}?after={first.context['page'].after}")

    names = [
        line.patient.pk for answer in (first, rest)
        for line in answer.context["page"].lines
    ]  # fmt: skip
    assert (len(names), len(set(names))) == (30, 30)


# The program's contracts.


def test_payers_plans_rates_and_the_scale_are_set(sign_in, clinic, today):
    client = sign_in(clinic.staff["grace"])
    new = {"name": "Blue", "kind": "commercial", "payer_number": "1"}
    client.post(reverse("coverage:payer_new"), sending(**new))
    payer = Payer.objects.in_program(clinic.program).get()
    taken = client.post(reverse("coverage:payer_new"), sending(**new))
    assert taken.status_code == 422
    changed = new | {"version": "1", "phone": "555-0101"}
    client.post(at("payer", payer), sending(**changed))
    client.post(at("plan_new", payer), sending(
        name="HMO", network="in", copay_unit="week", spread="embedded"
    ))  # fmt: skip
    plan = Plan.objects.in_program(clinic.program).get()
    assert (plan.copay_unit, plan.copay_counts) == ("week", False)
    client.post(at("plan", plan), sending(
        version="1", name="HMO", network="out", copay_unit="day", spread="aggregate"
    ))  # fmt: skip
    rate = {"of": "own", "service": "iop_day", "code": "H0015", "cents": "300",
            "starts_on": "2026-01-01"}  # fmt: skip
    client.post(reverse("coverage:rate_new"), sending(**rate))
    client.post(reverse("coverage:rate_new"), sending(
        **rate | {"starts_on": "2026-07-01", "cents": "310"}
    ))  # fmt: skip
    client.post(reverse("coverage:rate_new"), sending(**rate | {"of": plan.pk}))
    client.post(reverse("coverage:scale_new"), sending(
        starts_on=today.isoformat(), up_to_1="100", share_1="0", nominal_cents="10"
    ))  # fmt: skip
    client.post(reverse("coverage:submitter"), sending(
        name="Schuylkill", npi="1234567893", sender_number="ME"
    ))  # fmt: skip

    payer.refresh_from_db()
    plan.refresh_from_db()
    assert (payer.phone, plan.network, plan.spread) == ("555-0101", "out", "aggregate")
    rows = Rate.objects.in_program(clinic.program).order_by("starts_on", "created_at")
    own = [(r.cents, r.ends_on) for r in rows if r.payer_id is None]
    assert own == [(30_000, date(2026, 6, 30)), (31_000, None)]
    assert (
        SlidingFeeScale.objects.in_program(clinic.program).get().nominal_cents == 1000
    )
    assert Submitter.objects.in_program(clinic.program).get().npi == "1234567893"
    for page in ("payers", "rates", "scales", "submitter"):
        assert client.get(reverse(f"coverage:{page}")).status_code == 200


def test_a_rate_ends(sign_in, clinic, rates):
    client = sign_in(clinic.staff["grace"])

    early = client.post(at("rate_end", rates), sending(last_day="2025-01-01"))
    client.post(at("rate_end", rates), sending(last_day="2026-12-31"))

    rates.refresh_from_db()
    assert early.status_code == 422
    assert rates.ends_on == date(2026, 12, 31)


def test_a_scale_that_is_none_and_a_wrong_number_come_back(sign_in, clinic, today):
    client = sign_in(clinic.staff["grace"])
    day = today.isoformat()

    half = client.post(reverse("coverage:scale_new"), sending(starts_on=day, up_to_1=1))
    down = client.post(reverse("coverage:scale_new"), sending(
        starts_on=day, up_to_1="200", share_1="0", up_to_2="100", share_2="50"
    ))  # fmt: skip
    npi = client.post(reverse("coverage:submitter"), sending(
        name="S", npi="1234567890", sender_number="ME"
    ))  # fmt: skip

    assert "A tier needs both numbers." in read(half)
    assert "Each tier reaches further than the one before it." in read(down)
    assert "This is no provider number" in read(npi)
    assert not SlidingFeeScale.objects.in_program(clinic.program).exists()
