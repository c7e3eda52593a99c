"""Sessions as they are run, notes as they are signed, charts as they are read."""

from django.urls import path

from daybridge.notes.urls_charts import urlpatterns as charts
from daybridge.notes.views import conduct, evening, live, places, review, saving

app_name = "notes"

urlpatterns = [
    path("sessions/<uuid:session_id>/", evening.session, name="session"),
    path("sessions/<uuid:session_id>/save/", saving.save, name="save"),
    path("sessions/<uuid:session_id>/summary/", saving.summary, name="summary"),
    path(
        "sessions/<uuid:session_id>/cards/<uuid:patient_id>/", saving.card, name="card"
    ),
    path("sessions/<uuid:session_id>/places/", places.place, name="place"),
    path("sessions/<uuid:session_id>/conduct/", conduct.conduct, name="conduct"),
    path("sessions/<uuid:session_id>/live/", live.live, name="live"),
    path("sessions/<uuid:session_id>/review/", review.review, name="review"),
    path("sessions/<uuid:session_id>/names/", review.name, name="name"),
    path("sessions/<uuid:session_id>/signatures/", review.sign, name="sign"),
    path("sessions/<uuid:session_id>/print/", review.printed, name="print"),
    *charts,
]
