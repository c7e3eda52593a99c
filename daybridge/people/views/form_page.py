"""One page with one form: what it is about, where it leads back to, what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form."""

    title: str
    back_url: str
    back_label: str
    lede: str = ""
    keep_label: str = "Keep this"

    def show(
        self,
        request: HttpRequest,
        form: forms.Form,
        *,
        differences: list[tuple[str, Any, Any]] | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The page: 200 when opened, 422 when sent back, 409 after a clash."""
        status = 422 if form.is_bound else 200
        if differences is not None:
            status = 409
        context = {"page": self, "form": form, "differences": differences, **more}
        return render(request, "people/form.html", context, status=status)


def stale(
    form: forms.Form, row: Any, values: Mapping[str, Any]
) -> list[tuple[str, Any, Any]]:
    """What is stored beside what was typed; sent again, what was typed is kept."""
    row.refresh_from_db()
    form.data = {**form.data.dict(), "version": str(row.version)}  # type: ignore[attr-defined]
    return [
        (_label(form, name), _shown(row, name), _typed(form, name, typed))
        for name, typed in values.items()
        if getattr(row, name) != typed
    ]


def _label(form: forms.Form, name: str) -> str:
    field = name.removesuffix("_id")
    return str(form[field].label) if field in form.fields else name


def _shown(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else getattr(row, name.removesuffix("_id"))


def _typed(form: forms.Form, name: str, typed: Any) -> Any:
    field = name.removesuffix("_id")
    if field != name:
        return form.cleaned_data.get(field) or ""
    choices = getattr(form.fields.get(name), "choices", None)
    return dict(choices).get(typed, typed) if choices else typed
