"""Paying themselves, income, good-faith estimates, and what a stay would cost."""

from datetime import timedelta

from django.urls import reverse

from daybridge.coverage.models import GoodFaithEstimate, IncomeAttestation, SelfPay
from daybridge.coverage.tests.pages import at, of, read, sending


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
