"""Addresses of referrals and their papers, the waitlist, and the first 30 days."""

from django.urls import path

from daybridge.intake.views import documents, first_weeks, referrals, waitlist

REFERRALS = [
    path(
        "intake/inquiries/<uuid:inquiry_id>/referrals/new/",
        referrals.new,
        name="referral_new",
    ),
    path("intake/referrals/<uuid:referral_id>/", referrals.referral, name="referral"),
    path(
        "intake/referrals/<uuid:referral_id>/edit/",
        referrals.edit,
        name="referral_edit",
    ),
    path(
        "intake/referrals/<uuid:referral_id>/documents/new/",
        referrals.document_new,
        name="document_new",
    ),
    path(
        "intake/referrals/<uuid:referral_id>/hand-off/",
        referrals.hand_off,
        name="hand_off",
    ),
    path(
        "patients/<uuid:patient_id>/referrals/", documents.of_patient, name="came_with"
    ),
    path("intake/documents/<uuid:document_id>/", documents.document, name="document"),
    path(
        "intake/documents/<uuid:document_id>/items/",
        documents.accept,
        name="document_accept",
    ),
    path(
        "intake/documents/<uuid:document_id>/file/",
        documents.file,
        name="document_file",
    ),
    path(
        "intake/items/<uuid:item_id>/undo/", documents.take_back, name="item_take_back"
    ),
]
WAITLIST = [
    path("intake/waitlist/", waitlist.waitlist, name="waitlist"),
    path("intake/inquiries/<uuid:inquiry_id>/wait/", waitlist.wait, name="wait"),
    path("intake/waits/<uuid:wait_id>/end/", waitlist.end, name="wait_end"),
    path("intake/waits/<uuid:wait_id>/calls/", waitlist.call, name="wait_call"),
    path("intake/seats/new/", waitlist.seat_new, name="seat_new"),
    path("intake/seats/<uuid:seat_id>/close/", waitlist.seat_close, name="seat_close"),
    path("intake/seats/<uuid:seat_id>/offers/", waitlist.offer, name="seat_offer"),
    path("intake/offers/<uuid:offer_id>/answer/", waitlist.answer, name="seat_answer"),
]
FIRST_WEEKS = [
    path("intake/first-30-days/", first_weeks.first_weeks, name="first_weeks"),
    path("intake/first-30-days/list/", first_weeks.the_list, name="first_weeks_list"),
    path(
        "patients/<uuid:patient_id>/orientation/",
        first_weeks.of_patient,
        name="orientation",
    ),
    path("intake/steps/<uuid:step_id>/", first_weeks.step, name="first_weeks_step"),
]
urlpatterns = [*REFERRALS, *WAITLIST, *FIRST_WEEKS]
