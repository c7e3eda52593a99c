"""People sign on the tablet or on their own phone; a link tells strangers nothing."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from daybridge.consents import services
from daybridge.consents.models import Consent, Packet, Signature, SigningLink, Way
from daybridge.consents.rendering import render
from daybridge.people.models import Contact

BORN = "1988-05-04"


def drawn():
    """A signature as the page sends it."""
    picture = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line(
        [(50, 200), (300, 50), (800, 250)], fill="black", width=4
    )
    kept = BytesIO()
    picture.save(kept, "PNG")
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()


@pytest.fixture
def packet(dana, by):
    return services.begin_packet(patient=dana, language="en", at=by.at, by=by)


@pytest.fixture
def link(dana, by, packet):
    return services.make_link(
        patient=dana, way=Way.PHONE, packet=packet, at=by.at, by=by
    )


@pytest.fixture
def phone(link):
    """Dana's phone, in which the link is open."""
    client = Client()
    opened = client.post(reverse("consents:sign", args=[link.token]), {"born_on": BORN})
    assert opened.status_code == 302
    return client


def nowhere():
    return Client().get("/sign/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/").content


def sign_one(client, token, number, **more):
    address = reverse("consents:sign_form", args=[token, number])
    page = client.get(address)
    digest = page.context["shown"].digest
    sent = {"signer": "patient", "name": "Dana Whitfield", "agree": "on",
            "digest": digest} | more  # fmt: skip
    return client.post(address, sent)


def test_a_newcomer_signs_everything_on_the_phone(phone, link, dana, packet):
    start = reverse("consents:sign", args=[link.token])
    assert b"Hello, Dana." in phone.get(start).content

    for number in range(1, 5):
        assert sign_one(phone, link.token, number).status_code == 302
    contact = reverse("consents:sign_form", args=[link.token, 5])
    named = phone.post(contact, {"name": "Lou", "relationship": "brother",
                                 "phone": "555-0101"})  # fmt: skip
    assert named.status_code == 302
    assert sign_one(phone, link.token, 5).status_code == 302
    left_out = phone.post(reverse("consents:sign_decline", args=[link.token, 6]))
    assert left_out.status_code == 302

    assert Packet.objects.in_program(dana.program_id).get().completed_at is not None
    assert Contact.objects.in_program(dana.program_id).get(patient=dana).name == "Lou"
    assert phone.get(start).context["next"] is None
    copy = phone.get(reverse("consents:sign_copy", args=[link.token, 2]))
    assert copy.content.startswith(b"%PDF-")


def test_what_was_signed_stays_signed_when_somebody_goes_on_later(phone, link, dana):
    sign_one(phone, link.token, 1)

    again = phone.get(reverse("consents:sign", args=[link.token]))

    assert again.context["next"] == 2
    assert Signature.objects.in_program(dana.program_id).count() == 1


def test_a_drawn_signature_is_kept_as_a_picture(phone, link, dana):
    sign_one(phone, link.token, 1, picture=drawn())

    signature = Signature.objects.in_program(dana.program_id).get()
    assert signature.method == "drawn"
    assert bytes(signature.picture).startswith(b"\x89PNG")


@pytest.mark.parametrize("picture", ["data:image/png;base64,AAAA", "x" * 500_000, "no"])
def test_what_is_no_picture_is_a_typed_signature(phone, link, dana, picture):
    sign_one(phone, link.token, 1, picture=picture)

    assert Signature.objects.in_program(dana.program_id).get().method == "typed"


def test_a_form_is_not_signed_without_agreeing(phone, link, dana):
    answer = sign_one(phone, link.token, 1, agree="")

    assert answer.status_code == 422
    assert not Signature.objects.in_program(dana.program_id).exists()


def test_the_page_says_nothing_before_somebody_has_shown_who_they_are(link, dana):
    page = Client().get(reverse("consents:sign", args=[link.token]))

    assert page.status_code == 200
    for word in (b"Dana", b"Whitfield", b"Schuylkill", b"IOP", b"Daybridge", b"treat"):
        assert word not in page.content
    form = Client().get(reverse("consents:sign_form", args=[link.token, 1]))
    assert (form.status_code, form.content) == (404, nowhere())


