"""Texts that have broken other programs come back literally: page, PDF and register."""

from io import BytesIO

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from daybridge.consents import services
from daybridge.consents.models import Consent, Disclosure, Signature, Way
from daybridge.consents.rendering import render
from daybridge.people.models import Patient
from tests.naughty import batched, naughty_strings

EVERY = 25  # signing makes a PDF each


def clean(text):
    """As a field of a form keeps it; what a field refuses is left out."""
    return "".join(c for c in text if c.isprintable() and c != "\x00").strip()[:200]


def usable():
    return [text for text in (clean(one) for one in naughty_strings()) if text]


def test_whatever_somebody_writes_into_a_form_is_shown_as_written(
    sign_in, faye, dana, draft, by
):
    desk = sign_in(faye)
    for texts in batched(usable(), 60):
        recipients = [{"name": text} for text in texts]
        consent = services.draft_consent(
            patient=dana, draft=draft(recipients=recipients), at=by.at, by=by
        )
        page = desk.get(reverse("consents:consent", args=[consent.pk]))

        assert page.status_code == 200
        for block in page.context["form"].blocks:
            for point in block.points:
                assert point == point.strip()
        shown = page.context["form"].text
        assert all(text in shown for text in texts)
        assert b"<script>alert" not in page.content


def test_a_name_of_any_letters_signs_and_stands_in_the_copy(dana, by, draft, stroke):
    for text in usable()[::EVERY]:
        consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

        services.sign(
            consent=consent, stroke=stroke(consent, name=text), at=by.at, by=by
        )

        kept = Signature.objects.in_program(dana.program_id).get(consent=consent)
        assert kept.name == text
        copy = consent.files.get(purpose="copy")
        assert PdfReader(BytesIO(copy.content)).pages


def test_whatever_is_sent_as_an_answer_opens_no_link(dana, by):
    texts = naughty_strings()[::EVERY]
    for texts_of_link in batched(texts, 4):  # the fifth wrong one would end it
        made = services.make_link(patient=dana, way=Way.PHONE, at=by.at, by=by)
        address = reverse("consents:sign", args=[made.token])
        for text in texts_of_link:
            answer = Client().post(address, {"born_on": text, "code": text})
            assert answer.status_code == 422


def test_no_token_of_any_letters_is_a_page(db):
    for text in usable()[::3]:
        for kind in ("sign", "shared"):
            answer = Client().get(f"/{kind}/{text}/".replace("?", "").replace("#", ""))
            assert answer.status_code in (404, 400), text


def test_whatever_is_written_into_the_register_is_kept_as_written(dana, by):
    for text in usable()[::3]:
        services.enter_disclosure(
            patient=dana, consent=None, to=None, at=by.at, by=by,
            values={
                "basis": "2.51", "basis_words": text, "recipient": text, "at": by.at,
                "recipient_address": text, "items": ["presence"], "content": text,
                "purpose": "treatment", "channel": "phone",
            },
        )  # fmt: skip
        newest = Disclosure.objects.in_program(dana.program_id).latest("id")
        assert (newest.content, newest.recipient) == (text, text)


def test_a_patients_own_name_is_never_markup_in_a_form(dana, by, draft):
    name = "[elements] ## <b>Dana</b> #panic()"
    Patient.objects.in_program(dana.program_id)
    dana.legal_first_name = name
    dana.save()

    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

    stored = Consent.objects.in_program(dana.program_id).get(pk=consent.pk)
    facts = [block for block in render(stored).blocks if block.label == "Patient"]
    assert facts[0].text.startswith(name)
    assert sum(block.label == "To whom" for block in render(stored).blocks) == 1
