"""Does a curriculum hang together? What no single table of the file can know.

Each check raises `CurriculumError` at the first thing that does not fit, in words
someone can act on; `check` runs them all.
"""

from collections import Counter
from collections.abc import Iterable

from daybridge.programs.curricula.curriculum import Curriculum, Topic
from daybridge.programs.curricula.tables import CurriculumError


def check(curriculum: Curriculum, file: str) -> None:
    """Raise at the first part of the curriculum that does not fit the others."""
    _check_names_once(file, "module", (m.slug for m in curriculum.modules))
    _check_names_once(
        file, "evening_shapes", (s.slug for s in curriculum.evening_shapes)
    )
    _check_names_once(file, "topics", (t.slug for t in curriculum.topics))
    _check_numbers(curriculum, file)
    for topic in curriculum.topics:
        _check_place(curriculum, topic, file)
        _check_shape(curriculum, topic, file)
        _check_outline(topic, file)
    _check_weekly_minutes(curriculum, file)


def place_of(file: str, topic: Topic) -> str:
    return f"{file}, topic {topic.number} ({topic.slug})"


def _check_names_once(file: str, key: str, slugs: Iterable[str]) -> None:
    for slug, times in Counter(slugs).items():
        if times > 1:
            raise CurriculumError(f"{file}, {key}: slug {slug!r} is used {times} times")


def _check_numbers(curriculum: Curriculum, file: str) -> None:
    numbers = [topic.number for topic in curriculum.topics]
    if not numbers:
        raise CurriculumError(f"{file}, topics: there are none, and no series either")
    for expected, number in enumerate(sorted(numbers), start=1):
        if number != expected:
            raise CurriculumError(
                f"{file}, topics, number: found {number} where {expected} belongs; "
                "numbers run from 1 without gaps or repeats"
            )


def _check_place(curriculum: Curriculum, topic: Topic, file: str) -> None:
    place = place_of(file, topic)
    if topic.module not in {module.slug for module in curriculum.modules}:
        raise CurriculumError(f"{place}, module: there is no module {topic.module!r}")
    if topic.week > curriculum.weeks:
        raise CurriculumError(
            f"{place}, week: is {topic.week}, and there are {curriculum.weeks} weeks"
        )
    if topic.evening and topic.evening > curriculum.evenings_per_week:
        raise CurriculumError(
            f"{place}, evening: is {topic.evening}, and a week has "
            f"{curriculum.evenings_per_week} evenings"
        )


def _check_shape(curriculum: Curriculum, topic: Topic, file: str) -> None:
    if topic.evening_shape is None:
        return
    place = place_of(file, topic)
    shapes = {shape.slug: shape for shape in curriculum.evening_shapes}
    shape = shapes.get(topic.evening_shape)
    if shape is None:
        raise CurriculumError(
            f"{place}, evening_shape: there is no shape {topic.evening_shape!r}"
        )
    if shape.topic_minutes != topic.minutes:
        raise CurriculumError(
            f"{place}, minutes: is {topic.minutes}, and the {shape.slug!r} evening "
            f"leaves {shape.topic_minutes} minutes for its topic"
        )
    if (
        topic.evening
        and len(curriculum.topics_on(week=topic.week, evening=topic.evening)) > 1
    ):
        raise CurriculumError(
            f"{place}, evening: week {topic.week}, evening {topic.evening} "
            "has more than one topic, and an evening shape has room for one"
        )


def _check_outline(topic: Topic, file: str) -> None:
    minutes = sum(step.minutes for step in topic.outline)
    if topic.outline and minutes != topic.minutes:
        raise CurriculumError(
            f"{place_of(file, topic)}, outline: the steps add up to {minutes} minutes, "
            f"and the topic has {topic.minutes}"
        )


def _check_weekly_minutes(curriculum: Curriculum, file: str) -> None:
    for promise in curriculum.weekly_clinical_minutes:
        for week in range(promise.from_week, promise.to_week + 1):
            counted = curriculum.clinical_minutes_in(week)
            if counted != promise.minutes:
                raise CurriculumError(
                    f"{file}, weekly_clinical_minutes: week {week} is given as "
                    f"{promise.minutes}, and its topics add up to {counted}"
                )
