"""The staff's pages: who opens them, what they refuse, how many queries they ask."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybridge.consents import services
from daybridge.consents.models import (
    Consent,
    ConsentTemplate,
    Disclosure,
    Packet,
    PacketForm,
    Way,
)
from daybridge.consents.values import Writing
from daybridge.rules.consent import Item, Kind, Purpose, Signer
from tests.cast import admit, admit_all, keep

PDF = b"%PDF-1.7\nscan"


@pytest.fixture
def desk(sign_in, faye):
    return sign_in(faye)


@pytest.fixture
def consent(signed, draft):
    return signed(draft())


def answers(today, **more):
    return {
        "language": "en", "discloser": "Schuylkill Street IOP",
        "items": ["status", "attendance"], "recipient_name": "Officer Adler",
        "purposes": ["supervision"], "expiry": "date",
        "expires_on": (today + timedelta(days=90)).isoformat(),
    } | more  # fmt: skip


def test_the_desk_prepares_a_form_and_it_waits_for_its_signature(desk, dana, today):
    address = reverse("consents:new", args=[dana.pk, "specific"])
    assert desk.get(address).status_code == 200

    made = desk.post(address, answers(today))

    consent = Consent.objects.in_program(dana.program_id).get()
    assert made.url == reverse("consents:consent", args=[consent.pk])
    page = desk.get(made.url).content.decode()
    assert "Sign on this tablet" in page
    assert "Officer Adler" in page
    assert (
        "Not signed"
        in desk.get(reverse("consents:of", args=[dana.pk])).content.decode()
    )


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_kind_can_be_prepared_from_its_own_start(desk, dana, kind, today):
    address = reverse("consents:new", args=[dana.pk, kind])
    form = desk.get(address).context["form"]
    start = {name: form[name].value() or "" for name in form.fields}
    filled = {"recipient_name": "Somebody", "items": ["presence"],
              "purposes": ["request"], "members": "my treating providers"}  # fmt: skip
    sent = {name: start[name] or filled.get(name, "") for name in start}
    sent = {name: value for name, value in sent.items() if value}
    if sent.get("expiry") == "date":
        sent["expires_on"] = (today + timedelta(days=30)).isoformat()

    assert desk.post(address, sent).status_code == 302
    assert Consent.objects.in_program(dana.program_id).get().kind == kind


def test_what_is_missing_is_said_beside_its_field(desk, dana, today):
    address = reverse("consents:new", args=[dana.pk, "specific"])

    answer = desk.post(address, answers(today, items=[]))

    assert answer.status_code == 422
    assert answer.context["form"].errors["items"]


def test_a_kind_that_is_none_is_nowhere(desk, dana):
    assert desk.get(reverse("consents:new", args=[dana.pk, "x"])).status_code == 404


def test_only_kinds_that_may_share_a_form_are_offered(desk, dana):
    def offered(kind):
        form = desk.get(reverse("consents:new", args=[dana.pk, kind])).context["form"]
        field = form.fields.get("combined_with")
        return {key for key, _ in field.choices if key} if field else set()

    assert offered("specific") == {"emergency_contact", "intermediary"}
    assert offered("proceedings") == offered("counseling_notes") == set()


def test_vera_finds_nothing_where_faye_does(sign_in, vera, desk, consent, dana):
    elsewhere = sign_in(vera)
    for name, key in (("of", dana.pk), ("consent", consent.pk), ("revoke", consent.pk),
                      ("disclosures_of", dana.pk)):  # fmt: skip
        address = reverse(f"consents:{name}", args=[key])
        assert desk.get(address).status_code == 200, name
        assert elsewhere.get(address).status_code == 404, name


def test_a_peer_specialist_reads_how_it_stands_and_not_to_whom(
    sign_in, clinic, consent, dana
):
    theo = sign_in(clinic.staff["theo"])

    page = theo.get(reverse("consents:of", args=[dana.pk])).content.decode()

    assert "In force" in page
    assert "Adler" not in page
    assert theo.get(reverse("consents:consent", args=[consent.pk])).status_code == 404


def test_a_paper_is_signed_by_its_scan(desk, dana, draft, by):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)
    printed = desk.get(reverse("consents:paper", args=[consent.pk]))
    assert printed.content.startswith(b"%PDF-")
    address = reverse("consents:scan", args=[consent.pk])
    digest = desk.get(address).context["form"]["digest"].value()
    sent = {"signer": "patient", "name": "Dana Whitfield", "digest": digest}

    refused = desk.post(address, sent | {"scan": SimpleUploadedFile("x.txt", b"text")})
    taken = desk.post(address, sent | {"scan": SimpleUploadedFile("x.pdf", PDF)})

    assert refused.status_code == 422
    assert taken.status_code == 302
    consent.refresh_from_db()
    assert consent.signed_at is not None
    kept = desk.get(reverse("consents:file", args=[consent.pk, "scan"]))
    assert kept.content == PDF


def test_the_link_is_shown_once_and_says_what_to_send(desk, dana, draft, by):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

    page = desk.post(reverse("consents:link", args=[consent.pk])).content.decode()

    assert "/sign/" in page
    assert "data:image/svg+xml" in page


def test_a_revocation_by_letter_holds_at_once(desk, consent):
    address = reverse("consents:revoke", args=[consent.pk])
    sent = {"signer": "patient", "name": "Dana Whitfield", "words": "No."}

    assert desk.post(address, sent).status_code == 302
    again = desk.post(address, sent)

    assert again.status_code == 422
    consent.refresh_from_db()
    assert consent.revoked_at is not None
    told = desk.post(reverse("consents:tell", args=[consent.pk]),
                     {"who": "Officer Adler", "how": "Phone"})  # fmt: skip
    assert told.status_code == 302
    page = desk.get(reverse("consents:consent", args=[consent.pk])).content.decode()
    assert "Officer Adler was told" in page


def test_a_document_is_made_taken_and_in_the_register(desk, consent, dana):
    recipient = consent.recipients.get()
    made = desk.post(
        reverse("consents:hand_over", args=[consent.pk]),
        {"recipient": recipient.pk, "items": ["status"], "purpose": "supervision"},
    )
    row = Disclosure.objects.in_program(dana.program_id).get()

    assert made.url == reverse("consents:disclosure", args=[row.pk])
    taken = desk.get(reverse("consents:document", args=[row.pk]))
    assert taken.content.startswith(b"%PDF-")
    register = desk.get(reverse("consents:disclosures")).content.decode()
    assert "Officer Adler" in register
    assert "Dana Whitfield" in register


def test_the_register_is_narrowed_by_recipient_and_basis(desk, consent, by):
    services.hand_over(
        recipient=consent.recipients.get(), items=[Item.STATUS],
        purpose=Purpose.SUPERVISION, at=by.at, by=by,
    )  # fmt: skip
    address = reverse("consents:disclosures")

    assert len(desk.get(address + "?to=adler&basis=consent").context["rows"]) == 1
    assert not desk.get(address + "?basis=2.51").context["rows"]
    assert not desk.get(address + "?to=nobody").context["rows"]


def test_the_register_has_pages(desk, consent, dana, by):
    Disclosure.objects.in_program(dana.program_id)
    for minutes in range(30):
        _entry(dana, by, minutes)

    first = desk.get(reverse("consents:disclosures"))
    after = first.context["page"].after
    second = desk.get(reverse("consents:disclosures") + f"?after={after}")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 5)
    assert second.context["page"].after is None


def _entry(dana, by, minutes):
    return services.enter_disclosure(
        patient=dana, consent=None, to=None, at=by.at, by=by,
        values={
            "basis": "2.51", "basis_words": "x", "recipient": f"Dr. {minutes}",
            "recipient_address": "", "items": ["presence"], "content": "x",
            "purpose": "treatment", "channel": "phone",
            "at": by.at - timedelta(minutes=minutes),
        },
    )  # fmt: skip


def test_something_is_entered_with_consent_and_without(desk, consent, dana, by):
    address = reverse("consents:enter", args=[dana.pk])
    now = by.at.astimezone(dana.program.zone) - timedelta(minutes=10)
    sent = {
        "at": now.strftime("%Y-%m-%dT%H:%M"), "items": ["status"],
        "content": "Came today", "purpose": "supervision", "channel": "phone",
    }  # fmt: skip

    with_consent = desk.post(address, sent | {"basis": str(consent.pk)})
    bare = desk.post(address, sent | {"basis": "2.51"})
    emergency = desk.post(
        address, sent | {"basis": "2.51", "basis_words": "Overdose", "recipient": "ER"}
    )
    other = desk.post(
        address, sent | {"basis": str(consent.pk), "purpose": "employment"}
    )

    # what a call was about happened before the form was signed in this test
    assert with_consent.status_code == 422
    assert bare.status_code == 422
    assert {"basis_words", "recipient"} <= bare.context["form"].errors.keys()
    assert emergency.status_code == 302
    assert other.status_code == 422


def test_the_accounting_is_one_click(desk, consent, dana, by):
    services.hand_over(
        recipient=consent.recipients.get(), items=[Item.STATUS],
        purpose=Purpose.SUPERVISION, at=by.at, by=by,
    )  # fmt: skip

    answer = desk.get(reverse("consents:accounting", args=[dana.pk]))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_half_finished_forms_are_on_the_list_until_they_are_done(desk, dana, by):
    begun = desk.post(reverse("consents:begin", args=[dana.pk]), {"language": "es"})
    packet = Packet.objects.in_program(dana.program_id).get()
    assert begun.url == reverse("consents:packet", args=[packet.pk])
    again = desk.post(reverse("consents:begin", args=[dana.pk]), {"language": "en"})
    assert Packet.objects.in_program(dana.program_id).count() == 1
    assert again.status_code == 302

    page = desk.get(reverse("consents:packets")).content.decode()

    assert "0 of 6 signed" in page
    desk.post(reverse("consents:remind", args=[packet.pk]), {"how": "Phone"})
    assert packet.reminders.get().how == "Phone"
    desk.post(reverse("consents:packet_withdraw", args=[packet.pk]))
    assert (
        "Everybody has signed" in desk.get(reverse("consents:packets")).content.decode()
    )


def test_a_newcomer_is_late_a_day_after_the_last_reminder(desk, dana, by, viewer, faye):
    early = viewer(faye, by.at - timedelta(hours=25))
    services.begin_packet(patient=dana, language="en", at=early.at, by=early)

    assert len(desk.get(reverse("consents:packets")).context["late"]) == 1


def test_the_newcomers_beyond_fifty_are_on_the_next_page(desk, clinic, by, faye):
    people = admit_all(clinic, [("Nell", f"Newcomer {n}") for n in range(52)], 200)
    keep(
        Packet(program=clinic.program, patient=one, made_by=faye, created_at=by.at)
        for one in people
    )

    first = desk.get(reverse("consents:packets"))
    second = desk.get(reverse("consents:packets"), {"after": first.context["after"]})

    shown = [
        one.patient_id for page in (first, second) for one in page.context["waiting"]
    ]
    assert [len(page.context["waiting"]) for page in (first, second)] == [50, 2]
    assert sorted(shown) == sorted(one.pk for one in people)
    assert f"after={first.context['after']}" in first.content.decode()
    assert second.context["after"] is None


def test_what_is_signed_and_holds_is_not_asked_again(dana, by, tpo, signed):
    signed(tpo)

    packet = services.begin_packet(patient=dana, language="en", at=by.at, by=by)

    kinds = set(packet.consents.values_list("kind", flat=True))
    assert "tpo" not in kinds
    assert "notice_receipt" in kinds


def test_the_director_says_what_newcomers_sign(sign_in, clinic, dana, by, desk):
    grace = sign_in(clinic.staff["grace"])
    address = reverse("consents:program_forms")
    assert desk.get(address).status_code == 404

    sent = {"part": "packet", "tpo": "must", "telehealth": "may"}
    assert grace.post(address, sent).status_code == 302

    assert PacketForm.objects.in_program(clinic.program).count() == 2
    packet = services.begin_packet(patient=dana, language="en", at=by.at, by=by)
    assert packet.consents.count() == 2


def test_the_director_writes_how_the_law_on_minors_is_read(
    sign_in, clinic, dana, by, draft
):
    grace = sign_in(clinic.staff["grace"])
    address = reverse("consents:program_forms")
    wrong = {"part": "rule", "alone_from": 18, "majority": 18, "source": "Counsel"}

    assert grace.post(address, wrong).status_code == 422
    assert grace.post(address, wrong | {"alone_from": 16}).status_code == 302

    dana.born_on = by.at.date() - timedelta(days=15 * 366)
    dana.save()
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)
    assert consent.must_sign == ["guardian", "patient"]


def test_a_text_of_ones_own_holds_what_the_law_asks(
    sign_in, clinic, dana, by, tpo, signed
):
    grace = sign_in(clinic.staff["grace"])
    old = signed(tpo)
    address = reverse("consents:template", args=["tpo", "en"])
    short = {"title": "Ours", "body": "I agree.\n\n[elements]"}
    whole = {"title": "Ours", "body": "I agree.\n\n[elements]\n\n[redisclosure_tpo]\n\n"
             "[revocation]\n\n[refusal]"}  # fmt: skip

    refused = grace.post(address, short)
    assert refused.status_code == 422
    assert "[revocation]" in str(refused.context["form"].errors["body"])
    assert grace.post(address, whole).status_code == 302

    own = ConsentTemplate.objects.in_program(clinic.program).get(origin="own")
    new = services.draft_consent(patient=dana, draft=tpo, at=by.at, by=by)
    assert new.template_id == own.pk
    assert old.template_id != own.pk


def test_pages_ask_no_more_for_more_rows(
    sign_in, clinic, dana, by, draft, signed, faye
):
    desk = sign_in(faye)
    pages = [
        reverse("consents:of", args=[dana.pk]), reverse("consents:packets"),
        reverse("consents:disclosures"),
        reverse("consents:disclosures_of", args=[dana.pk]),
    ]  # fmt: skip

    def fill(patient):
        consent = signed(draft(), patient)
        services.hand_over(
            recipient=consent.recipients.get(), items=[Item.STATUS],
            purpose=Purpose.SUPERVISION, at=by.at, by=by,
        )  # fmt: skip

    def asked():
        counts = []
        for page in pages:
            desk.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    fill(dana)
    services.begin_packet(patient=dana, language="en", at=by.at, by=by)
    few = asked()
    for number in range(5):
        newcomer = admit(clinic, "New", f"Comer{number}", 500 + number)
        services.begin_packet(patient=newcomer, language="en", at=by.at, by=by)
        fill(newcomer)
        fill(dana)

    assert asked() == few
    assert max(few) <= 20, few


def test_a_recipients_address_is_closed_from_the_page(desk, consent, by):
    made = desk.post(
        reverse("consents:share", args=[consent.pk]),
        {"recipient": consent.recipients.get().pk, "purpose": "supervision"},
    )
    share = consent.shares.get()
    assert "/shared/" in made.content.decode()

    desk.post(reverse("consents:end_share", args=[share.pk]))

    share.refresh_from_db()
    assert share.ended_at is not None


def test_a_form_put_away_is_not_signed(desk, dana, draft, by):
    consent = services.draft_consent(patient=dana, draft=draft(), at=by.at, by=by)

    desk.post(reverse("consents:withdraw", args=[consent.pk]))

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert "Nothing is signed yet" in (
        desk.get(reverse("consents:of", args=[dana.pk])).content.decode()
    )


def test_a_revoked_consent_may_be_read_and_gives_nothing(desk, consent, by):
    services.revoke(
        consent=consent, writing=Writing(Signer.PATIENT, "Dana", Way.PAPER), at=by.at,
        by=by,
    )  # fmt: skip

    page = desk.get(reverse("consents:consent", args=[consent.pk])).content.decode()

    assert "Revoked by Dana" in page
    assert "Make a document" not in page
