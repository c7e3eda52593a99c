"""What a surface is, and the words in which surfaces are written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.access.chart import Chart

PAGE, JSON, SEARCH = "HTML page", "JSON endpoint", "global search and autocomplete"
LIST, FILE = "list counts and pagination totals", "export/print/PDF"
NOTICE, TRAIL = "notification or push text", "audit/activity feed"
FORM = "form"

Answers = Callable[[Chart], dict[str, Any]]


@dataclass(frozen=True)
class Surface:
    """One way to a matter of Dana's."""

    matter: str
    operation: str
    kind: str
    url_name: str
    args: Callable[[Chart], list[Any]] = lambda chart: []
    sent: Answers | None = None  # what a form sends; None: the page is read
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    only: frozenset[str] | None = None  # matrix rows; None: as the matrix says
    but_not: frozenset[str] = frozenset()
    why: str = ""  # of `only` and `but_not`
    is_always_there: bool = True  # False: a list on which Dana need not be today

    @property
    def name(self) -> str:
        words = [self.url_name, "post" if self.sent else "", self.query]
        return " ".join(filter(None, [*words, *self.headers.values()]))

    @property
    def is_list(self) -> bool:
        return self.kind in (LIST, SEARCH)

    def url(self, chart: Chart) -> str:
        query = self.query.format(day=chart.seen_on.isoformat())
        return reverse(self.url_name, args=self.args(chart)) + query


def rows(*names: str) -> frozenset[str]:
    return frozenset(names)


def patient(chart: Chart) -> list[Any]:
    return [chart.dana.pk]


def session(chart: Chart) -> list[Any]:
    return [chart.clinic.session.pk]


def group(chart: Chart) -> list[Any]:
    return [chart.clinic.group.pk]


def of(name: str) -> Callable[[Chart], list[Any]]:
    """The address of one row of the chart."""
    return lambda chart: [getattr(chart, name).pk]


def contact(chart: Chart) -> list[Any]:
    return [chart.dana.pk, chart.contact.pk]


def nothing(chart: Chart) -> dict[str, Any]:
    return {}


def card(chart: Chart) -> dict[str, Any]:
    """Dana's card as a browser sends it, unchanged."""
    return {f"base-{chart.dana.pk}": ""}


def a_person(chart: Chart) -> dict[str, Any]:
    return {"legal_first_name": "Dana", "legal_last_name": "Whitfield"}


def day(chart: Chart) -> str:
    return str(chart.seen_on.isoformat())


def act_on_place(act: str) -> Answers:
    return lambda chart: {"act": f"{chart.place.pk}:{act}"}


PAYER = "BI amends payer ids, which are not here"
SUPERVISION = "made and read by those who answer for the program's access"
A_REASON = "PD: the chart opens with a stated reason"
OWN_WORDS = "PS: own peer notes; BI: no words; " + A_REASON
NO_COLLEAGUE = "CT/SCN: author only; SV: only what was put forward to them"
DESK_AND_HEADS = "the calendar is kept by the desk, supervisors and the director"
RUNS_BILLING = "service days are read by billing and those in charge"
CALLS = "calls are made by all who see the patient, and by the desk"
IN_CHARGE = rows("SV", "PD")
