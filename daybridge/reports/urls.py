"""Addresses of the reports."""

from django.urls import path

from daybridge.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/census/", views.report, {"slug": "census"}, name="census"),
    path("reports/dose/", views.report, {"slug": "dose"}, name="dose"),
    path("reports/retention/", views.report, {"slug": "retention"}, name="retention"),
    path("reports/<slug:slug>/file.csv", views.report_file, name="file"),
]
