"""Surfaces of consents: forms, signatures, revocations, and the register."""

from collections.abc import Callable
from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import (
    FILE,
    FORM,
    LIST,
    PAGE,
    Surface,
    nothing,
    patient,
    rows,
)

STATUS = "PS: the status, not to whom or what for"


def its(name: str) -> Callable[[Chart], list[Any]]:
    """The address of one row of Dana's consents."""
    return lambda chart: [getattr(chart.consents, name).pk]


def new_form(chart: Chart) -> list[Any]:
    return [chart.dana.pk, "specific"]


def signed_copy(chart: Chart) -> list[Any]:
    return [chart.consents.signed.pk, "copy"]


READING = (
    Surface("CON", "R", PAGE, "consents:of", patient),
    Surface("CON", "R", PAGE, "consents:consent", its("signed"),
            but_not=rows("PS"), why=STATUS),
    Surface("CON", "R", FILE, "consents:file", signed_copy,
            but_not=rows("PS"), why=STATUS),
    Surface("CON", "R", LIST, "consents:disclosures",
            but_not=rows("PS"), why=STATUS),
    Surface("CON", "R", PAGE, "consents:disclosures_of", patient,
            but_not=rows("PS"), why=STATUS),
    Surface("CON", "R", PAGE, "consents:disclosure", its("disclosure"),
            but_not=rows("PS"), why=STATUS),
    Surface("CON", "R", FILE, "consents:accounting", patient,
            but_not=rows("PS"), why=STATUS),
)  # fmt: skip

ACTING = (
    Surface("CON", "C", LIST, "consents:packets"),
    Surface("CON", "C", PAGE, "consents:kinds", patient),
    Surface("CON", "C", PAGE, "consents:new", new_form),
    Surface("CON", "C", FORM, "consents:new", new_form, nothing),
    Surface("CON", "C", FORM, "consents:begin", patient, nothing),
    Surface("CON", "C", PAGE, "consents:enter", patient),
    Surface("CON", "C", FORM, "consents:enter", patient, nothing),
    Surface("CON", "C", FILE, "consents:document", its("disclosure")),
    Surface("CON", "C", FILE, "consents:paper", its("waiting")),
    *(
        Surface("CON", "C", kind, f"consents:{name}", its(row), sent)
        for name, row in (
            ("edit", "waiting"), ("scan", "waiting"), ("revoke", "signed"),
            ("tell", "revoked"), ("share", "signed"), ("hand_over", "signed"),
        )
        for kind, sent in ((PAGE, None), (FORM, nothing))
    ),
    *(
        Surface("CON", "C", FORM, f"consents:{name}", its(row), nothing)
        for name, row in (
            ("withdraw", "waiting"), ("tablet", "waiting"), ("link", "waiting"),
            ("end_share", "share"), ("packet_tablet", "packet"),
            ("packet_link", "packet"), ("remind", "packet"),
            ("packet_withdraw", "packet"),
        )
    ),
    Surface("CON", "C", PAGE, "consents:packet", its("packet")),
)  # fmt: skip

CONSENTS = READING + ACTING
CONSENTS_OF_NO_PATIENT = ("consents", "program_forms template")
