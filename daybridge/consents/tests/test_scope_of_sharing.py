"""Nothing leaves that the scope does not name: item by item, for all there are."""

from datetime import timedelta
from io import BytesIO
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from daybridge.assessments.models import SectionAnswers
from daybridge.consents import services
from daybridge.consents.content import TELLS
from daybridge.consents.errors import MayNotLeave
from daybridge.consents.sections import BY_HAND, SHAREABLE, by_hand, shareable
from daybridge.coverage.models import Payer, Plan, Policy
from daybridge.notes.models import CounselingNote, Note
from daybridge.notes.sharing import LEFT_OUT
from daybridge.rules.consent import Item, Kind, Purpose
from daybridge.rules.consent.terms import covers
from tests.access.assessed import assess

APART, SENTENCE = "Dreamed of the corner again.", "Her brother was there."
MARKS = {  # what stands in a document because of an item, and because of nothing else
    Item.PRESENCE: "Being a patient here",
    Item.STATUS: "Yes, in treatment.",
    Item.DATES: "Started on",
    Item.LEVEL: "Level 2.1, Evening",
    Item.ATTENDANCE: "Attended",
    Item.DIAGNOSES: "F10.20",
    Item.ASSESSMENTS: "2.5 High-Intensity Outpatient",
    Item.CARE_PLAN: "Last worked on",
    Item.PROGRESS: "Call the sponsor",
    Item.MEDICATIONS: "Naltrexone 50 mg",
    Item.BILLING: "KB-7731",
}
PARTS = {Item.ASSESSMENTS: {"assessments", "reviews", "ratings"}}
NEVER = (APART, SENTENCE, "Wozniak")
KINDS_OF_ITEM = [item for item in Item if item is not Item.COUNSELING_NOTES]


@pytest.fixture
def full(clinic, dana, ruth, by, today):
    """Dana's chart with something in it for every item."""
    shared = {"program": dana.program, "patient": dana}
    rows = assess(dana, dana.episodes.get(), ruth)
    rows.finished.ratings = {"1A": "0"}
    rows.finished.save()
    placement = rows.finished.placement
    placement.recommended, placement.difference_reason = "2.5", SENTENCE
    placement.save()
    SectionAnswers.objects.create(
        assessment=rows.finished, section="medical", edited_at=by.at, edited_by=ruth,
        answers={"medications": "Naltrexone 50 mg"}, **shared,
    )  # fmt: skip
    payer = Payer.objects.create(program=dana.program, name="Keystone",
                                 payer_number="54321")  # fmt: skip
    plan = Plan.objects.create(program=dana.program, payer=payer, name="PPO",
                               network="in")  # fmt: skip
    Policy.objects.create(plan=plan, member_number="KB-7731", starts_on=today, **shared)
    place = clinic.session.attendances.get(patient=dana)
    place.mark, place.arrived_at = "attended", place.starts_at
    place.save()
    CounselingNote.objects.create(author=ruth, text=APART, edited_at=by.at, **shared)
    return dana


@pytest.fixture
def note(full, ruth, by):
    """`note(goal)`: Ruth signed a note of an individual session."""

    def make(goal, next_step="Call the sponsor", **more):
        return Note.objects.create(
            program=full.program, patient=full, author=ruth, kind="individual",
            happened_at=by.at - timedelta(days=3), goal=goal, next_step=next_step,
            sentence=SENTENCE, quote=SENTENCE, signed_text=SENTENCE,
            signed_digest="a" * 64, signed_at=by.at, signed_by=ruth,
            signed_as="Ruth Abelson", **more,
        )  # fmt: skip

    return make


@pytest.fixture
def consented(signed, draft):
    def make(items):
        return signed(draft(items=[item.value for item in items]))

    return make


