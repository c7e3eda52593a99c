"""Curricula, topics and handouts."""

from django.urls import path

from daybridge.programs import views

app_name = "programs"

urlpatterns = [
    path("curricula/", views.curricula, name="curricula"),
    path("curricula/<uuid:curriculum_id>/", views.curriculum, name="curriculum"),
    path("topics/<uuid:topic_id>/", views.topic, name="topic"),
    path("topics/<uuid:topic_id>/handout/", views.handout, name="handout"),
]
