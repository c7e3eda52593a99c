"""From the card in somebody's hand to what it will cost, on paper."""

from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from daybridge.coverage.models import (
    BenefitQuote,
    CardPhoto,
    GoodFaithEstimate,
    Payer,
    Plan,
    Rate,
)
from tests.access.chart_coverage import consent_to_payment
from tests.browsers import violations
from tests.cast import today

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REPLY = Path("daybridge/demo/text/reply.271")
MEMBER = "KB0099"


@pytest.fixture
def contracts(clinic):
    """One payer with a plan, its rate, and our own charge."""
    shared = {"program": clinic.program}
    payer = Payer.objects.create(
        name="Keystone Behavioral", payer_number="54321", **shared
    )
    Plan.objects.create(payer=payer, name="PPO 500", network="in", **shared)
    for service, code, cents, whose in (
        ("iop_day", "H0015", 20_000, payer), ("iop_day", "H0015", 30_000, None),
        ("assessment", "H0001", 25_000, None), ("drug_test", "H0003", 2_000, None),
    ):  # fmt: skip
        Rate.objects.create(
            service=service, code=code, cents=cents, payer=whose, starts_on=today(),
            **shared,
        )  # fmt: skip
    return payer


@pytest.fixture
def reply():
    """A payer's answer about Dana, as it comes from a clearinghouse."""
    day = today()
    return REPLY.read_text().format(
        short=f"{day:%y%m%d}", long=f"{day:%Y%m%d}", year=day.year, number=1,
        trace="DB100000001", payer="KEYSTONE BEHAVIORAL", payer_number="54321",
        plan="PPO 500", first="DANA", last="WHITFIELD", member=MEMBER,
        authorization="Y", deductible=500, deductible_left=100, limit=4000,
        limit_left=3000,
    )  # fmt: skip


def card():
    drawn = BytesIO()
    Image.new("RGB", (540, 340), "white").save(drawn, "PNG")
    return {"name": "card.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def test_card_reply_estimate_and_the_document_in_one_go(
    at_work, clinic, dana, contracts, reply
):
    consent_to_payment(dana, clinic.staff["faye"])
    page = at_work(clinic.staff["omar"], reverse("coverage:of", args=[dana.pk]))
    follow(page, "Add a policy")
    page.get_by_label("Plan").select_option(label="Keystone Behavioral, PPO 500")
    page.get_by_label("Member number").fill(MEMBER)
    page.get_by_label("In force from").fill(f"{today().year}-01-01")
    page.get_by_label("Photo of the front").set_input_files(card())
    press(page, "Keep this")
    assert CardPhoto.objects.in_program(clinic.program).get().side == "front"

    follow(page, "Read a reply (271)")
    file = {"name": "reply.271", "mimeType": "text/plain", "buffer": reply.encode()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Show what it says")
    assert page.get_by_text("$100 left of $500").first.is_visible()
    press(page, "Keep this quote")
    quote = BenefitQuote.objects.in_program(clinic.program).get()
    assert quote.deductible_left_cents == 10_000

    follow(page, "What it would cost")
    page.get_by_role("heading", name="What it would cost").first.wait_for()
    page.get_by_label("Weeks of stay").fill("2")
    press(page, "Reckon again")
    # 6 days at $200: $100 of the deductible is left, then 20% of what remains
    assert page.locator(".coverage-total").first.inner_text() == "$320"
    assert violations(page) == []

    follow(page, "Coverage of Dana")
    follow(page, "Good-faith estimate")
    press(page, "Note this")
    press(page, "Make the document")
    given = GoodFaithEstimate.objects.in_program(clinic.program).get()
    link = page.get_by_role("link", name="Given").get_attribute("href")
    document = page.request.get(page.url.split("/patients/")[0] + link)
    assert document.body().startswith(b"%PDF")
    assert given.issued_at is not None
