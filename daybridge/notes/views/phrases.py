"""My phrases: words I often need, a button on each card, mine alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.records import RecordQuerySet
from daybridge.audit.submissions import once
from daybridge.notes.forms import PhraseForm
from daybridge.notes.models import QuickPhrase
from daybridge.notes.services.phrases import delete_phrase, order_phrases, save_phrase


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def phrases(request: StaffRequest) -> HttpResponse:
    """The list, in order, and a form for one more."""
    new = QuickPhrase()
    form = PhraseForm(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        save_phrase(phrase=new, by=request.viewer, **form.cleaned_data)
        messages.success(request, "Kept. It is on every card now.")
        return redirect("notes:phrases")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "phrases": list(_own(request))}
    return render(request, "notes/phrases.html", context, status=status)


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def phrase(request: StaffRequest, phrase_id: UUID) -> HttpResponse:
    """Change one of my phrases."""
    found: QuickPhrase = visible_or_refused(_own(request), pk=phrase_id)
    form = PhraseForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        save_phrase(phrase=found, by=request.viewer, **form.cleaned_data)
        messages.success(request, "Changed.")
        return redirect("notes:phrases")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "phrase": found}
    return render(request, "notes/phrase.html", context, status=status)


@requires(Permission.CHART_CREATE)
@require_POST
@once
def move(request: StaffRequest, phrase_id: UUID) -> HttpResponse:
    """One place up or down."""
    found: QuickPhrase = visible_or_refused(_own(request), pk=phrase_id)
    numbers = [each.pk for each in _own(request)]
    here = numbers.index(found.pk)
    there = here - 1 if request.POST.get("way") == "up" else here + 1
    if 0 <= there < len(numbers):
        numbers[here], numbers[there] = numbers[there], numbers[here]
        order_phrases(numbers=numbers, by=request.viewer)
    return redirect("notes:phrases")


@requires(Permission.CHART_CREATE)
@require_POST
@once
def delete(request: StaffRequest, phrase_id: UUID) -> HttpResponse:
    """Into my bin."""
    found: QuickPhrase = visible_or_refused(_own(request), pk=phrase_id)
    delete_phrase(phrase=found, by=request.viewer, at=request.viewer.at)
    messages.success(request, "In your bin for 30 days.")
    return redirect("notes:phrases")


def _own(request: StaffRequest) -> RecordQuerySet[QuickPhrase]:
    own: RecordQuerySet[QuickPhrase] = (
        QuickPhrase.objects.in_program(request.program)
        .filter(staff_id=request.viewer.person_id, deleted_at=None)
        .order_by("position", "created_at")
    )
    return own
