"""Charts, single notes and queues, service days, the bin, phrases, counseling notes."""

from django.urls import path

from daybridge.notes.views import bin as bins
from daybridge.notes.views import (
    chart,
    counseling,
    individual,
    note,
    phrases,
    queue,
    service_days,
)

charts = [
    path("patients/<uuid:patient_id>/chart/", chart.chart, name="chart"),
    path(
        "patients/<uuid:patient_id>/notes/new/", individual.new, name="new_individual"
    ),
    path("notes/", queue.unsigned, name="unsigned"),
    path("notes/co-signatures/", queue.co_signatures, name="co_signatures"),
    path("notes/<uuid:note_id>/", note.note, name="note"),
    path("notes/<uuid:note_id>/print/", note.printed, name="print_note"),
    path("notes/<uuid:note_id>/addenda/", note.addendum, name="addendum"),
    path("notes/<uuid:note_id>/co-signature/", note.co_signature, name="co_sign"),
    path("notes/<uuid:note_id>/deletion/", note.delete, name="delete"),
    path("notes/<uuid:note_id>/card/", individual.write, name="write_individual"),
    path("notes/<uuid:note_id>/review/", individual.review, name="review_individual"),
    path("notes/<uuid:note_id>/signature/", individual.sign, name="sign_individual"),
]

days = [
    path("service-days/", service_days.service_days, name="service_days"),
    path(
        "service-days/file/", service_days.service_days_file, name="service_days_file"
    ),
    path("service-days/reminders/", service_days.remind, name="remind"),
    path(
        "patients/<uuid:patient_id>/days/<str:on>/",
        service_days.service_day,
        name="service_day",
    ),
]

own = [
    path("bin/", bins.my_bin, name="bin"),
    path("bin/<str:kind>/<uuid:row_id>/restoration/", bins.restore, name="restore"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/<uuid:phrase_id>/", phrases.phrase, name="phrase"),
    path("phrases/<uuid:phrase_id>/move/", phrases.move, name="move_phrase"),
    path("phrases/<uuid:phrase_id>/deletion/", phrases.delete, name="delete_phrase"),
]

kept_apart = [
    path(
        "patients/<uuid:patient_id>/counseling-notes/",
        counseling.notes,
        name="counseling_notes",
    ),
    path("counseling-notes/<uuid:note_id>/", counseling.note, name="counseling_note"),
    path(
        "counseling-notes/<uuid:note_id>/supervision/",
        counseling.put_forward,
        name="put_forward",
    ),
    path(
        "counseling-notes/<uuid:note_id>/deletion/",
        counseling.delete,
        name="delete_counseling_note",
    ),
    path("counseling-notes/", counseling.for_supervision, name="for_supervision"),
]

urlpatterns = [*charts, *days, *own, *kept_apart]
