"""Ask for a call. Whoever asks gets the same answer, patient or not."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import public
from daybridge.access.viewer import system_viewer
from daybridge.audit.submissions import once
from daybridge.intake.services import receive_inquiry
from daybridge.programs.models import Program
from daybridge.public.forms.call import CallForm
from daybridge.public.guard import Verdict, judge
from daybridge.public.places import program_at
from daybridge.public.views.showing import show
from daybridge.ui.languages import in_readers_language, language_now

BRINGS = "brings"  # a page that leads here with the answers of the self-check


@public
@in_readers_language
@require_http_methods(["GET", "HEAD", "POST"])
@once
def call(request: HttpRequest, place: str) -> HttpResponse:
    """A short form; once it is taken, what happens next."""
    program = program_at(place)
    if request.method != "POST" or BRINGS in request.POST:
        brought = request.POST.get("self_check", "")
        form = CallForm(initial={"self_check": brought})
        return show(request, program, "call", {"form": form})
    form = CallForm(request.POST)
    if not form.is_valid():
        return show(request, program, "call", {"form": form}, status=422)
    verdict = judge(request, program, website=form.cleaned_data["website"])
    if verdict is Verdict.TOO_MANY:
        return show(
            request, program, "call", template="public/too_many.html", status=429
        )
    if verdict is Verdict.TAKEN:
        _keep(program, form)
    return redirect("public:thanks", program.public_place)


@transaction.atomic
def _keep(program: Program, form: CallForm) -> None:
    at = timezone.now()
    receive_inquiry(
        values=form.values(language_now()), at=at, by=system_viewer(program, at),
        channel="web",
    )  # fmt: skip
