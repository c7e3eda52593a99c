"""The curricula the demo's groups go through, and the holidays on its calendar."""

from dataclasses import dataclass
from uuid import UUID

from daybridge.demo.clinic import Clinic
from daybridge.programs.curricula import curriculum as shipped
from daybridge.programs.models import Closure, Curriculum, Module, Topic
from daybridge.programs.shelf import curriculum_values, packaged, topic_values
from daybridge.rules.holidays import federal_holidays

KEPT = frozenset(  # what nearly every clinic keeps; on the others groups meet
    {
        "New Year's Day",
        "Memorial Day",
        "Independence Day",
        "Labor Day",
        "Thanksgiving Day",
        "Christmas Day",
    }
)
EVENING = "evening"  # how the slug begins of the course that the groups follow


@dataclass(frozen=True, slots=True)
class Taught:
    """A topic as the groups need it."""

    id: UUID
    title: str
    modality: str


def teach(clinic: Clinic) -> None:
    """Write the curricula that ship with Daybridge; groups follow the evening one."""
    for course in packaged():
        curriculum_id, topics = _write(clinic, course)
        if course.slug.startswith(EVENING):
            clinic.curriculum_id, clinic.topics = curriculum_id, topics


def close_on_holidays(clinic: Clinic) -> None:
    """Write the federal holidays; this clinic works all but the six it keeps."""
    year, at = clinic.today.year, clinic.opened_at
    days = [day for y in (year - 1, year, year + 1) for day in federal_holidays(y)]
    for day in days:
        clinic.bulk.add(
            Closure, id=clinic.draw.id(at), program_id=clinic.program_id,
            created_at=at, on=day.on, name=day.name, kind=Closure.Kind.FEDERAL.value,
            is_open_anyway=day.name not in KEPT,
        )  # fmt: skip
    clinic.closed_on = frozenset(day.on for day in days if day.name in KEPT)


def _write(clinic: Clinic, course: shipped.Curriculum) -> tuple[UUID, list[Taught]]:
    at = clinic.opened_at
    shared = {"program_id": clinic.program_id, "created_at": at}
    curriculum_id: UUID = clinic.bulk.add(
        Curriculum, id=clinic.draw.id(at), **curriculum_values(course), **shared,
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
            module_id=modules[topic.module], **topic_values(topic), **shared,
        )  # fmt: skip
        taught.append(Taught(topic_id, topic.title, str(topic.modality)))
    return curriculum_id, taught
