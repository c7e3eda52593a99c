"""Charts, single notes and queues."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from daybridge.access.gate import signed_in


@signed_in
def _later(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("patients/<uuid:patient_id>/chart/", _later, name="chart"),
    path("notes/<uuid:note_id>/", _later, name="note"),
    path("notes/", _later, name="unsigned"),
]
