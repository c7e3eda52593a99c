"""Refer somebody. The answer is the same whoever is named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import public
from daybridge.access.viewer import system_viewer
from daybridge.audit.submissions import once
from daybridge.intake.services import receive_inquiry, receive_referral
from daybridge.programs.models import Program
from daybridge.public.forms.refer import ReferForm
from daybridge.public.guard import Verdict, judge
from daybridge.public.places import program_at
from daybridge.public.views.showing import show
from daybridge.ui.languages import in_readers_language


@public
@in_readers_language
@require_http_methods(["GET", "HEAD", "POST"])
@once
def refer(request: HttpRequest, place: str) -> HttpResponse:
    """The form for professionals; once it is taken, what happens next."""
    program = program_at(place)
    if request.method != "POST":
        return show(request, program, "refer", {"form": ReferForm()})
    form = ReferForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, program, "refer", {"form": form}, status=422)
    verdict = judge(request, program, website=form.cleaned_data["website"])
    if verdict is Verdict.TOO_MANY:
        return show(
            request, program, "refer", template="public/too_many.html", status=429
        )
    if verdict is Verdict.TAKEN:
        _keep(program, form)
    return redirect("public:referred", program.public_place)


def _keep(program: Program, form: ReferForm) -> None:
    """In the transaction of the form: both or neither."""
    at = timezone.now()
    by = system_viewer(program, at)
    inquiry = receive_inquiry(values=form.inquiry(), at=at, by=by, channel="referral")
    receive_referral(
        inquiry=inquiry, values=form.referral(), at=at, by=by,
        files=[form.received] if form.received else [],
    )  # fmt: skip
