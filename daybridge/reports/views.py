"""Reports as pages and as files."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires
from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.reports.census import census_report
from daybridge.reports.dose import dose_report
from daybridge.reports.files import as_csv
from daybridge.reports.filters import Filters, read_filters
from daybridge.reports.parts import Report, sees_no_small_cells, suppress
from daybridge.reports.retention import retention_report


@dataclass(frozen=True, slots=True)
class Kind:
    """One report: its name in addresses, on the tab, and how it is made."""

    slug: str
    label: str
    weeks: int  # shown when no period is chosen
    make: Callable[[Viewer, Filters], Report]


KINDS = (
    Kind("census", "Census", 16, census_report),
    Kind("dose", "Weekly dose", 8, dose_report),
    Kind("retention", "Retention", 52, retention_report),
)


@requires(Permission.OUTCOMES_READ)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report with its filters, chart, tables, and what stands behind it."""
    kind = _kind(slug)
    made, filters = _make(request, kind)
    return render(
        request,
        "reports/report.html",
        {
            "report": made,
            "filters": filters,
            "kinds": KINDS,
            "kind": kind,
            "may_export": permits(Permission.OUTCOMES_EXPORT, viewer_of(request)),
            "print_title": made.title,
        },
    )


@requires(Permission.OUTCOMES_EXPORT)
@require_safe
def report_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same report as a CSV file; taking it out is an act of its own."""
    kind = _kind(slug)
    made, filters = _make(request, kind)
    viewer = viewer_of(request)
    detail = {
        "report": slug,
        "from": str(filters.first),
        "to": str(filters.last),
        "track": str(filters.track_id or ""),
    }
    record("reports.exported", by=viewer.actor, detail=detail, at=viewer.at)
    about = f"{filters.track}, {filters.first} to {filters.last}"
    response = HttpResponse(
        as_csv(made, about=about), content_type="text/csv; charset=utf-8"
    )
    name = f"{slug}-{slugify(filters.track)}-{filters.first}-{filters.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def viewer_of(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _kind(slug: str) -> Kind:
    for kind in KINDS:
        if kind.slug == slug:
            return kind
    raise Http404


def _make(request: HttpRequest, kind: Kind) -> tuple[Report, Filters]:
    viewer = viewer_of(request)
    filters = read_filters(request.GET, viewer, weeks=kind.weeks)
    made = kind.make(viewer, filters)
    return (suppress(made) if sees_no_small_cells(viewer) else made), filters
