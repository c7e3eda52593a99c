"""The plain-words estimate: what a stay will cost, each way to pay side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.coverage import queries
from daybridge.coverage.estimates import FORMULA, Stay, Way, ways
from daybridge.coverage.forms.fees import StayForm
from daybridge.coverage.reach import readable
from daybridge.coverage.views.showing import whose
from daybridge.intake.queries import dose_orders_in_force
from daybridge.people.models import Patient
from daybridge.rules.cost_estimate import CostOfDay
from daybridge.ui.charts import Chart, Series

WEEKS, DAYS = 12, 3  # until a dose is ordered


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the arithmetic, with what is paid until then."""

    day: CostOfDay
    so_far: int


@requires(Permission.COVERAGE_READ)
@require_safe
def estimate(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """What a stay will cost one person; nothing is kept and nothing promised."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(readable(viewer), pk=patient_id)
    record_read(viewer, patient, "a cost estimate")
    today = viewer.today
    planned, is_ordered = _planned(viewer, patient, today)
    form = StayForm({**planned, **request.GET.dict()})
    stay = form.stay() if form.is_valid() else _usual(planned)
    found = ways(
        request.program, stay, queries.insured_on(patient, today),
        queries.attestation_on(patient, today), at=viewer.at,
    )  # fmt: skip
    context = {
        **whose(viewer, patient), "form": form, "stay": stay, "ways": found,
        "chart": _chart(found), "is_ordered": is_ordered, "today": today,
        "formula": FORMULA,
        "with_lines": [(way, _lines(way)) for way in found if way.estimate],
    }  # fmt: skip
    status = 200 if form.is_valid() else 422
    return render(request, "coverage/estimate.html", context, status=status)


def _usual(planned: dict[str, Any]) -> Stay:
    return Stay(planned["starts"], planned["weeks"], planned["days"])


def _planned(viewer: Any, patient: Patient, today: date) -> tuple[dict[str, Any], bool]:
    """The dose that was ordered, else a usual one; from next Monday on."""
    orders = dose_orders_in_force(viewer.program, day=today, patient_ids=[patient.pk])
    order = orders.get(patient.pk)
    monday = today + timedelta(days=-today.weekday() % 7)
    days = min(7, max(1, order.days_per_week)) if order else DAYS
    return {"weeks": WEEKS, "days": days, "starts": monday}, order is not None


def _lines(way: Way) -> list[Line]:
    """Each day with what the person has paid by then."""
    found, so_far = [], 0
    for day in way.estimate.days if way.estimate else ():
        so_far += day.person
        found.append(Line(day, so_far))
    return found


def _chart(found: Sequence[Way]) -> Chart | None:
    """What each month costs the person, for every way that could be reckoned."""
    reckoned = [way for way in found if way.estimate is not None]
    if not reckoned:
        return None
    first = reckoned[0].estimate
    assert first is not None
    months = [(month.year, month.month) for month in first.months]
    series = []
    for way in reckoned:
        assert way.estimate is not None
        by_month = {(m.year, m.month): m.person for m in way.estimate.months}
        series.append(Series(way.title, [by_month.get(m, 0) / 100 for m in months]))
    return Chart(
        title="What each month would cost",
        axis="Month",
        labels=[f"{date(year, month, 1):%B %Y}" for year, month in months],
        series=series,
        unit="dollars",
        kind="bar",
        summary="The person’s part; what a plan pays is not shown.",
    )
