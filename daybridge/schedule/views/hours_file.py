"""Hours of a member of staff or a room, from a calendar file."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.schedule.calendar_file import WEEKS
from daybridge.schedule.forms.calendar_file import HoursFileForm, HoursTakeForm
from daybridge.schedule.models import Mark
from daybridge.schedule.views.calendar_file import Target, asked, taken
from daybridge.schedule.views.hours import CLOSED, STAFF, about, to_change
from daybridge.schedule.week_picture import label_of


@requires(Permission.SCHEDULE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def hours_file(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """Choose a file and say what its times mean; see the hours as they would be."""
    target = _of_hours(request, of, owner_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = HoursFileForm(*sent, meanings=_meanings(of, target.words["name"]))
    return asked(request, target, form)


@requires(Permission.SCHEDULE_READ)
@require_POST
@once
def hours_file_take(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """Keep what the preview showed."""
    return taken(request, _of_hours(request, of, owner_id))


def _of_hours(request: StaffRequest, of: str, owner_id: UUID) -> Target:
    whose = to_change(request, of, owner_id)
    words = about(whose, of)
    return Target(
        whose,
        whose.week,
        HoursTakeForm,
        lambda mark: label_of(mark, CLOSED),
        {
            **words,
            "lede": f"The hours of the next {WEEKS} weeks.",
            "back_label": f"Hours of {words['name']}",
            "back_url": reverse("schedule:hours", args=[of, owner_id]),
            "file_url": reverse("schedule:hours_file", args=[of, owner_id]),
            "take_url": reverse("schedule:hours_file_take", args=[of, owner_id]),
        },
    )


def _meanings(of: str, name: str) -> list[tuple[str, str]]:
    if of == STAFF:
        return [
            (Mark.OPEN.value, f"{name} works then"),
            (
                Mark.NOTHING.value,
                f"{name} cannot lead anything then",
            ),
        ]
    return [
        (Mark.OPEN.value, "The room is open then"),
        (Mark.NOTHING.value, "The room is taken then"),
    ]
