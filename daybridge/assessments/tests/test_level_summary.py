"""What billing reads of a level of care: what the consent names, until it ends."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybridge.assessments.models import Assessment, Placement
from daybridge.audit.models import AuditEvent
from daybridge.consents import services
from daybridge.consents.grants import SUMMARY
from daybridge.consents.models import Method, Way
from daybridge.consents.packet_forms import tpo_terms
from daybridge.consents.rendering import render
from daybridge.consents.values import Draft, Stroke, Writing
from daybridge.rules.consent import Item, Kind, Signer
from tests.access.assessed import NEVER_FORGET, assess

SAYS = {  # what stands on the page because of an item
    Item.LEVEL: "goes on",
    Item.ASSESSMENTS: "2.5 High-Intensity Outpatient",
    Item.DIAGNOSES: "F10.20",
}
SUBSETS = [
    frozenset(some)
    for size in range(len(SUMMARY) + 1)
    for some in combinations(SUMMARY, size)
]


@pytest.fixture
def desk(viewer, clinic):
    return viewer(clinic.staff["faye"])


@pytest.fixture
def assessed(dana, ruth):
    rows = assess(dana, dana.episodes.get(), ruth)
    rows.finished.ratings = {"1A": "0"}
    rows.finished.rating_words = {"1": NEVER_FORGET}
    rows.finished.save()
    placement = rows.finished.placement
    placement.recommended, placement.difference_reason = "2.5", NEVER_FORGET
    placement.save()
    return rows


@pytest.fixture
def consented(dana, desk):
    """`consented(items)`: Dana signed a consent for payment that names these."""

    def make(items):
        terms = tpo_terms(dana.program.name) | {"items": [i.value for i in items]}
        consent = services.draft_consent(
            patient=dana, draft=Draft(Kind.TPO, **terms), at=desk.at, by=desk
        )
        stroke = Stroke(Signer.PATIENT, "Dana Whitfield", Method.TYPED, Way.TABLET,
                        render(consent).digest)  # fmt: skip
        return services.sign(consent=consent, stroke=stroke, at=desk.at, by=desk)

    return make


def page_of(client, dana):
    return client.get(reverse("assessments:summary", args=[dana.pk]))


@pytest.mark.parametrize("named", SUBSETS, ids=lambda some: "+".join(sorted(some)))
def test_each_part_is_there_exactly_when_the_consent_names_it(
    dana, assessed, consented, sign_in, clinic, named
):
    consented([Item.BILLING, *named])

    answer = page_of(sign_in(clinic.staff["omar"]), dana)

    assert answer.status_code == (200 if named else 404)
    if named:
        page = answer.content.decode()
        assert {item for item, words in SAYS.items() if words in page} == named
        assert NEVER_FORGET not in page


def test_the_page_and_its_link_close_with_the_revocation(
    dana, assessed, consented, sign_in, clinic, desk
):
    consent = consented([Item.WHOLE_RECORD])
    client = sign_in(clinic.staff["omar"])
    coverage, summary = (
        reverse(name, args=[dana.pk]) for name in ("coverage:of", "assessments:summary")
    )
    assert summary in client.get(coverage).content.decode()
    assert page_of(client, dana).status_code == 200

    writing = Writing(Signer.PATIENT, "Dana Whitfield", Way.PAPER)
    services.revoke(consent=consent, writing=writing, at=desk.at, by=desk)

    assert page_of(client, dana).status_code == 404
    assert summary not in client.get(coverage).content.decode()


def test_a_revocation_later_than_the_request_closes_it_too(
    dana, assessed, consented, sign_in, clinic, desk
):
    consent = consented([Item.WHOLE_RECORD])
    client = sign_in(clinic.staff["omar"])
    writing = Writing(Signer.PATIENT, "Dana Whitfield", Way.PAPER)
    later = desk.at + timedelta(minutes=1)

    services.revoke(consent=consent, writing=writing, at=later, by=desk)

    assert page_of(client, dana).status_code == 404


def test_vera_and_colleagues_have_no_such_page(
    dana, assessed, consented, sign_in, clinic, vera
):
    consented([Item.WHOLE_RECORD])

    for staff in (vera, clinic.staff["ruth"], clinic.staff["faye"]):
        assert page_of(sign_in(staff), dana).status_code == 404


def test_reading_it_is_in_the_audit(dana, assessed, consented, sign_in, clinic):
    consented([Item.LEVEL])
    page_of(sign_in(clinic.staff["omar"]), dana)

    last = AuditEvent.objects.filter(patient_id=dana.pk).order_by("-at").first()
    assert last.detail["what"] == "a summary of the level of care"
    assert last.actor_name == clinic.staff["omar"].display_name


def test_more_assessments_cost_no_more_statements(
    dana, ruth, assessed, consented, sign_in, clinic, desk
):
    consented([Item.WHOLE_RECORD])
    client = sign_in(clinic.staff["omar"])

    def statements():
        page_of(client, dana)
        with CaptureQueriesContext(connection) as asked:
            assert page_of(client, dana).status_code == 200
        return len(asked)

    few = statements()
    shared = {"program": dana.program, "patient": dana}
    for one in range(8):
        assessment = Assessment.objects.create(
            author=ruth, started_at=desk.at, signed_text="x",
            signed_digest=f"{one:064}",
            signed_at=desk.at, signed_by=ruth, signed_as="Ruth", **shared,
        )  # fmt: skip
        Placement.objects.create(
            assessment=assessment, selected="2.1", offered="2.1", **shared
        )

    assert statements() == few
