"""Curricula put on the shelf: each version once, its topics ready for groups."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.programs.curricula import curriculum as shipped
from daybridge.programs.errors import AlreadyInstalled
from daybridge.programs.models import Curriculum, Module, Topic
from daybridge.programs.services.holding import hold_program
from daybridge.programs.shelf import curriculum_values, topic_values


@service
def install_curriculum(
    *, course: shipped.Curriculum, at: datetime, by: Viewer
) -> Curriculum:
    """Copy a curriculum with its modules and topics. Raises AlreadyInstalled."""
    hold_program(by.program_id)
    values = curriculum_values(course)
    known = Curriculum.objects.in_program(by.program_id).filter(
        title=values["title"], version=values["version"]
    )
    if known.exists():
        raise AlreadyInstalled(
            f"{course.title}, version {course.version}, is there already."
        )
    row = Curriculum(program_id=by.program_id, **values)
    row.save(force_insert=True)
    modules = {
        module.slug: Module(
            program_id=by.program_id, curriculum=row, title=module.title,
            position=position,
        )
        for position, module in enumerate(course.modules, start=1)
    }  # fmt: skip
    Module.objects.bulk_create(modules.values())
    Topic.objects.bulk_create(
        Topic(
            program_id=by.program_id, curriculum=row, module=modules[topic.module],
            **topic_values(topic),
        )
        for topic in course.topics
    )  # fmt: skip
    detail = {"title": row.title, "version": row.version}
    record("programs.curriculum_installed", by=by.actor, target=row, at=at,
           detail=detail)  # fmt: skip
    return row
