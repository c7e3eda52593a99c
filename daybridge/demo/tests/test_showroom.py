"""The showroom is there for invented people, and nowhere else."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from daybridge.audit.models import AuditEvent
from daybridge.demo.codes import arrival_code
from daybridge.demo.showroom import sessions_today, visitors
from daybridge.demo.tests.built import all_of, build_demo
from daybridge.people.arrival_codes import digest
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Program
from tests.cast import make_program


@pytest.fixture(scope="module")
def built(rows_of_the_module: Any) -> None:
    rows_of_the_module(lambda: build_demo(patients=60))


@pytest.fixture
def demo(built: None, db: None) -> Program:
    return Program.objects.get()


def staff_with(role: str) -> Any:
    return next(each for each in all_of(Staff).order_by("id") if role in each.roles)


def test_the_showroom_names_the_fourteen_and_says_that_all_are_invented(demo, client):
    page = client.get("/demo/").content.decode()

    assert "Everyone here is invented" in page
    assert page.count("Sign in<span") == 14


def test_on_a_day_when_nobody_leads_a_group_the_showroom_sends_nobody_to_one(demo):
    thanksgiving = datetime(2026, 11, 26, 18, tzinfo=demo.zone)

    today = sessions_today(demo, now=thanksgiving)
    told = [visitor.try_first for visitor in visitors(demo, today=today)]

    assert len(told) == 14
    assert not any("today at" in words for words in told)


@pytest.mark.parametrize("role", ["counselor", "director", "front_desk", "biller"])
def test_one_click_signs_in_as_each_role(demo, client, role):
    staff = staff_with(role)

    answer = client.post(f"/demo/staff/{staff.pk}/sign-in/")

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(staff.user_id)
    assert client.get("/").wsgi_request.viewer.staff_id == staff.pk


def test_a_code_printed_at_the_showroom_opens_the_door(demo):
    patient = Patient.objects.in_program(demo).order_by("id").first()

    code = arrival_code(patient.record_number)

    assert patient.arrival_code_digest == digest(code, demo.pk)


def test_no_two_patients_share_a_code():
    codes = {arrival_code(f"P{number:06d}") for number in range(1, 20_001)}

    assert len(codes) == 20_000


def test_one_real_program_and_the_showroom_was_never_there(demo, client):
    staff = staff_with("counselor")
    make_program("A real clinic")
    absent = client.get("/nowhere-at-all/")

    for answer in (
        client.get("/demo/"),
        client.get(f"/demo/staff/{staff.pk}/sign-in/"),
        client.post(f"/demo/staff/{staff.pk}/sign-in/"),
        Client(enforce_csrf_checks=True).post(f"/demo/staff/{staff.pk}/sign-in/"),
    ):
        assert answer.status_code == 404
        assert answer.content == absent.content
        assert dict(answer.headers) == dict(absent.headers)
    assert "_auth_user_id" not in client.session


def test_signing_in_needs_the_token_of_our_own_page(demo):
    staff = staff_with("counselor")
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(f"/demo/staff/{staff.pk}/sign-in/").status_code == 403


def test_a_visitor_breaks_the_glass_by_a_button_in_place_of_a_password(demo, client):
    counselor = staff_with("counselor")
    client.post(f"/demo/staff/{counselor.pk}/sign-in/")
    reader = client.get("/").wsgi_request.viewer
    own = Patient.objects.visible_to(reader).values("pk")
    stranger = Patient.objects.in_program(demo).exclude(pk__in=own).first()
    why = {"reason": "danger", "explanation": "He said on the phone that he has pills."}

    asked = client.post(f"/patients/{stranger.pk}/emergency/", why, follow=True)
    assert "Go on as" in asked.content.decode()
    opened = client.post(asked.redirect_chain[-1][0], follow=True)

    assert opened.status_code == 200
    assert stranger.display_name in opened.content.decode()
    events = AuditEvent.objects.filter(patient_id=stranger.pk, staff_id=counselor.pk)
    assert "access.emergency_opened" in set(events.values_list("action", flat=True))


def test_the_button_leads_to_no_other_site_and_is_nothing_for_staff(demo, client):
    assert client.get("/demo/again/").status_code == 404
    client.post(f"/demo/staff/{staff_with('counselor').pk}/sign-in/")

    answer = client.post("/demo/again/?next=https://elsewhere.example/")

    assert answer.url == "/"
