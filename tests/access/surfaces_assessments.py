"""The surfaces of assessments: interviews, ratings, diagnoses, dangers, reviews."""

from collections.abc import Callable
from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import (
    A_REASON,
    FORM,
    LIST,
    OWN_WORDS,
    PAGE,
    Surface,
    nothing,
    patient,
    rows,
)

LIMITS = "PS: own peer notes; " + A_REASON
WORDS = rows("PS", "BI", "PD")
ANSWERS = "whoever asked, and the supervisor"
WRITES_AND_SIGNS = "signed by who may write it as well"
CO_SIGNS = "the supervisor's signature"


def of(name: str, *more: str) -> Callable[[Chart], list[Any]]:
    return lambda chart: [getattr(chart.assessed, name).pk, *more]


def _both(operation: str, name: str, args: Any, **more: Any) -> tuple[Surface, ...]:
    """A form as it is opened, and as it is sent."""
    return (
        Surface("ASM", operation, PAGE, name, args, **more),
        Surface("ASM", operation, FORM, name, args, nothing, **more),
    )


def _read(name: str, args: Any) -> Surface:
    return Surface("ASM", "R", PAGE, name, args, but_not=rows("PD"), why=A_REASON)


ASSESSMENTS = (
    Surface("ASM", "R", LIST, "assessments:list", but_not=rows("PD"), why=A_REASON),
    _read("assessments:of", patient),
    _read("assessments:assessment", of("under_way")),
    _read("assessments:stop", of("stop")),
    _read("assessments:review", of("review")),
    Surface("ASM", "C", FORM, "assessments:new", patient, nothing),
    Surface("ASM", "C", FORM, "assessments:review_new", patient, nothing),
    Surface("ASM", "C", FORM, "assessments:review", of("review"), nothing),
    Surface("ASM", "C", FORM, "assessments:review_suggestion", of("review"), nothing),
    Surface("ASM", "C", FORM, "assessments:keep", of("under_way", "reason"), nothing),
    Surface("ASM", "C", FORM, "assessments:suggestion", of("under_way"), nothing),
    Surface("ASM", "C", FORM, "assessments:none_found", of("under_way"), nothing),
    *_both("C", "assessments:section", of("under_way", "reason")),
    *_both("C", "assessments:ratings", of("under_way")),
    *_both("C", "assessments:aside", of("under_way")),
    *_both("C", "assessments:admission", of("finished")),
    Surface("SUD", "U", PAGE, "assessments:review_follow", of("decided")),
    Surface("SUD", "U", FORM, "assessments:review_follow", of("decided"), nothing),
    *_both("S", "assessments:finalize", of("under_way"),
           only=rows("CT"), why=WRITES_AND_SIGNS),
    *_both("S", "assessments:review_sign", of("review"),
           only=rows("CT"), why=WRITES_AND_SIGNS),
    Surface("ASM", "S", FORM, "assessments:co_sign", of("finished"), nothing,
            only=rows("SV"), why=CO_SIGNS),
    Surface("ASM", "S", FORM, "assessments:review_co_sign", of("reviewed"), nothing,
            only=rows("SV"), why=CO_SIGNS),
    Surface("ASM", "U", FORM, "assessments:addendum", of("finished"), nothing),
    Surface("ASM", "U", FORM, "assessments:review_addendum", of("reviewed"), nothing),
    Surface("ASM", "R", FORM, "assessments:stop_call", of("stop"), nothing,
            only=rows("CT", "SV", "RX"), why=ANSWERS),
    Surface("ASM", "R", FORM, "assessments:stop_answer", of("stop"), nothing,
            only=rows("CT", "SV", "RX"), why=ANSWERS),
    Surface("SUD", "R", PAGE, "assessments:diagnoses", patient,
            but_not=rows("PS", "PD"), why=LIMITS),
    Surface("SUD", "C", PAGE, "assessments:diagnose", patient,
            but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "C", FORM, "assessments:diagnose", patient, nothing,
            but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "U", PAGE, "assessments:diagnosis_end", of("diagnosis")),
    Surface("SUD", "U", FORM, "assessments:diagnosis_end", of("diagnosis"), nothing),
    Surface("SUD", "U", FORM, "assessments:diagnosis_primary", of("diagnosis"),
            nothing),
)  # fmt: skip

OF_NO_PATIENT = {
    f"assessments:{name}": "how the program assesses, whom it calls, a code table"
    for name in ("settings", "rule_new", "interval_new", "interval_end", "contact_new",
                 "contact_change", "contact_retire", "codes")
}  # fmt: skip
