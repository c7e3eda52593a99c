"""Assessments of the demo: signed ones, diagnoses, reviews, drafts, and one danger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.assessments.answers import section_text
from daybridge.assessments.composing import Part, ratings_text, whole
from daybridge.assessments.interview_questions import sections
from daybridge.assessments.levels import level_words
from daybridge.assessments.models import (
    Assessment,
    AssessmentRule,
    Diagnosis,
    HelpContact,
    Placement,
    Review,
    SafetyStop,
    SectionAnswers,
)
from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.draw import Draw
from daybridge.demo.people import Hired
from daybridge.intake.models import Episode, Inquiry, Stage
from daybridge.rules.diagnosis import CRITERIA, RELEASE
from daybridge.rules.level_of_care.documents import RULE_PACK
from daybridge.rules.note_format import text_hash

EVERY_DAYS = 30
CODES = {  # TEDS SUB -> ICD-10-CM
    "2": "F10.20", "3": "F14.20", "4": "F12.20", "5": "F11.20", "7": "F11.20",
    "10": "F15.20", "11": "F15.20", "13": "F13.20",
}  # fmt: skip
BESIDE = ("F33.1", "F41.1", "F43.10", "F31.9", "F90.9")
RATINGS = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "ANY", "2B": "0", "3A": "0", "3B": "0",
    "4A": "B", "4B": "A", "5A": "A", "5B": "0", "5C": "ANY",
}  # fmt: skip
WHY = (
    "I kept promising and could not keep it.", "My daughter asked me to stop.",
    "After the hospital I knew that something has to change.",
    "I lost the second job over it.", "Probation sent me, and I want it as well.",
)  # fmt: skip
MATTERS = ("My children.", "Getting my license back.", "Music.", "A quiet house.")
HELP: tuple[tuple[str, str, str, str, list[str], str], ...] = (
    ("on_call", "Dr. Venkataraman, on call", "(215) 555-0161", "Evenings and weekends",
     [], "Withdrawal and medication questions"),
    ("on_call", "Crisis team of Philadelphia", "(215) 555-0168", "Day and night", [],
     "Comes to the person"),
    ("facility", "Kirkbride Detox", "(215) 555-0173", "Admissions 7 am to 11 pm",
     ["3.7", "3.7 BIO"], "Ask for the charge nurse"),
    ("facility", "Wissahickon House", "(215) 555-0177", "Monday to Friday, 9 to 5",
     ["3.1", "3.5"], ""),
    ("facility", "Northeast Medical Center", "(215) 555-0180", "Day and night",
     ["4", "4 Psychiatric"], "Emergency entrance on Adams Avenue"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in care, as an assessment needs them."""

    patient_id: UUID
    episode_id: UUID | None  # none yet: a place is offered
    admitted_on: date
    discharged_on: date | None
    substance: str
    counselor: Hired


def assess_everyone(clinic: Clinic, draw: Draw) -> None:
    """Write what was assessed of everyone who is or was in care, and what waits."""
    _set_up(clinic, draw)
    diagnosed = set()
    for person in people(clinic):
        if person.patient_id not in diagnosed:  # some were here before
            _diagnose(clinic, draw, person)
            diagnosed.add(person.patient_id)
        if person.discharged_on is None:
            _assess(clinic, draw, person)
            _review(clinic, draw, person)
    _offer_some(clinic, draw)
    _begin_some(clinic, draw)
    clinic.bulk.flush()


def _set_up(clinic: Clinic, draw: Draw) -> None:
    shared = {"program_id": clinic.program_id, "created_at": clinic.opened_at}
    clinic.bulk.add(
        AssessmentRule, id=draw.id(clinic.opened_at), edition="4", uses_rule_pack=True,
        review_every_days=EVERY_DAYS, source="License, and the payers' manuals",
        starts_on=clinic.opened_at.date(), **shared,
    )  # fmt: skip
    for kind, name, phone, hours, levels, note in HELP:
        clinic.bulk.add(
            HelpContact, id=draw.id(clinic.opened_at), kind=kind, name=name,
            phone=phone, hours=hours, levels=levels, note=note, **shared,
        )  # fmt: skip


def people(clinic: Clinic) -> Iterator[Person]:
    """Every episode, with the primary counselor of its person."""
    hired = {one.id: one for one in clinic.staff}
    primaries = dict(
        TeamMembership.objects.in_program(clinic.program_id)
        .filter(is_primary=True)
        .values_list("patient_id", "staff_id")
    )
    rows = Episode.objects.in_program(clinic.program_id).order_by("pk")
    columns = ("patient_id", "pk", "admitted_on", "discharged_on", "primary_substance")
    first = clinic.with_role("counselor")[0]
    for row in rows.values_list(*columns):
        patient_id, episode_id, admitted_on, discharged_on, substance = row
        counselor = hired.get(primaries.get(patient_id) or first.id, first)
        yield Person(
            patient_id, episode_id, admitted_on, discharged_on, substance, counselor
        )


