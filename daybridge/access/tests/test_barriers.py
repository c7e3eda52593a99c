"""The pages where a chart is closed to one member of staff, and opened again."""

import pytest
from django.urls import reverse

from daybridge.access.models import Barrier
from daybridge.audit.models import AuditEvent
from daybridge.people.models import Patient
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(dana):
    return reverse("access:barriers_of", args=[dana.pk])


@pytest.fixture
def supervisor(clinic, sign_in):
    return sign_in(clinic.staff["sylvia"])


def test_a_chart_is_closed_with_a_reason_and_opened_again(
    clinic, supervisor, page, dana, ruth, viewer
):
    sent = {"staff": str(ruth.pk), "reason": "Her cousin."}
    assert supervisor.post(page, sent).status_code == 302
    assert dana not in Patient.objects.visible_to(viewer(ruth))
    assert "Her cousin." in supervisor.get(page).text
    assert "Dana Whitfield" in supervisor.get("/barriers/").text

    barrier = Barrier.objects.in_program(clinic.program).get()
    supervisor.post(reverse("access:lift_barrier", args=[dana.pk, barrier.pk]))

    assert dana in Patient.objects.visible_to(viewer(ruth))
    assert "Before" in supervisor.get(page).text
    assert "Dana Whitfield" not in supervisor.get("/barriers/").text


@pytest.mark.parametrize("more", [{"reason": " "}, {"staff": ""}, {"staff": "nobody"}])
def test_without_a_person_and_a_reason_nothing_is_closed(
    clinic, supervisor, page, ruth, more
):
    sent = {"staff": str(ruth.pk), "reason": "Her cousin."} | more
    assert supervisor.post(page, sent).status_code == 422
    assert not Barrier.objects.in_program(clinic.program).exists()


def test_closing_twice_is_one_barrier(clinic, supervisor, page, ruth):
    for reason in ("Her cousin.", "Her cousin, again."):
        supervisor.post(page, {"staff": str(ruth.pk), "reason": reason})
    assert Barrier.objects.in_program(clinic.program).count() == 1


def test_whom_a_barrier_names_never_reads_it(clinic, sign_in, page, dana):
    """A director closed to a chart finds neither the chart nor the barrier."""
    grace, sylvia = clinic.staff["grace"], sign_in(clinic.staff["sylvia"])
    sylvia.post(page, {"staff": str(grace.pk), "reason": "Lives next door."})
    client = sign_in(grace)

    listed, own = client.get("/barriers/").text, client.get(f"/staff/{grace.pk}/").text

    assert "Whitfield" not in listed
    assert "next door" not in listed
    assert "barrier" not in own.lower()
    absent = client.get(f"/patients/{clinic.program.pk}/barriers/").content
    assert client.get(page).content == absent
    barrier = Barrier.objects.in_program(clinic.program).get()
    lift = reverse("access:lift_barrier", args=[dana.pk, barrier.pk])
    assert client.post(lift).content == absent
    barrier.refresh_from_db()
    assert barrier.lifted_at is None


def test_closing_a_chart_to_oneself_leads_away_from_it(clinic, supervisor, page):
    sylvia = clinic.staff["sylvia"]
    answer = supervisor.post(page, {"staff": str(sylvia.pk), "reason": "My niece."})

    assert answer.url == "/barriers/"
    assert "My niece" not in supervisor.get("/barriers/").text


def test_a_colleague_of_another_program_cannot_be_named(
    supervisor, page, elsewhere, clinic
):
    sent = {"staff": str(elsewhere.staff["vera"].pk), "reason": "Her cousin."}
    assert supervisor.post(page, sent).status_code == 422
    assert not Barrier.objects.in_program(clinic.program).exists()


def test_reading_whose_chart_is_closed_is_an_event(supervisor, page, dana):
    supervisor.get(page)
    supervisor.get("/barriers/")

    assert AuditEvent.objects.filter(action="chart.read", patient_id=dana.pk).exists()
    assert AuditEvent.objects.filter(action="list.read").exists()


@pytest.mark.parametrize("more", [0, 20])
def test_the_list_costs_the_same_for_many(
    clinic, supervisor, page, dana, more, django_assert_max_num_queries
):
    for number in range(more):
        row = hire(clinic, f"First{number}", "Same", "peer")
        supervisor.post(page, {"staff": str(row.pk), "reason": "Her cousin."})
    supervisor.get("/barriers/")
    for address, most in (("/barriers/", 6), (page, 9)):
        with django_assert_max_num_queries(most):
            supervisor.get(address)
