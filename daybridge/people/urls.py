"""Patients and staff: lists, one person, and search."""

from django.urls import path

from daybridge.people.urls_contacts import urlpatterns as contacts
from daybridge.people.urls_staff import urlpatterns as staff
from daybridge.people.views import patients

app_name = "people"
urlpatterns = [
    path("patients/", patients.patients, name="patients"),
    path("patients/search/", patients.search, name="search"),
    path("patients/new/", patients.new, name="new"),
    path("patients/<uuid:patient_id>/", patients.patient, name="patient"),
    path("patients/<uuid:patient_id>/edit/", patients.edit, name="edit"),
    path(
        "patients/<uuid:patient_id>/arrival-code/",
        patients.arrival_code,
        name="arrival_code",
    ),
    *contacts,
    *staff,
]