def _diagnose(clinic: Clinic, draw: Draw, person: Person) -> None:
    number = draw.between(4, 11)
    codes = [CODES.get(person.substance, "F19.20")]
    if draw.percent(45):
        codes.append(draw.one(BESIDE))
    at = noon(person.admitted_on)
    for code in codes:
        is_use = code.startswith("F1")
        clinic.bulk.add(
            Diagnosis, id=draw.id(at), program_id=clinic.program_id, created_at=at,
            patient_id=person.patient_id, code=code, is_primary=is_use,
            description=RELEASE.codes[code].description, code_version=RELEASE.version,
            severity=("severe" if number >= 6 else "moderate") if is_use else "",
            criteria=draw.some(list(CRITERIA), number) if is_use else None,
            diagnosed_at=at, diagnosed_by_id=person.counselor.id,
            diagnosed_as=person.counselor.signs_as,
        )  # fmt: skip


def _assess(clinic: Clinic, draw: Draw, person: Person) -> None:
    at, by = noon(person.admitted_on) - timedelta(hours=1), person.counselor
    key = draw.id(at)
    shared = {"program_id": clinic.program_id, "patient_id": person.patient_id}
    answers = _answers(draw, person)
    rated = Assessment(edition="4", ratings=RATINGS, rating_words={"4": draw.one(WHY)})
    level = level_words("4", "2.1")
    text = whole([
        *(Part(one.title, section_text(one, answers[one.key]))
          for one in sections() if one.key in answers),
        Part("Ratings", ratings_text(rated)),
        Part("Level of care", f"Selected: {level}\nOffered: {level}"),
    ])  # fmt: skip
    waits = not by.is_licensed
    clinic.bulk.add(
        Assessment, id=key, created_at=at, author_id=by.id, started_at=at, edition="4",
        uses_rule_pack=True, ratings=RATINGS, rating_words=rated.rating_words,
        rated_at=at, rated_by_id=by.id, version=2, co_signature_needed=waits,
        **signature(text, by, at), **shared,
    )  # fmt: skip
    for section, said in answers.items():
        clinic.bulk.add(
            SectionAnswers, id=draw.id(at), created_at=at, assessment_id=key,
            section=section, answers=said, edited_at=at, edited_by_id=by.id, **shared,
        )  # fmt: skip
    clinic.bulk.add(
        Placement, id=draw.id(at), created_at=at, assessment_id=key,
        rule_pack=RULE_PACK, recommended="2.1", selected="2.1", offered="2.1",
        decided_at=at, decided_by_id=by.id, **_begun(person), **shared,
    )  # fmt: skip


def _begun(person: Person) -> dict[str, Any]:
    """What an admission adds to a placement."""
    if person.episode_id is None:
        return {}
    return {
        "actual": "2.1", "actual_on": person.admitted_on,
        "episode_id": person.episode_id,
    }  # fmt: skip


def _review(clinic: Clinic, draw: Draw, person: Person) -> None:
    """One review for each month in care; of some the last one is late."""
    day = person.admitted_on + timedelta(days=EVERY_DAYS)
    while day < clinic.today:
        is_last = day + timedelta(days=EVERY_DAYS) >= clinic.today
        if is_last and draw.percent(15):
            return
        _one_review(clinic, draw, person, day)
        day += timedelta(days=EVERY_DAYS)


def _one_review(clinic: Clinic, draw: Draw, person: Person, day: date) -> None:
    at, by = noon(day), person.counselor
    rated = Review(edition="4", ratings=RATINGS, rating_words={})
    progress = draw.one((
        "Comes to most groups and uses the plan for cravings.",
        "Two lapses, both told in group; the plan was changed.",
        "Steady for three weeks; evenings at home are still hard.",
    ))  # fmt: skip
    reason = "Goals are in sight and not reached; this level can treat what is left."
    text = whole([
        Part("Progress", progress), Part("Ratings", ratings_text(rated)),
        Part("Decision", f"Continue at this level\n{reason}"),
    ])  # fmt: skip
    clinic.bulk.add(
        Review, id=draw.id(at), program_id=clinic.program_id, created_at=at,
        patient_id=person.patient_id, episode_id=person.episode_id, author_id=by.id,
        started_at=at, edition="4", ratings=RATINGS, progress=progress,
        amendments="Two more individual sessions.", decision="continue", reason=reason,
        rated_at=at, rated_by_id=by.id, version=2,
        co_signature_needed=not by.is_licensed, **signature(text, by, at),
    )  # fmt: skip


