"""What would it cost me? A range with its arithmetic; nothing promised or kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import public
from daybridge.public.costs import answer, charge_on, scale_on
from daybridge.public.forms.cost import CostForm
from daybridge.public.places import program_at
from daybridge.public.views.showing import show
from daybridge.ui.languages import in_readers_language
from daybridge.ui.sending import sent


@public
@in_readers_language
@require_http_methods(["GET", "HEAD", "POST"])
def cost(request: HttpRequest, place: str) -> HttpResponse:
    """The facts somebody types, and below them what follows."""
    program, form = program_at(place), CostForm(sent(request))
    today = timezone.localdate(timezone=program.zone)
    context: dict[str, Any] = {
        "form": form,
        "charge": charge_on(program, today),
        "has_scale": scale_on(program, today) is not None,
    }
    if form.is_bound and form.is_valid():
        told = form.told()
        found = answer(program, told, today)
        context |= {"asked": True, "told": told, "found": found}
        return show(request, program, "cost", context)
    return show(request, program, "cost", context, status=422 if form.is_bound else 200)
