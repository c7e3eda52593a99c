"""Reviews of the demo that lead on: decided, carried out, added to, one in danger."""

from datetime import timedelta
from itertools import islice
from typing import Any

from daybridge.assessments.composing import Part, ratings_text, whole
from daybridge.assessments.models import (
    Addendum,
    Review,
    ReviewInterval,
    SafetyStop,
)
from daybridge.assessments.review_text import decision_text
from daybridge.coverage.models import Payer, Plan
from daybridge.demo.assessing import RATINGS, Person, noon, people, signature
from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.models import DoseOrder, Stay
from daybridge.rules.note_format import text_hash

DAYS_IN_CARE = 20  # of somebody who is reviewed again
PROGRESS = "Five sober weeks; speaks first in group; sleeps again."
DECIDED: tuple[dict[str, Any], ...] = (
    {"decision": "step_down", "minutes_per_week": 360, "days_per_week": 2,
     "reason": "Back at work since Monday; evenings hold, and two groups keep it so."},
    {"decision": "discharge", "discharge_reason": "1",
     "reason": "Goals are reached; outpatient care with Dr. Ruiz begins next week."},
    {"decision": "step_up", "minutes_per_week": 900, "days_per_week": 5,
     "reason": "Two lapses in a week; asks for more days until the move is over."},
)  # fmt: skip
ADDED = (
    "Six sober weeks and not five: the first one was left out.",
    "A number was wrong in the review.",
)
DANGER = RATINGS | {"1B": "3A"}


def review_again(clinic: Clinic, draw: Draw) -> None:
    """Payers' intervals, and a review of each kind a page could show."""
    _set_intervals(clinic, draw)
    since = clinic.today - timedelta(days=DAYS_IN_CARE)
    chosen = list(islice(
        (one for one in people(clinic)
         if one.discharged_on is None and one.admitted_on <= since
         and one.counselor.is_licensed), len(DECIDED) + 1,
    ))  # fmt: skip
    decided = [
        _decide(clinic, draw, person, said)
        for person, said in zip(chosen, DECIDED, strict=False)
    ]
    for row in decided:
        if row.decision == "step_up":
            _carry_out(clinic, draw, row)
    for person, row in list(zip(chosen, decided, strict=False))[:1]:
        _add(clinic, draw, person, row)
    for person in chosen[len(DECIDED) :]:
        _endanger(clinic, draw, person)
    clinic.bulk.flush()


def _set_intervals(clinic: Clinic, draw: Draw) -> None:
    payers = Payer.objects.in_program(clinic.program_id)
    plans = Plan.objects.in_program(clinic.program_id)
    payer = payers.get(name="Keystone Behavioral")
    plan = plans.get(payer=payer, name="HMO Select")
    shared = {"program_id": clinic.program_id, "created_at": clinic.opened_at,
              "payer_id": payer.pk, "starts_on": clinic.opened_at.date()}  # fmt: skip
    clinic.bulk.add(
        ReviewInterval, id=draw.id(clinic.opened_at), every_days=21,
        source="Provider manual, behavioral health, page 41", **shared,
    )  # fmt: skip
    clinic.bulk.add(
        ReviewInterval, id=draw.id(clinic.opened_at), every_days=14, plan_id=plan.pk,
        source="Contract, exhibit C", **shared,
    )  # fmt: skip


def _decide(clinic: Clinic, draw: Draw, person: Person, said: dict[str, Any]) -> Review:
    """A review signed on the last day worked, which holds from the day after now."""
    at, by = noon(clinic.last_worked_on), person.counselor
    whose: dict[str, Any] = {"patient_id": person.patient_id,
                             "episode_id": person.episode_id}  # fmt: skip
    row = Review(
        id=draw.id(at), program_id=clinic.program_id, created_at=at, **whose,
        author_id=by.id, started_at=at, edition="4", ratings=RATINGS, progress=PROGRESS,
        amendments="One individual session a week.", rated_at=at, rated_by_id=by.id,
        version=2, takes_effect_on=clinic.today + timedelta(days=1), **said,
    )  # fmt: skip
    text = whole([
        Part("Progress", PROGRESS), Part("Ratings", ratings_text(row)),
        Part("Decision", decision_text(row)),
    ])  # fmt: skip
    for name, value in signature(text, by, at).items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def _carry_out(clinic: Clinic, draw: Draw, row: Review) -> None:
    """The dose of a decision is ordered."""
    stays = Stay.objects.in_program(clinic.program_id)
    stay = stays.get(episode_id=row.episode_id, ended_on=None)
    dose: dict[str, Any] = {"starts_on": row.takes_effect_on,
                            "minutes_per_week": row.minutes_per_week,
                            "days_per_week": row.days_per_week}  # fmt: skip
    order = DoseOrder(
        id=draw.id(row.started_at), program_id=clinic.program_id,
        created_at=row.started_at, stay=stay, ordered_by_id=row.author_id,
        reason=row.reason, **dose,
    )  # fmt: skip
    order.save(force_insert=True)
    row.followed_at, row.followed_by_id = row.signed_at, row.author_id
    row.followed_how, row.dose_order = "dose", order
    row.save(update_fields=["followed_at", "followed_by", "followed_how", "dose_order"])


def _add(clinic: Clinic, draw: Draw, person: Person, row: Review) -> None:
    text, reason = ADDED
    at, by = noon(clinic.last_worked_on) + timedelta(hours=2), person.counselor
    clinic.bulk.add(
        Addendum, id=draw.id(at), program_id=clinic.program_id, created_at=at,
        review_id=row.pk, patient_id=person.patient_id, reason=reason, text=text,
        signed_digest=text_hash(f"{reason}\n{text}"), signed_at=at,
        signed_by_id=by.id, signed_as=by.signs_as,
    )  # fmt: skip


def _endanger(clinic: Clinic, draw: Draw, person: Person) -> None:
    """A review under way that stopped an hour ago."""
    at, by = clinic.now - timedelta(hours=1), person.counselor
    key = draw.id(at)
    shared = {"program_id": clinic.program_id, "patient_id": person.patient_id,
              "created_at": at}  # fmt: skip
    clinic.bulk.add(
        Review, id=key, episode_id=person.episode_id, author_id=by.id, started_at=at,
        edition="4", ratings=DANGER, progress="Has been drinking since Thursday.",
        rated_at=at, rated_by_id=by.id, version=2, **shared,
    )  # fmt: skip
    sentence = "1B Withdrawal and associated risks is rated 3A, which asks for 3.7."
    clinic.bulk.add(
        SafetyStop, id=draw.id(at), review_id=key, urgency="medical",
        causes=[{"key": "rated-1B-3A", "sentence": sentence}], raised_at=at,
        raised_by_id=by.id, **shared,
    )  # fmt: skip
