"""What the pages of the program share: tabs, forms, and scoped rows."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from daybridge.access.gate import visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.access.records import Record
from daybridge.programs.errors import ProgramError, StaleSetting
from daybridge.programs.values import Wish

R = TypeVar("R", bound=Record)
TABS = (  # address, what it says
    ("programs:program", "Program"),
    ("programs:sites", "Sites and rooms"),
    ("programs:tracks", "Tracks"),
    ("programs:day_rules", "Service days"),
    ("programs:calendar", "Holidays and closures"),
    ("programs:shelf", "Curricula"),
)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form."""

    title: str
    submit: str
    back_url: str
    back_label: str
    lede: str = ""


def section(
    request: StaffRequest, template: str, context: dict[str, Any], *, tab: str
) -> HttpResponse:
    """One section of the settings under its tab."""
    tabs = [(reverse(name), label, name == tab) for name, label in TABS]
    shared = {
        "tabs": tabs,
        "heading": dict(TABS)[tab],
        "may_amend": permits(Permission.PROGRAM_AMEND, request.viewer),
    }
    return render(request, template, {**shared, **context})


def form_page(request: HttpRequest, form: Form, page: FormPage) -> HttpResponse:
    """A form on a page of its own; 422 when it came back with something to mend."""
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page}
    return render(request, "programs/form.html", context, status=status)


def refuse(form: Any, refusal: ProgramError, field: str | None, row: Any) -> None:
    """Say on the form why it was refused; what someone else saved is seen now."""
    if isinstance(refusal, StaleSetting):
        row.refresh_from_db()
        kind: type[Wish] = form.kind
        form.see(kind.of(row))
        field = None
    form.add_error(field, str(refusal))


def own(request: StaffRequest, model: type[R], pk: UUID, *related: str) -> R:
    """A row of this program, or the answer that it is not there."""
    rows = model.objects.in_program(request.viewer.program_id)
    row: R = visible_or_refused(rows.select_related(*related), pk=pk)
    return row