@pytest.fixture
def package(by):
    """`package(consent, items)`: the text of the document, without its scope."""

    def make(consent, items):
        row = services.hand_over(
            recipient=consent.recipients.get(), items=items,
            purpose=Purpose.SUPERVISION, at=by.at, by=by,
        )  # fmt: skip
        pages = PdfReader(BytesIO(bytes(row.document))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        return text.partition("What the consent allows")[2].partition("Ends:")[2]

    return make


def marks_in(text):
    return {item for item, mark in MARKS.items() if mark in text}


def test_each_item_that_can_leave_has_its_mark_and_who_tells_it():
    assert set(MARKS) == set(SHAREABLE) == set(TELLS)
    assert not {Item.COUNSELING_NOTES, Item.WHOLE_RECORD} & set(SHAREABLE)


def test_of_every_combination_only_what_it_covers_is_shareable():
    for size in range(len(Item) + 1):
        for some in combinations(Item, size):
            items = frozenset(some)
            for item in shareable(items):
                assert covers(items, item)
            assert Item.COUNSELING_NOTES not in shareable(items)


@pytest.mark.parametrize("item", KINDS_OF_ITEM)
def test_a_document_holds_what_one_item_names_and_nothing_else(
    full, note, consented, package, by, item
):
    note("Evenings without a drink")
    consent = consented([item])
    items = shareable(frozenset([item]))
    if not items:
        assert item in BY_HAND
        with pytest.raises(MayNotLeave):
            package(consent, [item])
        return

    text = package(consent, items)

    assert marks_in(text) == set(items)
    assert not [word for word in NEVER if word in text]


@pytest.mark.parametrize("item", SHAREABLE)
def test_a_document_lacks_the_one_item_that_was_not_chosen(
    full, note, consented, package, item
):
    note("Evenings without a drink")
    others = [one for one in SHAREABLE if one is not item]

    text = package(consented([Item.WHOLE_RECORD]), others)

    assert marks_in(text) == set(others)


@pytest.mark.parametrize("item", SHAREABLE)
def test_page_and_feed_hold_what_the_consent_names_and_nothing_else(
    full, note, consented, by, item
):
    note("Evenings without a drink")
    _, token = services.make_share(
        recipient=consented([item]).recipients.get(), purpose=Purpose.SUPERVISION,
        at=by.at, by=by,
    )  # fmt: skip

    page = Client().post(reverse("consents:shared", args=[token])).content.decode()
    feed = Client().get(reverse("consents:feed", args=[token])).json()

    assert marks_in(page) == {item}
    assert not [word for word in NEVER if word in page + str(feed)]
    assert set(feed["items"]) == PARTS.get(item, {item.value})


def test_what_is_not_kept_here_is_said_on_the_document(full, consented, package, by):
    text = package(consented([Item.WHOLE_RECORD]), [Item.STATUS])

    assert by_hand(frozenset([Item.WHOLE_RECORD])) == list(BY_HAND.values())
    assert "Not kept in this system" in text
    assert "results of drug tests" in text


def test_another_patients_name_keeps_the_words_here(
    full, clinic, note, consented, package
):
    other = next(one for one in clinic.patients if one.pk != full.pk)
    assert clinic.session.attendances.filter(patient=other).exists()
    note(f"Talk less with {other.legal_first_name} {other.legal_last_name}")

    text = package(consented([Item.WHOLE_RECORD]), [Item.CARE_PLAN, Item.PROGRESS])

    assert other.legal_last_name not in text
    assert LEFT_OUT in text


def test_counseling_notes_leave_in_no_document(full, signed, draft, by):
    consent = signed(
        draft(Kind.COUNSELING_NOTES, items=[Item.COUNSELING_NOTES.value],
              purposes=["supervision"])
    )  # fmt: skip

    with pytest.raises(MayNotLeave):
        services.hand_over(
            recipient=consent.recipients.get(), items=[Item.COUNSELING_NOTES],
            purpose=Purpose.SUPERVISION, at=by.at, by=by,
        )  # fmt: skip