def test_a_code_said_on_the_phone_opens_it_too(link):
    client = Client()

    answer = client.post(
        reverse("consents:sign", args=[link.token]), {"code": link.code}
    )

    assert answer.status_code == 302


def test_five_wrong_answers_end_the_link(link):
    address = reverse("consents:sign", args=[link.token])
    client = Client()
    for _ in range(4):
        assert client.post(address, {"born_on": "1990-01-01"}).status_code == 422

    assert client.post(address, {"born_on": "1990-01-01"}).status_code == 404
    late = client.post(address, {"born_on": BORN})
    assert (late.status_code, late.content) == (404, nowhere())


def test_an_open_link_is_nothing_in_another_browser(phone, link):
    other = Client().get(reverse("consents:sign", args=[link.token]))

    assert (other.status_code, other.content) == (404, nowhere())


def test_used_ended_and_unknown_links_answer_the_same(phone, link, dana, by):
    address = reverse("consents:sign", args=[link.token])
    phone.post(reverse("consents:sign_end", args=[link.token]))
    used = phone.get(address)
    made = services.make_link(patient=dana, way=Way.PHONE, at=by.at, by=by)
    later = reverse("consents:sign", args=[made.token])
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        expired = Client().get(later)

    assert used.content == expired.content == nowhere()
    assert used.status_code == expired.status_code == 404
    assert used.headers.keys() == expired.headers.keys()


def test_a_new_link_ends_the_former_one(link, dana, by):
    services.make_link(patient=dana, way=Way.PHONE, at=by.at, by=by)

    assert Client().get(reverse("consents:sign", args=[link.token])).status_code == 404


def test_only_digests_of_a_link_are_stored(link):
    row = SigningLink.objects.in_program(link.link.program_id).get()

    assert link.token not in str(vars(row))
    assert link.code not in (row.token_digest, row.code_digest)


def test_the_tablet_is_handed_over_without_staff_in_it(sign_in, faye, dana, packet):
    client = sign_in(faye)

    given = client.post(reverse("consents:packet_tablet", args=[packet.pk]))

    assert given.status_code == 302
    assert b"Hello, Dana." in client.get(given.url).content
    home = client.get(reverse("consents:packets"))
    assert home.url.startswith("/sign-in/")
    done = client.post(f"{given.url}done/")
    assert b"give the tablet back" in done.content
    assert client.get(given.url).status_code == 404


def test_the_pages_speak_spanish(phone, link):
    address = reverse("consents:sign", args=[link.token])

    page = phone.get(address, headers={"accept-language": "es"})

    assert 'lang="es"' in page.content.decode()
    assert "Hola, Dana." in page.content.decode()


def test_the_form_itself_is_in_the_language_it_was_prepared_in(dana, by):
    packet = services.begin_packet(patient=dana, language="es", at=by.at, by=by)

    tpo = Consent.objects.in_program(dana.program_id).get(packet=packet, kind="tpo")

    assert "Puedo revocar este consentimiento" in render(tpo).text


def test_somebody_revokes_on_their_own_phone(phone, link, dana):
    sign_one(phone, link.token, 2)
    address = reverse("consents:sign_revoke", args=[link.token, 2])

    answer = phone.post(address, {"name": "Dana Whitfield", "words": "No more."})

    consent = Consent.objects.in_program(dana.program_id).get(kind="tpo")
    assert answer.status_code == 302
    assert consent.revoked_at is not None
    assert consent.revocation.words == "No more."
    assert consent.revocation.way == "phone"


def test_a_contact_on_file_is_not_asked_again(dana, by):
    Contact.objects.create(
        program=dana.program, patient=dana, name="Lou", phone="555-0101",
        is_emergency_contact=True,
    )  # fmt: skip

    packet = services.begin_packet(patient=dana, language="en", at=by.at, by=by)

    form = packet.consents.get(kind="emergency_contact")
    assert form.recipients.get().name == "Lou"
