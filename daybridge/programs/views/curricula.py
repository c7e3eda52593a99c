"""What groups can hold: curricula, their topics, plans and handouts."""

from itertools import groupby
from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.programs.handouts import as_page
from daybridge.programs.models import Curriculum, Topic


@requires(Permission.CURRICULUM_READ)
@require_safe
def curricula(request: StaffRequest) -> HttpResponse:
    """The curricula of this program."""
    rows = Curriculum.objects.in_program(request.viewer.program_id).order_by("title")
    may_install = permits(Permission.PROGRAM_AMEND, request.viewer)
    context = {"curricula": rows, "may_install": may_install}
    return render(request, "programs/curricula.html", context)


@requires(Permission.CURRICULUM_READ)
@require_safe
def curriculum(request: StaffRequest, curriculum_id: UUID) -> HttpResponse:
    """The topics of one curriculum week by week, with their aims."""
    rows = Curriculum.objects.in_program(request.viewer.program_id)
    found: Curriculum = visible_or_refused(rows, pk=curriculum_id)
    in_weeks = F("week").asc(nulls_last=True)
    topics = found.topics.select_related("module").order_by(in_weeks, "number")
    by_week = groupby(topics, lambda topic: topic.week)
    context = {
        "curriculum": found,
        "weeks": [(week, list(of)) for week, of in by_week],
    }
    return render(request, "programs/curriculum.html", context)


@requires(Permission.CURRICULUM_READ)
@require_safe
def topic(request: StaffRequest, topic_id: UUID) -> HttpResponse:
    """One topic: aims, outline, and the plan for whoever leads it."""
    found = _topic(request, topic_id)
    context = {"topic": found, "plan": as_page(found.facilitator_plan)}
    return render(request, "programs/topic.html", context)


@requires(Permission.CURRICULUM_READ)
@require_safe
def handout(request: StaffRequest, topic_id: UUID) -> HttpResponse:
    """The handout of a topic, made to be printed; it names no place."""
    found = _topic(request, topic_id)
    context = {"topic": found, "text": as_page(found.handout)}
    return render(request, "programs/handout.html", context)


def _topic(request: StaffRequest, topic_id: UUID) -> Topic:
    rows = Topic.objects.in_program(request.viewer.program_id)
    found: Topic = visible_or_refused(
        rows.select_related("curriculum", "module"), pk=topic_id
    )
    return found
