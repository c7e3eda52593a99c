"""Every address of Daybridge."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = (  # an address is looked for in this order; no two rooms share one
    ("", "daybridge.today.urls"),
    ("", "daybridge.notes.urls"),
    ("", "daybridge.attendance.urls"),
    ("", "daybridge.people.urls"),
    ("", "daybridge.schedule.urls"),
    ("", "daybridge.intake.urls"),
    ("", "daybridge.coverage.urls"),
    ("", "daybridge.consents.urls"),
    ("", "daybridge.assessments.urls"),
    ("", "daybridge.calendars.urls"),
    ("", "daybridge.outbox.urls"),
    ("", "daybridge.public.urls"),
    ("", "daybridge.programs.urls"),
    ("", "daybridge.reports.urls"),
    ("", "daybridge.access.urls"),
    ("", "daybridge.demo.urls"),
    ("ui/", "daybridge.config.ui_urls"),
)

urlpatterns = [
    path(prefix, include(module)) for prefix, module in ROOMS if find_spec(module)
]

handler404 = "daybridge.access.gate.absent"
