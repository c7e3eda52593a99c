"""Addresses of intake: one person's care, and each act on it."""

from django.urls import include, path

from daybridge.intake.views import admission, care, changes, leaving
from daybridge.intake.way_in_urls import urlpatterns as way_in

app_name = "intake"

urlpatterns = [
    *way_in,
    path("", include("daybridge.intake.urls_inquiries")),
    path("patients/<uuid:patient_id>/care/", care.episodes, name="episodes"),
    path("patients/<uuid:patient_id>/care/new/", admission.admit, name="admit"),
    path("episodes/<uuid:episode_id>/admission/", admission.facts, name="facts"),
    path("episodes/<uuid:episode_id>/doses/new/", changes.dose, name="dose"),
    path("episodes/<uuid:episode_id>/transfer/", changes.transfer, name="transfer"),
    path("episodes/<uuid:episode_id>/discharge/", leaving.discharge, name="discharge"),
    path(
        "episodes/<uuid:episode_id>/discharge/undo/",
        leaving.take_back,
        name="take_back",
    ),
]
