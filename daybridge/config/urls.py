"""Every address of Daybridge."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = (
    ("", "daybridge.today.urls"),
    ("ui/", "daybridge.config.ui_urls"),
    ("", "daybridge.access.urls"),
    ("", "daybridge.people.urls"),
    ("", "daybridge.programs.urls"),
    ("", "daybridge.intake.urls"),
    ("", "daybridge.schedule.urls"),
    ("", "daybridge.attendance.urls"),
    ("", "daybridge.notes.urls"),
    ("", "daybridge.reports.urls"),
    ("", "daybridge.demo.urls"),
)

urlpatterns = [
    path(prefix, include(module)) for prefix, module in ROOMS if find_spec(module)
]

handler404 = "daybridge.access.gate.absent"
