"""Addresses of messages, and of how somebody wants to be told."""

from django.urls import path

from daybridge.outbox.views import messages, patients

app_name = "outbox"

urlpatterns = [
    path("messages/", messages.listed, name="messages"),
    path("messages/<uuid:message_id>/", messages.message, name="message"),
    path("messages/<uuid:message_id>/call/", messages.call, name="call"),
    path("messages/<uuid:message_id>/again/", messages.again, name="again"),
    path("patients/<uuid:patient_id>/messages/", patients.of, name="of"),
    path("patients/<uuid:patient_id>/messages/how/", patients.how, name="how"),
]
