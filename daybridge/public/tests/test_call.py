"""Asking for a call and referring: kept once, thanked alike, slow for machines."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from daybridge.audit.models import AuditEvent
from daybridge.intake.models import Inquiry, Referral, ReferralDocument
from daybridge.public import guard
from daybridge.public.guard import began_now
from tests.naughty import naughty_strings

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def call(client, place, sent, **more):
    return client.post(f"/start/{place}/call/", sent, **more)


def test_a_call_asked_for_is_an_inquiry_that_waits_for_an_owner(
    anyone, place, clinic, asks
):
    answer = call(anyone, place, asks(may_leave_message="yes", message_name="Sue"))

    assert (answer.status_code, answer["Location"]) == (302, f"/start/{place}/thanks/")
    kept = Inquiry.objects.in_program(clinic.program).get()
    assert (kept.channel, kept.stage, kept.owner) == ("web", "new", None)
    assert (kept.first_name, kept.phone) == ("Joan", "(215) 555-0188")
    assert (kept.may_leave_message, kept.message_name) == (True, "Sue")
    assert (kept.best_times, kept.language, kept.self_check) == ("after 5 pm", "en", {})
    assert kept.patient is None
    assert AuditEvent.objects.filter(action="intake.inquiry_received").count() == 1


def test_somebody_who_asks_for_another_is_the_one_to_call(anyone, place, clinic, asks):
    call(anyone, place, asks(caller="relative"), headers={"Accept-Language": "es"})

    kept = Inquiry.objects.in_program(clinic.program).get()
    assert (kept.caller, kept.caller_name) == ("relative", "Joan")
    assert (kept.caller_phone, kept.first_name, kept.phone) == (
        "(215) 555-0188",
        "",
        "",
    )
    assert kept.language == "es"


def test_answers_of_the_self_check_come_along_only_when_they_are_handed_over(
    anyone, place, clinic, asks
):
    answers = json.dumps({"danger": "no", "home": "alone", "odd": "x"})
    shown = call(anyone, place, {"brings": "1", "self_check": answers})
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "Safe, but I am alone with this" in page
    assert "odd" not in re.sub(r'value="[^"]*"', "", page)
    assert not re.search(r'name="hand_over"[^>]*checked', page)
    assert not Inquiry.objects.in_program(clinic.program).exists()

    call(anyone, place, asks(self_check=answers))
    call(anyone, place, asks(self_check=answers, hand_over="on"))

    kept = Inquiry.objects.in_program(clinic.program).order_by("first_contact_at")
    assert [row.self_check for row in kept] == [{}, {"danger": "no", "home": "alone"}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"first_name": ""}, "first_name"), ({"phone": ""}, "phone"),
     ({"phone": "12345"}, "phone"), ({"phone": "call me"}, "phone"),
     ({"caller": "professional"}, "caller"), ({"first_name": "x" * 101}, "first_name"),
     ({"words": "x" * 2001}, "words"),
     ({"may_leave_message": ""}, "may_leave_message")],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    anyone, place, clinic, asks, wrong, field
):
    answer = call(anyone, place, asks(**wrong))

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Inquiry.objects.in_program(clinic.program).exists()


def test_sent_twice_it_is_one_call(anyone, place, clinic, asks):
    sent = asks()

    first, again = call(anyone, place, sent), call(anyone, place, sent)

    assert first["Location"] == again["Location"]
    assert Inquiry.objects.in_program(clinic.program).count() == 1


def test_another_program_sees_nothing_of_it(anyone, place, asks, elsewhere):
    call(anyone, place, asks())

    assert not Inquiry.objects.in_program(elsewhere.program).exists()


class TestMachines:
    def test_a_field_nobody_sees_is_thanked_for_and_nothing_is_kept(
        self, anyone, place, clinic, asks
    ):
        person = call(anyone, place, asks())
        machine = call(anyone, place, asks(website="http://buy.example"))

        assert machine["Location"] == person["Location"]
        assert Inquiry.objects.in_program(clinic.program).count() == 1

    def test_a_form_sent_at_once_comes_back_and_is_taken_a_little_later(
        self, anyone, place, clinic, asks
    ):
        sent = asks(began=began_now())
        answer = call(anyone, place, sent)
        assert answer.status_code == 422
        assert "very quick" in answer.content.decode()

        with time_machine.travel(timezone.now() + timedelta(seconds=4)):
            assert call(anyone, place, sent).status_code == 302
        assert Inquiry.objects.in_program(clinic.program).count() == 1

    @pytest.mark.parametrize("stamp", ["", "form", "form:1:x", "form:abc:def:ghi"])
    def test_a_moment_that_is_not_ours_comes_back_with_one_that_is(
        self, anyone, place, asks, stamp
    ):
        answer = call(anyone, place, asks(began=stamp))
        fresh = re.search(r'name="began" value="([^"]+)"', answer.content.decode())[1]

        assert answer.status_code == 422
        assert fresh != stamp
        with time_machine.travel(timezone.now() + timedelta(seconds=4)):
            assert call(anyone, place, asks(began=fresh)).status_code == 302

    def test_a_page_of_yesterday_is_sent_once_more(self, anyone, place, asks):
        sent = asks()
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            answer = call(anyone, place, sent)

        assert answer.status_code == 422
        assert "open for a long time" in answer.content.decode()

    def test_after_twenty_forms_in_an_hour_an_address_is_asked_to_telephone(
        self, anyone, place, clinic, asks
    ):
        answers = [call(anyone, place, asks()) for _ in range(22)]

        assert [a.status_code for a in answers] == [302] * 20 + [429] * 2
        assert "(215) 555-0142" in answers[-1].content.decode()
        assert Inquiry.objects.in_program(clinic.program).count() == 20
        other = call(anyone, place, asks(), REMOTE_ADDR="192.0.2.7")
        assert other.status_code == 302
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            assert call(anyone, place, asks()).status_code in (302, 422)

    def test_a_program_takes_no_more_a_day_than_people_can_answer(
        self, anyone, place, clinic, asks, monkeypatch
    ):
        monkeypatch.setattr(guard, "PER_PROGRAM_A_DAY", 3)
        addresses = [f"192.0.2.{number}" for number in range(5)]

        seen = [
            call(anyone, place, asks(), REMOTE_ADDR=a).status_code for a in addresses
        ]

        assert seen == [302, 302, 302, 429, 429]

    def test_no_address_of_anybody_is_kept_in_the_open(self, anyone, place, asks):
        from django.core.cache import cache

        call(anyone, place, asks(), REMOTE_ADDR="192.0.2.99")

        assert not [key for key in cache._cache if "192.0.2.99" in key]
        assert [key for key in cache._cache if "front:" in key]


class TestReferrals:
    def test_a_referral_comes_with_its_inquiry_and_its_paper(
        self, anyone, place, clinic, refers
    ):
        paper = SimpleUploadedFile("summary.pdf", PDF, content_type="application/pdf")

        answer = anyone.post(f"/start/{place}/refer/", refers(document=paper))

        assert answer["Location"] == f"/start/{place}/referred/"
        kept = Referral.objects.in_program(clinic.program).get()
        assert (kept.kind, kept.organization) == ("detox", "Harbor Detox")
        assert (kept.last_level, str(kept.expected_on)) == ("3.7", "2026-12-05")
        assert kept.inquiry.channel == "referral"
        assert kept.inquiry.last_name == "Miller"
        assert kept.inquiry.caller == "professional"
        stored = ReferralDocument.objects.in_program(clinic.program).get()
        assert bytes(stored.content) == PDF

    def test_a_clinical_document_in_xml_is_taken_as_it_is(
        self, anyone, place, clinic, refers
    ):
        text = b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>'
        paper = SimpleUploadedFile("ccd.xml", text, content_type="text/plain")

        anyone.post(f"/start/{place}/refer/", refers(document=paper))

        stored = ReferralDocument.objects.in_program(clinic.program).get()
        assert (stored.kind, bytes(stored.content)) == ("application/xml", text)

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.pdf", b"MZ\x90\x00"), ("a.xml", b"{}"), ("a.pdf", b""),
         ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50), ("a.pdf", b"\x00" * 100)],
    )  # fmt: skip
    def test_other_files_are_refused_with_a_sentence(
        self, anyone, place, clinic, refers, name, content
    ):
        answer = anyone.post(
            f"/start/{place}/refer/",
            refers(document=SimpleUploadedFile(name, content)),
        )

        assert answer.status_code == 422
        assert 'id="id_document_error"' in answer.content.decode()
        assert not Referral.objects.in_program(clinic.program).exists()
        assert not Inquiry.objects.in_program(clinic.program).exists()

    def test_nobody_is_referred_without_their_agreement(
        self, anyone, place, clinic, refers
    ):
        answer = anyone.post(f"/start/{place}/refer/", refers(agrees=""))

        assert answer.status_code == 422
        assert "speak with the person first" in answer.content.decode()

    def test_machines_are_thanked_here_too(self, anyone, place, clinic, refers):
        answer = anyone.post(f"/start/{place}/refer/", refers(website="x"))

        assert answer["Location"] == f"/start/{place}/referred/"
        assert not Inquiry.objects.in_program(clinic.program).exists()


def test_naughty_texts_are_kept_literally_or_refused(
    anyone, place, clinic, asks, monkeypatch
):
    monkeypatch.setattr(guard, "PER_PROGRAM_A_DAY", 10_000)
    texts = [text for text in naughty_strings()[::6] if text.strip()]
    sent = {}
    for number, text in enumerate(texts):
        address = f"198.51.{number // 250}.{number % 250}"
        answer = call(anyone, place, asks(words=text), REMOTE_ADDR=address)
        sent[text] = answer.status_code

    rows = Inquiry.objects.in_program(clinic.program)
    kept = {" ".join(row.words.split()) for row in rows}
    taken = [text for text, status in sent.items() if status == 302]
    assert set(sent.values()) <= {302, 422}
    assert len(taken) > len(texts) * 0.9
    assert [text for text in taken if " ".join(text.split()) not in kept] == []


def test_what_came_back_is_written_as_text(anyone, place, asks):
    answer = call(
        anyone, place, asks(phone="", words="</textarea><script>x()</script>")
    )

    assert b"<script>x()" not in answer.content
