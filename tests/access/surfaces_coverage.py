"""The surfaces of coverage: policies, quotes, questions to payers, estimates."""

from collections.abc import Callable
from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import FILE, FORM, LIST, PAGE, Surface, nothing, patient, rows

WHOLE = rows("BI", "SV", "PD")
NO_LINES = "FD: copay and eligibility; CT, RX: own service lines; BI: by consent"
BILLS = rows("BI")
BY_CONSENT = "a biller writes, once a consent for payment is in force"


def its(name: str, *more: str) -> Callable[[Chart], list[Any]]:
    return lambda chart: [getattr(chart.covered, name).pk, *more]


def _read(kind: str, name: str, args: Any = None, **more: Any) -> Surface:
    shared = {"only": WHOLE, "why": NO_LINES} | more
    if args is None:
        return Surface("CLM", "R", kind, name, **shared)
    return Surface("CLM", "R", kind, name, args, **shared)


def _form(name: str, args: Any) -> tuple[Surface, ...]:
    """A form as it is opened, and as it is sent."""
    return (
        Surface("CLM", "C", PAGE, name, args, only=BILLS, why=BY_CONSENT),
        _act(name, args),
    )


def _act(name: str, args: Any) -> Surface:
    return Surface("CLM", "C", FORM, name, args, nothing, only=BILLS, why=BY_CONSENT)


COVERAGE = (
    _read(PAGE, "coverage:of", patient, only=rows("FD", "BI", "SV", "PD")),
    _read(PAGE, "coverage:estimate", patient),
    _read(PAGE, "coverage:quote", its("quote")),
    _read(FILE, "coverage:card", its("policy", "front")),
    _read(FILE, "coverage:good_faith_document", its("given")),
    _read(LIST, "coverage:list", is_always_there=False),
    _read(LIST, "coverage:list", query="?show=authorization"),
    _read(LIST, "coverage:good_faith"),
    *_form("coverage:policy_new", patient),
    *_form("coverage:policy", its("policy")),
    *_form("coverage:quote_new", its("policy")),
    *_form("coverage:quote_file", its("policy")),
    *_form("coverage:self_pay", patient),
    *_form("coverage:income", patient),
    *_form("coverage:good_faith_owe", patient),
    *_form("coverage:good_faith_give", its("owed")),
    _act("coverage:self_pay_end", patient),
    _act("coverage:good_faith_withdraw", its("owed")),
    _act("coverage:inquiry_new", its("policy")),
    _act("coverage:inquiry_download", its("inquiry")),
    _act("coverage:inquiry_folder", its("inquiry")),
)

COVERAGE_OF_NO_PATIENT = (
    "coverage",
    "payers payer_new payer plan_new plan rates rate_new rate_end scales scale_new "
    "submitter",
)
