"""Who sent somebody, with which papers, and how they are handed over."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from daybridge.access.viewer import system_viewer
from daybridge.audit.models import AuditEvent
from daybridge.consents.models import Disclosure, Method, Way
from daybridge.consents.rendering import render
from daybridge.consents.services import draft_consent, revoke, sign
from daybridge.consents.values import Draft, Stroke, Writing
from daybridge.intake import services
from daybridge.intake.errors import ConsentNotSaid, InquiryChanged, IntakeError
from daybridge.intake.lists import hand_off_steps
from daybridge.intake.models import HandOffTick, Referral
from daybridge.rules.consent import Expiry, Kind, Signer
from daybridge.uploads import FileKind, Received
from tests.naughty import naughty_strings

PDF = b"%PDF-1.7 a discharge summary"
TOLD = {
    "kind": "detox", "organization": "Delaware Detox", "person": "Joan Price",
    "phone": "215 555 0199", "expected_on": date(2026, 12, 1),
    "last_level": "3.7", "medications": "Buprenorphine 8 mg in the morning",
}  # fmt: skip
TYPED = {**TOLD, "expected_on": "2026-12-01"}


@pytest.fixture
def faye(clinic):
    return clinic.staff["faye"]


@pytest.fixture
def at_desk(viewer, faye):
    return viewer(faye)


@pytest.fixture
def inquiry(at_desk):
    return services.receive_inquiry(
        values={"first_name": "Lee", "last_name": "Moreau", "phone": "215 555 0142"},
        at=at_desk.at, by=at_desk,
    )  # fmt: skip


@pytest.fixture
def referral(inquiry, at_desk):
    return services.receive_referral(
        inquiry=inquiry, values=TOLD, files=[Received("sum.pdf", FileKind.PDF, PDF)],
        at=at_desk.at, by=at_desk,
    )  # fmt: skip


def page(referral):
    return reverse("intake:referral", args=[referral.pk])


def test_what_was_told_and_the_papers_are_kept_with_who_received_them(referral, faye):
    kept = Referral.objects.in_program(referral.program).get()
    document = kept.documents.get()

    assert (kept.from_whom, kept.kind) == ("Joan Price, Delaware Detox", "detox")
    assert kept.received_by == faye
    assert (document.name, bytes(document.content)) == ("sum.pdf", PDF)
    assert AuditEvent.objects.filter(action="intake.referral_received").count() == 1


def test_the_public_form_receives_in_nobodys_name(clinic, inquiry, at_desk):
    by = system_viewer(clinic.program, at_desk.at)

    referral = services.receive_referral(
        inquiry=inquiry, values={"kind": "hospital", "organization": "Temple"},
        files=[], at=by.at, by=by,
    )  # fmt: skip

    assert referral.received_by is None


def test_the_same_file_twice_is_one_document(referral, at_desk):
    again = services.add_document(
        referral=referral, file=Received("other.pdf", FileKind.PDF, PDF),
        at=at_desk.at, by=at_desk,
    )  # fmt: skip

    assert again.name == "sum.pdf"
    assert referral.documents.count() == 1


def test_somebody_sent_them(inquiry, at_desk):
    with pytest.raises(IntakeError, match="who sent them"):
        services.receive_referral(
            inquiry=inquiry, values={"kind": "other", "organization": "", "person": ""},
            at=at_desk.at, by=at_desk,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(
            program=inquiry.program, inquiry=inquiry, kind="other",
            received_at=at_desk.at,
        )  # fmt: skip


def test_what_a_referral_does_not_keep_is_a_mistake_in_the_code(inquiry, at_desk):
    with pytest.raises(TypeError, match="favorite"):
        services.receive_referral(
            inquiry=inquiry, values={"favorite": 1}, at=at_desk.at, by=at_desk
        )


def test_the_second_of_two_changes_is_told(referral, at_desk):
    values = {"last_level": "3.5"}
    services.amend_referral(
        referral=referral, values=values, version=1, at=at_desk.at, by=at_desk
    )

    with pytest.raises(InquiryChanged):
        services.amend_referral(
            referral=referral, values=values, version=1, at=at_desk.at, by=at_desk
        )


# The hand-off


def consent_for(referral, by, name, organization):
    """A consent that names the referrer, signed by the person."""
    patient = services.take_up(inquiry=referral.inquiry, at=by.at, by=by)
    draft = Draft(
        Kind.SPECIFIC, discloser="Schuylkill Street IOP", items=["status"],
        recipients=[{"name": name, "organization": organization, "address": "1 Pier",
                     "contact": "215 555 0199"}],
        purposes=["treatment"], expiry=Expiry.DATE,
        expires_on=by.at.date() + timedelta(days=90),
    )  # fmt: skip
    consent = draft_consent(patient=patient, draft=draft, at=by.at, by=by)
    stroke = Stroke(
        Signer.PATIENT, name="Lee Moreau", method=Method.TYPED, way=Way.PHONE,
        shown_digest=render(consent).digest,
    )  # fmt: skip
    return sign(consent=consent, stroke=stroke, at=by.at, by=by)


def tick(referral, by, key="called", **more):
    return services.tick_hand_off(referral=referral, key=key, at=by.at, by=by, **more)


def test_a_step_has_its_author_and_moment_and_the_first_one_stands(
    referral, at_desk, viewer, clinic
):
    first = tick(referral, at_desk, note="Joan called me")

    second = tick(referral, viewer(clinic.staff["grace"]), note="Me too")

    assert second == first
    assert (first.done_by, first.done_at) == (clinic.staff["faye"], at_desk.at)


def test_a_tick_taken_back_stays_as_a_row_and_can_be_made_again(referral, at_desk):
    first = tick(referral, at_desk)

    assert services.take_back_tick(tick=first, at=at_desk.at, by=at_desk)
    assert not services.take_back_tick(tick=first, at=at_desk.at, by=at_desk)
    again = tick(referral, at_desk)

    assert again != first
    rows = HandOffTick.objects.in_program(referral.program)
    assert rows.filter(key="called").count() == 2


def test_the_referrer_is_told_only_with_a_consent(referral, at_desk):
    with pytest.raises(ConsentNotSaid):
        tick(referral, at_desk, "referrer_told", told="Joan Price, Delaware Detox")
    consent = consent_for(referral, at_desk, "Joan Price", "Delaware Detox")
    with pytest.raises(ConsentNotSaid):
        tick(referral, at_desk, "referrer_told", told="Someone Else")

    told = tick(referral, at_desk, "referrer_told", told="Joan Price, Delaware Detox")

    assert told.note == "Joan Price, Delaware Detox, by their consent."
    entered = Disclosure.objects.in_program(told.program).get()
    assert (entered.recipient, entered.items) == (
        "Joan Price, Delaware Detox", ["presence"],
    )  # fmt: skip
    assert entered.notice
    assert entered.scope_words
    services.take_back_tick(tick=told, at=at_desk.at, by=at_desk)
    writing = Writing(Signer.PATIENT, "Lee Moreau", Way.PAPER)
    revoke(consent=consent, writing=writing, at=at_desk.at, by=at_desk)
    with pytest.raises(ConsentNotSaid):
        tick(referral, at_desk, "referrer_told", told="Joan Price, Delaware Detox")


def test_a_step_that_is_not_on_the_list_is_refused(referral, at_desk):
    with pytest.raises(IntakeError):
        tick(referral, at_desk, "coffee")


def test_exactly_one_step_tells_somebody_outside():
    asking = [one.key for one in hand_off_steps() if one.needs_consent]
    assert asking == ["referrer_told"]


# The pages


def test_a_referral_is_written_down_with_its_document(clinic, sign_in, faye, inquiry):
    client = sign_in(faye)
    url = reverse("intake:referral_new", args=[inquiry.pk])
    paper = SimpleUploadedFile("sum.pdf", PDF)
    assert client.get(url).status_code == 200

    answer = client.post(url, {**TYPED, "document": paper}, follow=True)

    assert answer.status_code == 200
    assert "Delaware Detox" in answer.content.decode()
    assert "sum.pdf" in answer.content.decode()


def test_a_referral_from_nobody_comes_back_with_the_reason(sign_in, faye, inquiry):
    url = reverse("intake:referral_new", args=[inquiry.pk])

    answer = sign_in(faye).post(url, {"kind": "detox"})

    assert answer.status_code == 422
    assert "Write who sent them" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"MZ\x90\x00", "is not a PDF or an XML"), (b"", "empty")],
)
def test_a_file_that_is_no_paper_comes_back_with_the_reason(
    sign_in, faye, referral, content, why
):
    url = reverse("intake:document_new", args=[referral.pk])

    answer = sign_in(faye).post(url, {"document": SimpleUploadedFile("a.pdf", content)})

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert referral.documents.count() == 1


def test_the_desk_sees_that_papers_came_but_reads_neither_them_nor_medications(
    sign_in, faye, referral
):
    document = referral.documents.get()
    client = sign_in(faye)

    body = client.get(page(referral)).content.decode()

    assert "sum.pdf" in body
    assert "Buprenorphine" not in body
    assert "Buprenorphine" not in client.get(
        reverse("intake:referral_edit", args=[referral.pk])
    ).content.decode()  # fmt: skip
    for name in ("document", "document_file"):
        address = reverse(f"intake:{name}", args=[document.pk])
        assert client.get(address).status_code == 404


def test_a_desk_that_changes_a_referral_keeps_the_words_it_does_not_read(
    sign_in, faye, referral
):
    url = reverse("intake:referral_edit", args=[referral.pk])
    typed = {**TYPED, "version": "1", "last_level": "3.5", "medications": "gone"}

    answer = sign_in(faye).post(url, typed)

    referral.refresh_from_db()
    assert answer.status_code == 302
    assert (referral.last_level, referral.version) == ("3.5", 2)
    assert referral.medications.startswith("Buprenorphine")


def test_the_supervisor_reads_the_papers_and_opens_them_as_they_came(
    clinic, sign_in, referral
):
    client = sign_in(clinic.staff["sylvia"])
    document = referral.documents.get()

    shown = client.get(reverse("intake:document", args=[document.pk]))
    as_it_came = client.get(reverse("intake:document_file", args=[document.pk]))

    assert "This is a PDF" in shown.content.decode()
    assert as_it_came.content == PDF
    assert as_it_came.headers["Cache-Control"] == "no-store"
    assert "Buprenorphine" in client.get(page(referral)).content.decode()


def test_a_step_is_done_and_taken_back_on_the_page(sign_in, faye, referral):
    client = sign_in(faye)
    url = reverse("intake:hand_off", args=[referral.pk])

    client.post(url, {"key": "transport", "note": "Her brother Lou drives"})
    assert "Her brother Lou drives" in client.get(page(referral)).content.decode()
    client.post(url, {"key": "transport", "act": "take_back"})

    assert "Her brother Lou drives" not in client.get(page(referral)).content.decode()


def test_without_a_consent_the_page_says_what_to_do(sign_in, faye, referral):
    url = reverse("intake:hand_off", args=[referral.pk])

    answer = sign_in(faye).post(url, {"key": "referrer_told"})

    assert answer.status_code == 422
    assert "without a consent in force" in answer.content.decode()


def test_nobody_elsewhere_finds_a_referral(sign_in, vera, referral, faye):
    document = referral.documents.get()
    assert sign_in(faye).get(page(referral)).status_code == 200
    stranger = sign_in(vera)
    for name, row in (
        ("referral", referral), ("referral_edit", referral), ("document", document),
        ("document_file", document), ("referral_new", referral.inquiry),
    ):  # fmt: skip
        assert stranger.get(reverse(f"intake:{name}", args=[row.pk])).status_code == 404
    for name in ("hand_off", "document_new"):
        url = reverse(f"intake:{name}", args=[referral.pk])
        assert stranger.post(url, {"key": "called"}).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_papers(
    sign_in, faye, referral, at_desk
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(faye)
    client.get(page(referral))
    with CaptureQueriesContext(connection) as few:
        client.get(page(referral))
    for number in range(6):
        services.add_document(
            referral=referral,
            file=Received(f"{number}.pdf", FileKind.PDF, PDF + bytes([number])),
            at=at_desk.at, by=at_desk,
        )  # fmt: skip
    for step in hand_off_steps():
        if not step.needs_consent:
            tick(referral, at_desk, step.key)

    with CaptureQueriesContext(connection) as many:
        client.get(page(referral))

    assert len(many) == len(few)


def test_naughty_words_of_a_referrer_are_kept_as_they_are(inquiry, at_desk):
    texts = [text.replace("\0", "") for text in naughty_strings()]
    texts = [text for text in texts if text.strip()]
    values = {"kind": "other", "person": "Joan", "note": "\n".join(texts)}

    referral = services.receive_referral(
        inquiry=inquiry, values=values, at=at_desk.at, by=at_desk
    )

    referral.refresh_from_db()
    assert referral.note == values["note"]
