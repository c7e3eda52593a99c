"""The packaged curricula as a program can hold them: which there are, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from daybridge.programs.curricula import curriculum as shipped
from daybridge.programs.curricula.loading import shipped_curricula
from daybridge.programs.models import Curriculum


@dataclass(frozen=True, slots=True)
class OnOffer:
    """A packaged curriculum, and whether the program has it."""

    course: shipped.Curriculum
    is_installed: bool


@cache
def packaged() -> tuple[shipped.Curriculum, ...]:
    """The curricula that come with Daybridge; read once."""
    return shipped_curricula()


def packaged_named(slug: str) -> shipped.Curriculum | None:
    return next((course for course in packaged() if course.slug == slug), None)


def on_offer(installed: Sequence[Curriculum]) -> list[OnOffer]:
    """Every packaged curriculum beside what the program has already."""
    known = {(row.title, row.version) for row in installed}
    return [
        OnOffer(course, (course.title[:200], course.version[:20]) in known)
        for course in packaged()
    ]


def curriculum_values(course: shipped.Curriculum) -> dict[str, Any]:
    """The fields of a `Curriculum` row."""
    return {
        "title": course.title[:200],
        "version": course.version[:20],
        "license": course.license[:200],
        "source": course.source[:300],
    }


def topic_values(topic: shipped.Topic) -> dict[str, Any]:
    """The fields of a `Topic` row."""
    return {
        "number": topic.number,
        "week": topic.week,
        "evening": topic.evening,
        "title": topic.title,
        "modality": str(topic.modality),
        "minutes": topic.minutes,
        "counts_to_clinical_hours": topic.counts_to_clinical_hours,
        "aims": list(topic.aims),
        "outline": [{"minutes": s.minutes, "step": s.step} for s in topic.outline],
        "evidence_base": topic.evidence_base[:300],
        "facilitator_plan": topic.facilitator_plan,
        "handout": topic.handout,
    }
