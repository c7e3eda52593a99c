"""The first page."""

from django.urls import path

from daybridge.today import views

app_name = "today"

urlpatterns = [
    path("", views.home, name="home"),
    path("today/doses/", views.doses, name="doses"),
    path("today/way-in/", views.coming, name="way_in"),
    path("today/weeks/", views.weeks, name="weeks"),
    path("today/held/", views.held, name="held"),
]
