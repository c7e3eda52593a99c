"""Payers, plans, rates, the scale, and how payers know us."""

from datetime import date

from django.urls import reverse

from daybridge.coverage.models import Payer, Plan, Rate, SlidingFeeScale, Submitter
from daybridge.coverage.tests.pages import at, read, sending


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
