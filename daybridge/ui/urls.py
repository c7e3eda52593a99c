"""The theme switch, and the living page of components."""

from django.urls import path

from daybridge.ui import views

app_name = "ui"

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("", views.living_page, name="living-page"),
]
