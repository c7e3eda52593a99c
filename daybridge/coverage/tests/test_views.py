"""The pages of coverage: who has them, what they say, what they do."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from daybridge.audit.models import AuditEvent
from daybridge.coverage.models import (
    CardPhoto,
    GoodFaithEstimate,
    Payer,
    Plan,
    Policy,
)
from daybridge.coverage.tests.conftest import consent, make_quote
from daybridge.coverage.tests.pages import at, of, read, sending
from daybridge.intake.models import Inquiry

WHOLE, COPAY, NOTHING = "R-77", "Copayment", ""
READERS = {  # what each reads of a policy with a quote
    "omar": WHOLE, "sylvia": WHOLE, "grace": WHOLE, "faye": COPAY, "ruth": NOTHING,
    "ben": NOTHING, "nora": NOTHING, "theo": NOTHING, "ivan": NOTHING,
}  # fmt: skip


def absent(client):
    return client.get(f"/patients/{uuid4()}/coverage/").content


def jpeg(name="card.jpg"):
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


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


@pytest.mark.parametrize(("who", "reads"), READERS.items())
def test_a_door_to_coverage_is_shown_to_whom_it_opens(
    clinic, sign_in, dana, granted, who, reads
):
    page = sign_in(clinic.staff[who]).get(reverse("people:patient", args=[dana.pk]))

    assert (of(dana) in page.content.decode()) is bool(reads)
