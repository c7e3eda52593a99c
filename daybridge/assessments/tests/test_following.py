"""What a review decided leads on by itself, once, with nothing typed twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.following import following_of
from daybridge.assessments.models import Review
from daybridge.assessments.queries.lists import to_carry_out
from daybridge.assessments.services.following import order_as_decided
from daybridge.assessments.services.reviewing import Proposal
from daybridge.assessments.services.signing import co_sign
from daybridge.assessments.tests.reviewing import TOMORROW, signed, stepped, written
from daybridge.intake import services as intake
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import DoseOrder
from daybridge.intake.values import Dose, Leaving
from daybridge.keys import new_id
from daybridge.programs.models import Track
from tests.cast import join_team, today

pytestmark = pytest.mark.usefixtures("rules")
OUT = {"takes_effect_on": today(), "discharge_reason": "1"}


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def shown(client, review):
    return client.get(at("review", review.pk)).content.decode()


def sent_as_filled_in(client, review):
    """Press the button of the page as it opened; nothing is typed."""
    form = client.get(at("review_follow", review.pk)).context["form"]
    sent = {one.html_name: one.value() for one in form if one.value() is not None}
    sent = {
        name: getattr(value, "pk", value) if name != "anyway" else ""
        for name, value in sent.items()
    }
    sent |= {"submission": str(new_id())}
    return client.post(at("review_follow", review.pk), sent, follow=True)


@pytest.fixture
def client(sign_in, ruth):
    return sign_in(ruth)


def test_a_step_on_the_same_track_becomes_a_dose_order(dana, by, client, clinic):
    review = stepped(dana, by)
    assert "Not carried out yet" in shown(client, review)

    page = sent_as_filled_in(client, review).content.decode()

    order = DoseOrder.objects.in_program(clinic.program).get(
        starts_on=TOMORROW["takes_effect_on"]
    )
    assert (order.minutes_per_week, order.days_per_week) == (720, 4)
    assert order.reason.endswith("Goals are in sight.")
    assert "As the review of" in page
    review.refresh_from_db()
    assert (review.followed_how, review.dose_order) == ("dose", order)
    assert following_of(review).done in shown(client, review)


def test_a_step_to_another_level_becomes_a_move(dana, by, client, clinic):
    track = Track.objects.create(program=clinic.program, site=clinic.site,
                                 name="Day program", level_of_care="2.5")  # fmt: skip
    dose = {"minutes_per_week": 1200, "days_per_week": 5}
    review = signed(dana, by, decision="step_up", level="2.5",
                    proposal=Proposal(takes_effect_on=today(), **dose))  # fmt: skip

    decided = following_of(review).decided
    assert decided.startswith("Step up: 2.5 High-Intensity Outpatient. From ")
    sent_as_filled_in(client, review)

    assert dana.episodes.get().stays.get(ended_on=None).track == track
    review.refresh_from_db()
    assert review.dose_order.minutes_per_week == 1200
    assert "Day program" in shown(client, review)


def test_a_discharge_has_its_day_and_reason_from_the_review(dana, by, client):
    review = signed(dana, by, decision="discharge", proposal=Proposal(**OUT))

    sent_as_filled_in(client, review)

    episode = dana.episodes.get()
    assert (episode.discharged_on, episode.discharge_reason) == (today(), "1")
    assert "Out of care from" in shown(client, review)


def test_a_level_nobody_gives_here_ends_care_here(dana, by, client):
    review = signed(dana, by, decision="step_up", level="3.7",
                    proposal=Proposal(takes_effect_on=today()))  # fmt: skip

    form = client.get(at("review_follow", review.pk)).context["form"]

    assert form.initial["reason"] == "4"  # transferred to other treatment


def test_a_discharge_that_is_taken_back_waits_again(dana, by, client):
    review = signed(dana, by, decision="discharge", proposal=Proposal(**OUT))
    sent_as_filled_in(client, review)

    intake.take_back_discharge(episode=dana.episodes.get(), at=by.at, by=by)

    review.refresh_from_db()
    assert (review.followed_at, review.followed_how) == (None, "")
    assert "Not carried out yet" in shown(client, review)


def test_what_an_intern_decided_waits_for_the_co_signature(
    dana, by, client, clinic, viewer, rory
):
    join_team(clinic, rory, dana)
    review = stepped(dana, viewer(rory))
    sylvia = viewer(clinic.staff["sylvia"])

    page = shown(client, review)
    opened = client.get(at("review_follow", review.pk))
    with pytest.raises(AssessmentRefusal, match="waits for a co-signature"):
        order_as_decided(review=review, dose=Dose(720, 4), at=by.at, by=by,
                         starts_on=today() + timedelta(2))  # fmt: skip
    listed = to_carry_out(by)
    co_sign(signed=review, digest=review.signed_digest, at=by.at, by=sylvia)
    sent_as_filled_in(client, review)

    assert "Waits for a co-signature" in page
    assert "Carry it out" not in page
    assert (opened.status_code, listed) == (302, [])
    review.refresh_from_db()
    assert review.followed_how == "dose"


def test_a_decision_is_carried_out_once(dana, by):
    review, dose = stepped(dana, by), Dose(720, 4)
    order_as_decided(review=review, dose=dose, starts_on=today() + timedelta(2),
                     at=by.at, by=by)  # fmt: skip

    with pytest.raises(AssessmentRefusal, match="already"):
        order_as_decided(review=review, dose=dose, starts_on=today() + timedelta(3),
                         at=by.at, by=by)  # fmt: skip


def test_what_intake_refuses_leaves_the_decision_waiting(dana, by):
    review = stepped(dana, by)

    with pytest.raises(IntakeError):
        order_as_decided(review=review, dose=Dose(720, 4), at=by.at, by=by,
                         starts_on=today() - timedelta(400))  # fmt: skip

    review.refresh_from_db()
    assert review.followed_at is None


def test_a_later_review_decides(dana, viewer, ruth, client):
    first, later = viewer(ruth), viewer(ruth)
    review = stepped(dana, first)
    signed(dana, later)

    answer = client.get(at("review_follow", review.pk))

    assert "a later review decided" in shown(client, review)
    assert answer.url == at("review", review.pk)
    assert [line.id for line in to_carry_out(later)] == []


def test_care_that_goes_on_leads_nowhere(dana, by, client):
    review = signed(dana, by)

    assert "Care goes on as it is" in shown(client, review)
    assert to_carry_out(by) == []


def test_who_left_before_is_asked_nothing_more(dana, by, client):
    review = stepped(dana, by)
    leaving = Leaving(today(), "2")

    intake.discharge(episode=dana.episodes.get(), leaving=leaving, at=by.at, by=by)

    assert "their care ended before" in shown(client, review)
    assert to_carry_out(by) == []


def test_what_waits_stands_on_the_list_of_those_who_may(dana, by, viewer, clinic):
    review = stepped(dana, by)
    team = {name: clinic.staff[name] for name in ("nora", "theo")}
    join_team(clinic, team["nora"], dana)
    join_team(clinic, team["theo"], dana)

    waits = {
        name: [line.id for line in to_carry_out(viewer(clinic.staff[name]))]
        for name in ("ruth", "sylvia", "nora", "theo", "ben", "omar")
    }

    mine = [review.pk]
    assert waits == {"ruth": mine, "sylvia": mine, "nora": mine, "theo": [],
                     "ben": [], "omar": []}  # fmt: skip


def test_vera_carries_nothing_out(dana, by, sign_in, ruth, vera):
    review = stepped(dana, by)
    url = at("review_follow", review.pk)

    found = [sign_in(who).get(url).status_code for who in (ruth, vera)]

    assert found == [200, 404]


def test_half_a_dose_is_refused_beside_its_field(dana, by, client, clinic):
    review = written(dana, by).review

    page = client.post(at("review", review.pk), {
        "base": "2", "hours_per_week": "12", "submission": str(new_id())})  # fmt: skip

    assert page.status_code == 422
    assert "days_per_week" in page.context["form"].errors
    assert Review.objects.in_program(clinic.program).get().minutes_per_week is None
