"""The curricula the demo's groups go through, and the holidays it does not meet on."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from daybridge.demo.clinic import Clinic
from daybridge.programs.curricula import curriculum as shipped
from daybridge.programs.curricula.loading import shipped_curricula
from daybridge.programs.models import Closure, Curriculum, Module, Topic

EVENING = "evening"  # how the slug begins of the course that the groups follow


@dataclass(frozen=True, slots=True)
class Taught:
    """A topic as the groups need it."""

    id: UUID
    title: str
    modality: str


def teach(clinic: Clinic) -> None:
    """Write the curricula that ship with Daybridge; groups follow the evening one."""
    for course in shipped_curricula():
        curriculum_id, topics = _write(clinic, course)
        if course.slug.startswith(EVENING):
            clinic.curriculum_id, clinic.topics = curriculum_id, topics


def close_on_holidays(clinic: Clinic) -> None:
    """Write the federal holidays on which this clinic stays closed."""
    year, at = clinic.today.year, clinic.opened_at
    days = [day for y in (year - 1, year, year + 1) for day in holidays(y)]
    for on, name in days:
        clinic.bulk.add(
            Closure, id=clinic.draw.id(at), program_id=clinic.program_id,
            created_at=at, on=on, name=name, kind=Closure.Kind.FEDERAL.value,
        )  # fmt: skip
    clinic.closed_on = frozenset(on for on, _ in days)


def holidays(year: int) -> list[tuple[date, str]]:
    """The six federal holidays that nearly every clinic keeps."""
    may_31, november_1 = date(year, 5, 31), date(year, 11, 1)
    first_thursday = november_1 + timedelta(days=(3 - november_1.weekday()) % 7)
    september_1 = date(year, 9, 1)
    return [
        (date(year, 1, 1), "New Year's Day"),
        (may_31 - timedelta(days=may_31.weekday()), "Memorial Day"),
        (date(year, 7, 4), "Independence Day"),
        (september_1 + timedelta(days=-september_1.weekday() % 7), "Labor Day"),
        (first_thursday + timedelta(weeks=3), "Thanksgiving Day"),
        (date(year, 12, 25), "Christmas Day"),
    ]


def _write(clinic: Clinic, course: shipped.Curriculum) -> tuple[UUID, list[Taught]]:
    at = clinic.opened_at
    shared = {"program_id": clinic.program_id, "created_at": at}
    curriculum_id: UUID = clinic.bulk.add(
        Curriculum, id=clinic.draw.id(at), title=course.title, version=course.version,
        license=course.license[:200], source=course.source[:300], **shared,
    )  # fmt: skip
    modules = {
        module.slug: clinic.bulk.add(
            Module, id=clinic.draw.id(at), curriculum_id=curriculum_id,
            position=position, title=module.title, **shared,
        )
        for position, module in enumerate(course.modules, start=1)
    }  # fmt: skip
    taught = []
    for topic in course.topics:
        topic_id: UUID = clinic.bulk.add(
            Topic, id=clinic.draw.id(at), curriculum_id=curriculum_id,
            module_id=modules[topic.module], number=topic.number, title=topic.title,
            modality=str(topic.modality), minutes=topic.minutes,
            counts_to_clinical_hours=topic.counts_to_clinical_hours,
            aims=list(topic.aims), evidence_base=topic.evidence_base[:300],
            outline=[{"minutes": s.minutes, "step": s.step} for s in topic.outline],
            facilitator_plan=topic.facilitator_plan, handout=topic.handout, **shared,
        )  # fmt: skip
        taught.append(Taught(topic_id, topic.title, str(topic.modality)))
    return curriculum_id, taught
