"""A C-CDA is previewed, and only what somebody accepts goes into the chart."""

from datetime import date

import pytest
from django.urls import reverse

from daybridge.audit.models import AuditEvent
from daybridge.intake import services
from daybridge.intake.errors import NotTakenUp, UnreadableDocument
from daybridge.intake.models import ImportedItem
from daybridge.intake.previews import preview_of
from daybridge.intake.tests.test_ccda import (
    ALLERGY,
    MEDICATION,
    PROBLEM,
    WHOLE,
    samples,
)
from daybridge.people.queries import search
from daybridge.uploads import FileKind, Received
from tests.cast import join_team

XML = WHOLE.format(
    PROBLEM.format(code="", more="", time="") + MEDICATION
    + ALLERGY.format(more="", code='code="7980" codeSystem="2.16.840.1.113883.6.88"')
).encode()  # fmt: skip


@pytest.fixture
def sylvia(clinic):
    return clinic.staff["sylvia"]


@pytest.fixture
def by_sylvia(viewer, sylvia):
    return viewer(sylvia)


@pytest.fixture
def inquiry(viewer, clinic):
    by = viewer(clinic.staff["faye"])
    return services.receive_inquiry(
        values={"first_name": "Dee", "phone": "215 555 0142"}, at=by.at, by=by
    )


@pytest.fixture
def send(inquiry, by_sylvia):
    """`send(content)`: a document of a referral, not taken up yet."""

    def make(content=XML, name="ccd.xml"):
        referral = services.receive_referral(
            inquiry=inquiry, values={"kind": "detox", "organization": "Detox"},
            files=[Received(name, FileKind.XML, content)],
            at=by_sylvia.at, by=by_sylvia,
        )  # fmt: skip
        return referral.documents.select_related("referral__inquiry").get()

    return make


@pytest.fixture
def patient(inquiry, by_sylvia):
    return services.take_up(inquiry=inquiry, at=by_sylvia.at, by=by_sylvia)


def digests(document, patient, *kinds):
    choices = preview_of(document, patient).choices
    return [one.digest for one in choices if not kinds or one.kind in kinds]


def review(document, by, accepted):
    document.refresh_from_db()
    return services.review_document(
        document=document, accepted=accepted, at=by.at, by=by
    )


def test_accepted_items_are_rows_with_code_source_and_author(
    send, patient, by_sylvia, sylvia
):
    document = send()

    kept = review(document, by_sylvia, digests(document, patient, "problem"))

    row = ImportedItem.objects.in_program(patient.program).get()
    assert kept == [row]
    assert (row.kind, row.text) == ("problem", "Alcohol use disorder, severe")
    assert (row.code, row.code_system) == ("F10.20", "ICD-10-CM")
    assert (row.document, row.accepted_by) == (document, sylvia)
    assert (row.patient, row.accepted_at) == (patient, by_sylvia.at)
    document.refresh_from_db()
    assert document.reviewed_by == sylvia


def test_what_is_not_accepted_is_nowhere_but_in_the_document(send, patient, by_sylvia):
    document = send()

    review(document, by_sylvia, [])

    assert not ImportedItem.objects.in_program(patient.program).exists()
    document.refresh_from_db()
    assert document.reviewed_at == by_sylvia.at


def test_an_item_accepted_twice_is_there_once(send, patient, by_sylvia):
    document = send()
    chosen = digests(document, patient, "medication", "allergy")
    assert len(review(document, by_sylvia, chosen)) == 2

    assert review(document, by_sylvia, chosen) == []

    assert ImportedItem.objects.in_program(patient.program).count() == 2


def test_name_and_birth_date_fill_the_record_where_it_is_empty(
    send, patient, by_sylvia
):
    document = send()
    assert (patient.legal_name, patient.born_on) == ("Dee", None)

    review(document, by_sylvia, digests(document, patient, "name", "born_on", "sex"))

    patient.refresh_from_db()
    assert patient.legal_name == "Dana Whitfield"
    assert patient.preferred_name == "Dee"
    assert (patient.born_on, patient.sex) == (date(1988, 5, 4), "F")


def test_a_new_name_is_found_at_once(send, patient, by_sylvia):
    document = send()

    review(document, by_sylvia, digests(document, patient, "name"))

    assert patient.pk in {one.pk for one in search(by_sylvia, "whitfield")}


def test_what_replaces_something_says_so_before_it_is_chosen(send, patient, by_sylvia):
    preview = preview_of(send(), patient)

    named = {one.text: one for one in preview.of_person}

    assert named["Dana Whitfield"].replaces
    assert named["Dana Whitfield"].ours == "Dee"
    assert not named["May 4, 1988"].replaces


