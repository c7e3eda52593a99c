"""Whether somebody had an individual session since they came (`wiring.py`)."""

from typing import Any

from django.db.models import Exists, OuterRef

from daybridge.notes.models import Note


def had_individual_session(*, program: Any) -> Exists:
    """A condition on rows with `patient_id` and an `episode`, inside their query.

    It tells that a session took place, and nothing of what was written about it.
    """
    notes = (
        Note.objects.in_program(program)
        .kept()
        .filter(
            kind=Note.Kind.INDIVIDUAL,
            patient_id=OuterRef("patient_id"),
            happened_at__date__gte=OuterRef("episode__admitted_on"),
        )
    )
    return Exists(notes)