def _offer_some(clinic: Clinic, draw: Draw) -> None:
    """Signed yesterday, with a place offered, and not in care yet."""
    rows = Inquiry.objects.in_program(clinic.program_id).filter(
        stage=Stage.OFFERED, patient__isnull=False, patient__episodes=None
    )
    for patient_id, member in _assessed_by_counselors(clinic, rows):
        day = clinic.last_worked_on
        person = Person(patient_id, None, day, None, "2", member)
        _diagnose(clinic, draw, person)
        _assess(clinic, draw, person)


def _begin_some(clinic: Clinic, draw: Draw) -> None:
    """Drafts of those whose assessment is booked; one of them is in danger."""
    rows = Inquiry.objects.in_program(clinic.program_id).filter(
        stage=Stage.BOOKED, patient__isnull=False
    )
    some = islice(_assessed_by_counselors(clinic, rows), 3)
    for place, (patient_id, member) in enumerate(some):
        at = clinic.now - timedelta(hours=2 + place)
        key = draw.id(at)
        shared = {"program_id": clinic.program_id, "patient_id": patient_id,
                  "created_at": at}  # fmt: skip
        clinic.bulk.add(
            Assessment, id=key, author_id=member.id, started_at=at, edition="4",
            uses_rule_pack=True, **shared,
        )  # fmt: skip
        for section, said in _first_answers(clinic, is_in_danger=place == 0).items():
            clinic.bulk.add(
                SectionAnswers, id=draw.id(at), assessment_id=key, section=section,
                answers=said, edited_at=at, edited_by_id=member.id, **shared,
            )  # fmt: skip
        if place == 0:
            sentence = "Heavy use of alcohol, and seizures in a former withdrawal."
            clinic.bulk.add(
                SafetyStop, id=draw.id(at), assessment_id=key, urgency="medical",
                causes=[{"key": "withdrawal-2", "sentence": sentence}], raised_at=at,
                raised_by_id=member.id, **shared,
            )  # fmt: skip


def _assessed_by_counselors(clinic: Clinic, rows: Any) -> Iterator[tuple[UUID, Hired]]:
    """Of these inquiries, the people with a counselor on their team, and who it is."""
    counselors = {one.id: one for one in clinic.with_role("counselor")}
    teams = TeamMembership.objects.in_program(clinic.program_id)
    for patient_id in rows.order_by("pk").values_list("patient_id", flat=True):
        team = teams.filter(patient_id=patient_id).values_list("staff_id", flat=True)
        member = next((counselors[one] for one in team if one in counselors), None)
        if member is not None:
            yield patient_id, member


def _answers(draw: Draw, person: Person) -> dict[str, dict[str, Any]]:
    use = {
        "substance": person.substance or "2",
        "first_use": draw.between(13, 24),
        "route": "1",
        "days": draw.between(4, 30),
        "last_use": (person.admitted_on - timedelta(days=3)).isoformat(),
    }
    return {
        "safety": {"suicide_now": "no", "violence_now": "no", "medical_now": "no",
                   "safe_tonight": "yes"},
        "reason": {"own_words": draw.one(WHY)},
        "substances": {"uses": [use], "injected": "no", "naloxone": "yes"},
        "withdrawal": {"history": ["shakes"], "signs_now": "no"},
        "treatment": {"episodes_before": str(draw.between(0, 4)), "self_help": "2"},
        "home": {"living": "3", "marital": "1", "home_safe": "yes"},
        "work": {"employment": draw.one(("1", "2", "3")), "transport": ["bus"]},
        "strengths": {"matters": draw.one(MATTERS), "ready": draw.between(5, 10)},
    }  # fmt: skip


def _first_answers(clinic: Clinic, *, is_in_danger: bool) -> dict[str, dict[str, Any]]:
    said: dict[str, dict[str, Any]] = {
        "safety": {"suicide_now": "no", "violence_now": "no", "medical_now": "no"},
    }
    if is_in_danger:
        last = (clinic.today - timedelta(days=1)).isoformat()
        said["substances"] = {
            "uses": [{"substance": "2", "days": 28, "last_use": last, "route": "1"}]
        }
        said["withdrawal"] = {"history": ["seizures"], "signs_now": "no"}
    return said


def signature(text: str, by: Hired, at: datetime) -> dict[str, Any]:
    return {
        "signed_text": text, "signed_digest": text_hash(text), "signed_at": at,
        "signed_by_id": by.id, "signed_as": by.signs_as,
    }  # fmt: skip


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE)
