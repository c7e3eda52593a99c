"""Continued-service reviews, and how the program assesses."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.assessments.errors import (
    ChangedMeanwhile,
    NotComplete,
    RuleDayTaken,
)
from daybridge.assessments.models import (
    AssessmentRule,
    HelpContact,
    Review,
)
from daybridge.assessments.queries.due import reviews_due
from daybridge.assessments.review_text import compose_review
from daybridge.assessments.services.keeping import (
    ContactValues,
    RuleValues,
    keep_contact,
    retire_contact,
    set_rule,
)
from daybridge.assessments.services.rating import Chosen, Rating
from daybridge.assessments.services.reviewing import (
    Written,
    begin_review,
    sign_review,
    write_review,
)
from daybridge.assessments.tests.conftest import IOP
from tests.cast import today


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def rating(changed=None, chosen=None):
    return Rating(IOP | (changed or {}), {}, chosen or Chosen("2.1", "2.1"))


def reviewed(dana, by, **more):
    review = begin_review(episode=dana.episodes.get(), at=by.at, by=by)
    written = Written(**({
        "rating": rating(), "progress": "Comes every time.", "decision": "continue",
        "reason": "Goals are in sight.",
    } | more))  # fmt: skip
    saved = write_review(review=review, written=written, base=1, at=by.at, by=by)
    return saved.review


def test_a_review_is_due_after_the_days_of_the_rule(clinic, dana, by, rules):
    episode = dana.episodes.get()  # in care for 30 days
    line = next(one for one in reviews_due(by, today()) if one.patient == dana)
    assert (line.day, line.is_late) == (today(), False)

    late = next(one for one in reviews_due(by, today() + timedelta(1))
                if one.patient == dana)  # fmt: skip
    row = reviewed(dana, by)
    sign_review(review=row, digest=compose_review(row).digest, at=by.at, by=by)

    assert late.is_late
    assert late.days == 1
    assert dana not in [one.patient for one in reviews_due(by, today())]
    assert episode.reviews.count() == 1


def test_a_review_begins_with_the_ratings_of_the_last_one(dana, by, rules):
    row = reviewed(dana, by, rating=rating({"5A": "B"}))
    sign_review(review=row, digest=compose_review(row).digest, at=by.at, by=by)

    again = begin_review(episode=dana.episodes.get(), at=by.at, by=by)

    assert again.ratings["5A"] == "B"


def test_changed_ratings_stand_beside_those_of_the_last_time(
    dana, by, rules, sign_in, ruth
):
    row = reviewed(dana, by)
    sign_review(review=row, digest=compose_review(row).digest, at=by.at, by=by)
    again = begin_review(episode=dana.episodes.get(), at=by.at, by=by)
    write_review(review=again, written=Written(rating=rating({"4A": "C"})), base=1,
                 at=by.at, by=by)  # fmt: skip

    page = sign_in(ruth).get(at("review", again.pk)).content.decode()

    assert "Last time: B" in page
    assert "<strong>changed</strong>" in page


def test_a_review_suggests_at_once_and_leads_to_whom_to_call(
    dana, by, rules, sign_in, ruth
):
    row, client = reviewed(dana, by, rating=rating({"3A": "4"})), sign_in(ruth)
    sent = {f"rate-{key}": code for key, code in (IOP | {"4A": "C"}).items()}

    answer = client.post(at("review_suggestion", row.pk), sent).content.decode()
    page = client.get(at("review_sign", row.pk)).content.decode()

    assert "Suggested: 2.5" in answer
    assert "See who to call" in page
    assert "Your signature stands" in page


@pytest.mark.parametrize(
    ("more", "word"),
    [({"decision": "discharge"}, "reason for the discharge"),
     ({"decision": "transfer"}, "which day"), ({"progress": ""}, "how far"),
     ({"decision": ""}, "decision"),
     ({"reason": ""}, "why"), ({"decision": "step_down"}, "level"),
     ({"rating": rating({"1B": "EVAL"})}, "evaluated")],
)  # fmt: skip
def test_a_review_says_what_it_still_needs(dana, by, rules, more, word):
    row = reviewed(dana, by, **more)

    with pytest.raises(NotComplete, match=word):
        sign_review(review=row, digest=compose_review(row).digest, at=by.at, by=by)


def test_a_review_changed_meanwhile_is_not_overwritten(dana, by, rules):
    row = reviewed(dana, by)

    with pytest.raises(ChangedMeanwhile):
        write_review(review=row, written=Written(), base=1, at=by.at, by=by)
    assert Review.objects.in_program(by.program).get().progress == "Comes every time."


# Settings.


def test_a_rule_holds_from_its_day_on_and_the_past_keeps_its_own(clinic, by, rules):
    values = RuleValues("3", False, 14, "Contract")
    with pytest.raises(RuleDayTaken, match="over"):
        set_rule(values=values, starts_on=today() - timedelta(1), at=by.at, by=by)

    set_rule(values=values, starts_on=today() + timedelta(1), at=by.at, by=by)

    rules.refresh_from_db()
    assert rules.ends_on == today()
    now = AssessmentRule.objects.in_program(clinic.program).in_force(today()).get()
    assert now == rules
    with pytest.raises(RuleDayTaken, match="already"):
        set_rule(values=values, starts_on=today() + timedelta(1), at=by.at, by=by)


def test_a_contact_is_kept_changed_and_retired(clinic, by):
    row = keep_contact(
        values=ContactValues("on_call", "Dr. Ng", "555"), at=by.at, by=by
    )
    changed = ContactValues("on_call", "Dr. Ng", "556")
    with pytest.raises(ChangedMeanwhile):
        keep_contact(values=changed, contact=row, base=9, at=by.at, by=by)

    keep_contact(values=changed, contact=row, base=1, at=by.at, by=by)
    retire_contact(contact=row, at=by.at, by=by)

    row.refresh_from_db()
    assert (row.phone, row.version) == ("556", 2)
    assert not HelpContact.objects.in_program(clinic.program).in_use().exists()


def test_the_director_sets_how_we_assess(sign_in, clinic, ruth):
    grace = sign_in(clinic.staff["grace"])

    grace.post(at("rule_new"), {
        "edition": "4", "uses_rule_pack": "on", "review_every_days": "21",
        "source": "License", "starts_on": today().isoformat()})  # fmt: skip
    grace.post(at("contact_new"), {"kind": "facility", "name": "Kirkbride",
                                   "phone": "555", "levels": ["3.7"],
                                   "base": "0"})  # fmt: skip
    page = sign_in(ruth).get(at("settings")).content.decode()

    assert "Every 21 days" in page
    assert "Kirkbride" in page
    assert "New rule" not in page
