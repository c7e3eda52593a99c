"""The pages that are only read: what the program is, when it meets, and thanks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daybridge.access.gate import public
from daybridge.public.places import program_at, programs_to_choose
from daybridge.public.texts import texts_of
from daybridge.public.views.showing import show
from daybridge.public.weeks import weeks_of
from daybridge.ui.languages import in_readers_language


@public
@in_readers_language
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Straight in where there is one program; else choose it by name."""
    programs = programs_to_choose()
    if len(programs) == 1:
        return redirect("public:start", programs[0].public_place)
    return render(request, "public/choose.html", {"programs": programs})


@public
@in_readers_language
@require_safe
def start(request: HttpRequest, place: str) -> HttpResponse:
    """What an intensive outpatient program is."""
    program = program_at(place)
    return show(request, program, "start", {"texts": texts_of(program)})


@public
@in_readers_language
@require_safe
def week(request: HttpRequest, place: str) -> HttpResponse:
    """When and where this program meets."""
    program = program_at(place)
    today = timezone.localdate(timezone=program.zone)
    said = {"weeks": weeks_of(program, today), "texts": texts_of(program)}
    return show(request, program, "week", said)


@public
@in_readers_language
@require_safe
def thanks(request: HttpRequest, place: str) -> HttpResponse:
    """What happens after somebody asked for a call: the same for everybody."""
    return show(request, program_at(place), "thanks")


@public
@in_readers_language
@require_safe
def referred(request: HttpRequest, place: str) -> HttpResponse:
    """What happens after a referral: the same for everybody."""
    return show(request, program_at(place), "referred")
