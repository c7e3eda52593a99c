"""Addresses of calendars; the one that programs read holds only a secret."""

from django.urls import path

from daybridge.calendars.views import feed, invitations, own, patients, words

app_name = "calendars"

urlpatterns = [
    path("patients/<uuid:patient_id>/calendar/", patients.of, name="of"),
    path("patients/<uuid:patient_id>/calendar/new/", patients.make, name="make"),
    path("calendars/<uuid:feed_id>/replace/", patients.replace, name="replace"),
    path("calendars/<uuid:feed_id>/end/", patients.end, name="end"),
    path("account/calendar/", own.own, name="own"),
    path("account/calendar/new/", own.own_make, name="own_make"),
    path(
        "account/calendar/<uuid:feed_id>/replace/", own.own_replace, name="own_replace"
    ),
    path("account/calendar/<uuid:feed_id>/end/", own.own_end, name="own_end"),
    path("calendars/words/", words.words, name="words"),
    path(
        "schedule/sessions/<uuid:session_id>/invitation.ics",
        invitations.invitation,
        name="invitation",
    ),
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
]