def test_nothing_is_accepted_before_there_is_a_chart(send, by_sylvia):
    document = send()
    with pytest.raises(NotTakenUp):
        review(document, by_sylvia, digests(document, None))


def test_a_broken_document_is_kept_and_says_what_is_wrong(
    send, patient, sign_in, sylvia
):
    document = send(b"<section><text>Cut")

    with pytest.raises(UnreadableDocument, match="breaks off"):
        preview_of(document, patient)
    answer = sign_in(sylvia).get(reverse("intake:document", args=[document.pk]))

    assert answer.status_code == 200
    assert "breaks off" in answer.content.decode()


def test_an_item_taken_back_stays_as_a_row_and_can_be_accepted_again(
    send, patient, by_sylvia
):
    document = send()
    chosen = digests(document, patient, "allergy")
    [item] = review(document, by_sylvia, chosen)

    assert services.take_back_item(item=item, at=by_sylvia.at, by=by_sylvia)
    assert not services.take_back_item(item=item, at=by_sylvia.at, by=by_sylvia)
    [again] = review(document, by_sylvia, chosen)

    assert again != item
    assert list(ImportedItem.objects.in_program(patient.program).kept()) == [again]


def test_the_audit_names_kinds_and_no_health(send, patient, by_sylvia):
    document = send()

    review(document, by_sylvia, digests(document, patient))

    told = AuditEvent.objects.filter(action__startswith="intake.")
    assert told.filter(action="intake.item_accepted").count() >= 3
    assert not any("Buprenorphine" in str(one.detail) for one in told)


# The pages


def test_every_sample_is_shown_whole(send, patient, sign_in, sylvia):
    client = sign_in(sylvia)
    for number, path in enumerate(samples()):
        document = send(path.read_bytes(), path.name)
        answer = client.get(reverse("intake:document", args=[document.pk]))
        assert answer.status_code == 200, (number, path.name)
        assert "cannot be read" not in answer.content.decode()


def test_items_are_accepted_on_the_page_and_stand_in_the_chart(
    send, patient, sign_in, sylvia
):
    document, client = send(), sign_in(sylvia)
    shown = client.get(reverse("intake:document", args=[document.pk])).content.decode()
    assert "Alcohol use disorder, severe" in shown

    answer = client.post(
        reverse("intake:document_accept", args=[document.pk]),
        {"accept": digests(document, patient, "problem", "medication")}, follow=True,
    )  # fmt: skip

    body = answer.content.decode()
    assert "2 items accepted." in body
    assert "F10.20" in body
    assert "Buprenorphine" in body


def test_an_item_is_taken_back_on_the_page(send, patient, sign_in, sylvia, by_sylvia):
    document = send()
    [item] = review(document, by_sylvia, digests(document, patient, "allergy"))
    url = reverse("intake:item_take_back", args=[item.pk])

    answer = sign_in(sylvia).post(url, follow=True)

    assert answer.status_code == 200
    assert not ImportedItem.objects.in_program(patient.program).kept().exists()


def test_markup_in_a_document_is_shown_as_words(send, patient, sign_in, sylvia):
    harm = "&lt;script&gt;alert(1)&lt;/script&gt;"
    document = send(
        f"<section><title>{harm}</title><text>{harm}</text></section>".encode()
    )

    body = sign_in(sylvia).get(reverse("intake:document", args=[document.pk]))

    assert "<script>alert" not in body.content.decode()
    assert "&lt;script&gt;alert(1)" in body.content.decode()


def test_the_counselor_on_the_team_reads_and_accepts_and_no_other_does(
    clinic, send, patient, sign_in, ruth, ben, vera
):
    document = send()
    join_team(clinic, ruth, patient)
    page = reverse("intake:document", args=[document.pk])
    of_person = reverse("intake:came_with", args=[patient.pk])
    accept = reverse("intake:document_accept", args=[document.pk])

    for who, status in ((ruth, 200), (ben, 404), (vera, 404)):
        client = sign_in(who)
        assert client.get(page).status_code == status
        assert client.get(of_person).status_code == status
        assert client.post(accept).status_code == (302 if status == 200 else 404)


def test_the_page_of_a_person_asks_as_often_for_many_items(
    send, patient, sign_in, sylvia, by_sylvia
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = sign_in(sylvia), reverse("intake:came_with", args=[patient.pk])
    send()
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3):
        document = send(XML.replace(b"Penicillin", b"Penicillin %d" % number))
        review(document, by_sylvia, digests(document, patient))

    with CaptureQueriesContext(connection) as many:
        body = client.get(url).content.decode()

    assert "Penicillin 2" in body
    assert len(many) == len(few)
