"""A signed review takes addenda: append-only, signed, each with its reason."""

import pytest
from django.urls import reverse

from daybridge.assessments.errors import AssessmentRefusal, NotComplete
from daybridge.assessments.models import Addendum
from daybridge.assessments.services.signing import add_addendum
from daybridge.assessments.tests.reviewing import signed, written
from daybridge.keys import new_id
from daybridge.rules.note_format import tidy
from tests.naughty import naughty_strings

pytestmark = pytest.mark.usefixtures("rules")
WORDS = {"text": "The lapse was on the 3rd.", "reason": "The date was wrong."}


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def test_an_addendum_stands_under_the_review_and_changes_nothing_in_it(
    dana, by, sign_in, ruth, clinic
):
    review, client = signed(dana, by), sign_in(ruth)
    before = review.signed_text
    sent = WORDS | {"submission": str(new_id())}

    page = client.post(at("review_addendum", review.pk), sent, follow=True)

    text = page.content.decode()
    assert WORDS["text"] in text
    assert WORDS["reason"] in text
    review.refresh_from_db()
    added = Addendum.objects.in_program(clinic.program).get()
    assert (added.review, added.assessment) == (review, None)
    assert added.signed_as.startswith("Ruth Abelson, LCSW")
    assert review.signed_text == before


@pytest.mark.parametrize(("field", "word"), [("text", "addendum"), ("reason", "why")])
def test_it_is_whole_or_refused_beside_its_field(dana, by, field, word):
    review = signed(dana, by)

    with pytest.raises(NotComplete, match=word) as refused:
        add_addendum(signed=review, at=by.at, by=by, **(WORDS | {field: " "}))

    assert refused.value.field == field


def test_a_page_sent_without_a_reason_comes_back_whole(dana, by, sign_in, ruth):
    review = signed(dana, by)
    sent = {"text": "More.", "submission": str(new_id())}

    page = sign_in(ruth).post(at("review_addendum", review.pk), sent)

    assert page.status_code == 422
    assert "More." in page.content.decode()
    assert list(page.context["form"].errors) == ["reason"]


def test_an_open_review_is_changed_itself(dana, by):
    review = written(dana, by).review

    with pytest.raises(AssessmentRefusal, match="still open"):
        add_addendum(signed=review, at=by.at, by=by, **WORDS)


def test_every_naughty_text_is_kept_and_shown(dana, by, sign_in, ruth):
    review = signed(dana, by)
    texts = [text for text in naughty_strings() if tidy(text)]
    for text in texts:
        add_addendum(signed=review, text=text, reason="x", at=by.at, by=by)

    page = sign_in(ruth).get(at("review", review.pk))

    kept = list(review.addenda.values_list("text", flat=True))
    assert page.status_code == 200
    assert len(kept) == len(texts)
    assert "<script>alert" not in page.content.decode()


def test_vera_adds_nothing(dana, by, sign_in, vera, ruth):
    review = signed(dana, by)
    url, sent = at("review_addendum", review.pk), WORDS | {"submission": str(new_id())}

    found = [sign_in(who).post(url, sent).status_code for who in (vera, ruth)]

    assert found == [404, 302]
