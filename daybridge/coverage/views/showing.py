"""What the pages of coverage share: a form, its words, a refusal, a person."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.coverage.errors import CoverageError
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_identity

TABS = (  # address, label, who
    ("coverage:list", "To check", Permission.COVERAGE_READ),
    ("coverage:good_faith", "Good-faith estimates", Permission.COVERAGE_READ),
    ("coverage:payers", "Payers and plans", Permission.RATES_AMEND),
    ("coverage:rates", "Rates", Permission.RATES_AMEND),
    ("coverage:scales", "Sliding fee", Permission.RATES_AMEND),
)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form."""

    title: str
    submit: str
    back_url: str
    back_label: str
    lede: str = ""
    takes_files: bool = False


def form_page(
    request: StaffRequest, form: forms.Form, page: FormPage,
    template: str = "coverage/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form on a page of its own; 422 when it came back with something to mend."""
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page, **more}
    return render(request, template, context, status=status)


def page_of(
    viewer: Any, patient: Patient, title: str, submit: str, **more: Any
) -> FormPage:
    """The words around a form about one person."""
    return FormPage(
        title=title, submit=submit, back_url=reverse("coverage:of", args=[patient.pk]),
        back_label=f"Coverage of {as_read_by(viewer, patient).display_name}", **more,
    )  # fmt: skip


def told(form: forms.Form, refusal: CoverageError) -> None:
    """Put a refusal beside the answer it belongs to, or above the form."""
    form.add_error(
        refusal.field if refusal.field in form.fields else None, str(refusal)
    )


def back_to(request: StaffRequest, patient_id: Any, sentence: str) -> HttpResponse:
    """The page of their coverage, saying what was done."""
    messages.success(request, sentence)
    return redirect("coverage:of", patient_id)


def section(
    request: StaffRequest, template: str, context: dict[str, Any], *, tab: str
) -> HttpResponse:
    """One page of the room under its tab."""
    tabs = [
        (reverse(name), label, name == tab)
        for name, label, permission in TABS
        if permits(permission, request.viewer)
    ]
    shared = {"tabs": tabs, "heading": "Coverage"}
    return render(request, template, {**shared, **context})


def whose(viewer: Any, patient: Patient) -> dict[str, Any]:
    """The patient as this viewer reads them, for the head of a page."""
    shown = as_read_by(viewer, patient)
    return {
        "patient": shown,
        "identity": reads_identity(viewer),
        "print_patient": ", ".join(
            filter(None, (shown.display_name, shown.record_number))
        ),
    }
