"""The addresses of a patient's contacts."""

from django.urls import URLPattern, path

from daybridge.people.views import contacts

CONTACTS = "patients/<uuid:patient_id>/contacts/"
ONE = f"{CONTACTS}<uuid:contact_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{CONTACTS}new/", contacts.contact_new, name="contact_new"),
    path(ONE, contacts.contact_edit, name="contact_edit"),
    path(f"{ONE}removal/", contacts.contact_remove, name="contact_remove"),
    path(f"{ONE}return/", contacts.contact_restore, name="contact_restore"),
]
