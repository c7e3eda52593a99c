"""Addresses of the schedule."""

from django.urls import path

from daybridge.schedule import urls_drafts, urls_repairs, urls_weeks
from daybridge.schedule.views import finding, groups, roster, sessions, week

app_name = "schedule"

SESSION = "schedule/sessions/<uuid:session_id>/"
GROUP = "schedule/groups/<uuid:group_id>/"
FIND_WEEK = "schedule/people/<uuid:patient_id>/find-week/"

urlpatterns = [
    path("schedule/", week.week, name="week"),
    path("schedule/groups/", groups.groups, name="groups"),
    path("schedule/groups/new/", groups.new_group, name="group_new"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}change/", groups.change_group, name="group_change"),
    path(f"{GROUP}enroll/", roster.enroll, name="enroll"),
    path(
        "schedule/enrollments/<uuid:enrollment_id>/end/",
        roster.end_enrollment,
        name="end_enrollment",
    ),
    path(FIND_WEEK, finding.find_week, name="find_week"),
    path(f"{FIND_WEEK}why/", finding.why_none, name="why_none"),
    path(f"{FIND_WEEK}take/", finding.take_week, name="take_week"),
    path("schedule/sessions/new/", sessions.extra, name="extra_new"),
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}change/", sessions.change, name="session_change"),
    path(f"{SESSION}substitute/", sessions.substitute, name="session_substitute"),
    path(f"{SESSION}cancel/", sessions.cancel, name="session_cancel"),
    path(f"{SESSION}reinstate/", sessions.reinstate, name="session_reinstate"),
    *urls_drafts.urlpatterns,
    *urls_repairs.urlpatterns,
    *urls_weeks.urlpatterns,
]
