"""Surfaces of what a consent lets others know: the level of care to billing."""

from tests.access.kinds import PAGE, Surface, patient, rows

BY_GRANT = "BI: the summary that the consent names; others read the assessments"

SHARING = (
    Surface("ASM", "R", PAGE, "assessments:summary", patient,
            only=rows("BI"), why=BY_GRANT),
)  # fmt: skip
