"""A danger rated in a review stops it as it stops the first assessment."""

import pytest
from django.urls import reverse

from daybridge.access.models import Notice
from daybridge.assessments.errors import DangerFirst
from daybridge.assessments.models import SafetyStop
from daybridge.assessments.review_text import compose_review
from daybridge.assessments.services.reviewing import (
    Written,
    sign_review,
    write_review,
)
from daybridge.assessments.services.stopping import answer_stop
from daybridge.assessments.tests.reviewing import put_under, rated, written
from daybridge.keys import new_id

pytestmark = pytest.mark.usefixtures("rules")
SAID = "Called 911; the crisis team took over."


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def stops_of(clinic):
    return SafetyStop.objects.in_program(clinic.program)


@pytest.mark.parametrize(
    ("rating", "urgency"),
    [(rated(d1B="3A"), "medical"), (rated(d3A="4"), "now"),
     (rated(d1B="3A", d3A="4"), "now")],
)  # fmt: skip
def test_a_danger_that_is_rated_opens_a_stop(dana, by, rating, urgency):
    saved = written(dana, by, rating=rating)

    assert saved.stop.urgency == urgency
    assert saved.stop.review == saved.review
    assert saved.stop.assessment is None


def test_a_review_without_a_danger_goes_on(dana, by):
    saved = written(dana, by)

    assert saved.stop is None
    assert put_under(saved.review, by).signed_at


def test_the_supervisor_is_told_and_the_sentence_names_no_one(dana, by, clinic):
    written(dana, by, rating=rated(d3A="4"))

    told = Notice.objects.in_program(clinic.program).get(staff=clinic.staff["sylvia"])
    assert told.text.startswith("A continued-service review was stopped")
    assert "Dana" not in told.text


def test_it_is_not_signed_until_the_danger_is_answered(dana, by):
    saved = written(dana, by, rating=rated(d3A="4"))
    digest = compose_review(saved.review).digest
    with pytest.raises(DangerFirst):
        sign_review(review=saved.review, digest=digest, at=by.at, by=by)

    answer_stop(stop=saved.stop, outcome="safe", explanation=SAID, at=by.at, by=by)

    assert put_under(saved.review, by).signed_at


def test_an_answered_danger_is_raised_again_only_for_a_new_reason(dana, by, clinic):
    saved = written(dana, by, rating=rated(d3A="4"))
    answer_stop(stop=saved.stop, outcome="safe", explanation=SAID, at=by.at, by=by)

    same = write_review(review=saved.review, written=Written(rating=rated(d3A="4")),
                        base=2, at=by.at, by=by)  # fmt: skip
    more = Written(rating=rated(d3A="4", d1B="4"))
    grown = write_review(review=saved.review, written=more, base=3, at=by.at, by=by)

    assert same.stop is None
    assert [cause["key"] for cause in grown.stop.causes] == ["rated-1B-4"]
    assert stops_of(clinic).count() == 2


def test_the_page_leads_to_who_to_call_and_back(dana, by, sign_in, ruth, clinic):
    review, client = written(dana, by).review, sign_in(ruth)
    sent = {f"rate-{key}": code for key, code in rated(d1B="3A").ratings.items()}
    sent |= {"base": "2", "submission": str(new_id())}

    page = client.post(at("review", review.pk), sent, follow=True)
    stop = stops_of(clinic).get()
    back = client.post(
        at("stop_answer", stop.pk),
        {"outcome": "handed_over", "explanation": SAID, "submission": str(new_id())},
    )

    assert page.redirect_chain[-1][0] == at("stop", stop.pk)
    assert "tel:988" in page.content.decode()
    assert "The review is stopped" in page.content.decode()
    assert back.url == at("review", review.pk)


def test_vera_finds_no_danger_of_danas(dana, by, sign_in, ruth, vera):
    stop = written(dana, by, rating=rated(d3A="4")).stop

    found = [sign_in(who).get(at("stop", stop.pk)).status_code for who in (ruth, vera)]

    assert found == [200, 404]
