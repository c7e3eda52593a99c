"""The public pages in the program's own words: each text, its versions, the hours."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.submissions import once
from daybridge.programs import services
from daybridge.programs.errors import StaleSetting
from daybridge.programs.models import PhoneWeek, PublicText
from daybridge.public.answering import hours_of
from daybridge.public.forms.editing import PhoneWeekForm, TextForm
from daybridge.public.texts import BY_KEY, TEXTS, Text, parts_of
from daybridge.ui.sending import sent

LANGUAGES = PublicText.Language
VERSIONS = 50  # shown
PREVIEW, RESTORE = "preview", "restore"  # buttons beside the one that saves


@requires(Permission.PROGRAM_AMEND)
@require_safe
def texts(request: StaffRequest) -> HttpResponse:
    """Each text with who changed it last, in both languages."""
    viewer = request.viewer
    rows = _rows(viewer).current().exclude(text="").select_related("written_by")
    own = {(row.key, row.language): row for row in rows}
    listed = [
        (text, [(lang, own.get((text.key, lang.value))) for lang in LANGUAGES])
        for text in TEXTS
    ]
    context = {"listed": listed, "week": _week(viewer), "program": viewer.program}
    return render(request, "public/editing/texts.html", context)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def text(request: StaffRequest, key: str, language: str) -> HttpResponse:
    """One text: write it, look at it first, or go back to the shipped one."""
    viewer = request.viewer
    if key not in BY_KEY or language not in LANGUAGES:
        raise Http404
    found = BY_KEY[key]
    rows = _rows(viewer).filter(key=key, language=language)
    now: PublicText | None = rows.current().first()
    shipped = _as_shipped(found, viewer, language)
    reads = (now.text if now else "") or shipped
    form = TextForm(
        sent(request), text=found,
        initial={"text": reads, "seen": now.number if now else 0},
    )  # fmt: skip
    context: dict[str, Any] = {
        "form": form, "text": found, "language": LANGUAGES(language), "now": now,
        "shipped": shipped, "is_own": bool(now and now.text),
        "parts": parts_of(found, reads),
        "earlier": rows.select_related("written_by").order_by("-number")[:VERSIONS],
    }  # fmt: skip
    if not (form.is_bound and form.is_valid()):
        status = 422 if form.is_bound else 200
        return render(request, "public/editing/text.html", context, status=status)
    if PREVIEW in request.POST:
        context["parts"] = parts_of(found, form.cleaned_data["text"] or shipped)
        return render(request, "public/editing/text.html", context)
    written = "" if RESTORE in request.POST else form.cleaned_data["text"]
    return _keep(request, context, "" if written == shipped else written)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def phone_week(request: StaffRequest) -> HttpResponse:
    """The hours in which the public telephone is answered."""
    viewer = request.viewer
    now = _week(viewer)
    form = PhoneWeekForm(
        sent(request), hours=hours_of(now.hours) if now else {},
        initial={"seen": now.number if now else 0},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.set_phone_week(
                hours=form.hours(), seen=form.cleaned_data["seen"], at=viewer.at,
                by=viewer,
            )  # fmt: skip
        except StaleSetting as refusal:
            _refuse(form, refusal, now)
        else:
            messages.success(request, "The hours are saved and on the public pages.")
            return redirect("public:texts")
    status = 422 if form.is_bound else 200
    context = {"form": form, "now": now}
    return render(request, "public/editing/hours.html", context, status=status)


def _keep(request: StaffRequest, context: dict[str, Any], written: str) -> HttpResponse:
    viewer, form, found = request.viewer, context["form"], context["text"]
    language = context["language"]
    try:
        services.write_text(
            key=found.key, language=language, text=written,
            seen=form.cleaned_data["seen"], at=viewer.at, by=viewer,
        )  # fmt: skip
    except StaleSetting as refusal:
        _refuse(form, refusal, context["now"])
        return render(request, "public/editing/text.html", context, status=422)
    kept = "is on the public pages." if written else "reads as shipped again."
    messages.success(request, f"{found.label} ({language.label}) {kept}")
    return redirect("public:texts")


def _refuse(form: Any, refusal: StaleSetting, now: Any) -> None:
    """Say that a colleague was quicker; sending it again replaces what they wrote."""
    form.add_error(None, str(refusal))
    form.data = form.data.copy()
    form.data["seen"] = now.number if now else 0


def _as_shipped(found: Text, viewer: Viewer, language: str) -> str:
    with translation.override(language):
        return found.as_shipped(viewer.program)


def _rows(viewer: Viewer) -> Any:
    return PublicText.objects.in_program(viewer.program_id)


def _week(viewer: Viewer) -> PhoneWeek | None:
    rows = PhoneWeek.objects.in_program(viewer.program_id)
    week: PhoneWeek | None = rows.current().select_related("written_by").first()
    return week
