"""Addresses of attendance; those of doors and reminders say nothing."""

from django.urls import path

from daybridge.attendance.views import (
    door,
    follow_ups,
    noting,
    register,
    reminders,
    week,
)

app_name = "attendance"

urlpatterns = [
    path("attendance/register/", register.register, name="register"),
    path("attendance/week/", week.week, name="week"),
    path("attendance/make-up/<uuid:patient_id>/", week.make_up, name="make_up"),
    path(
        "attendance/make-up/<uuid:patient_id>/add/",
        week.add_make_up,
        name="add_make_up",
    ),
    path("attendance/answers/<uuid:patient_id>/", noting.days, name="days"),
    path("attendance/answers/<uuid:patient_id>/<str:day>/", noting.noted, name="noted"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/<uuid:follow_up_id>/", follow_ups.follow_up, name="follow_up"),
    path("door/", door.tablets, name="tablets"),
    path("door/tablets/<uuid:tablet_id>/revoke/", door.revoke, name="revoke"),
    path("door/check-in/", door.door_page, name="door"),
    path("door/check-in/leaving/", door.leaving, name="leaving"),
    path("r/<str:token>/", reminders.answer, name="answer"),
]
