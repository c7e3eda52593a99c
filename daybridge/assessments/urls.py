"""Addresses of assessments."""

from django.urls import path

from daybridge.assessments.views import (
    diagnoses,
    finishing,
    following,
    intervals,
    interview,
    keeping,
    overview,
    rating,
    reviews,
    stops,
    summary,
)

app_name = "assessments"

ONE = "assessments/<uuid:assessment_id>/"
OF = "patients/<uuid:patient_id>/"
DIAGNOSIS = "diagnoses/<uuid:diagnosis_id>/"
REVIEW = "reviews/<uuid:review_id>/"
STOP = "stops/<uuid:stop_id>/"
HELP = "assessments/help/"

urlpatterns = [
    path("assessments/", overview.waiting, name="list"),
    path("assessments/settings/", keeping.settings, name="settings"),
    path("assessments/settings/new/", keeping.new_rule, name="rule_new"),
    path(f"{HELP}new/", keeping.new_contact, name="contact_new"),
    path(
        f"{HELP}<uuid:contact_id>/change/",
        keeping.change_contact,
        name="contact_change",
    ),
    path(f"{HELP}<uuid:contact_id>/retire/", keeping.retire, name="contact_retire"),
    path("assessments/intervals/new/", intervals.new_interval, name="interval_new"),
    path(
        "assessments/intervals/<uuid:interval_id>/end/",
        intervals.end,
        name="interval_end",
    ),
    path(ONE, overview.assessment, name="assessment"),
    path(f"{ONE}aside/", overview.aside, name="aside"),
    path(f"{ONE}sections/<slug:key>/", interview.section, name="section"),
    path(f"{ONE}sections/<slug:key>/kept/", interview.keep, name="keep"),
    path(f"{ONE}ratings/", rating.ratings, name="ratings"),
    path(f"{ONE}suggestion/", rating.suggestion, name="suggestion"),
    path(f"{ONE}no-diagnosis/", diagnoses.none_found, name="none_found"),
    path(f"{ONE}signature/", finishing.finalize, name="finalize"),
    path(f"{ONE}co-signature/", finishing.co_signature, name="co_sign"),
    path(f"{ONE}addenda/", finishing.addendum, name="addendum"),
    path(f"{ONE}admission/", finishing.admission, name="admission"),
    path(f"{OF}assessments/", overview.of_patient, name="of"),
    path(f"{OF}assessments/new/", overview.new, name="new"),
    path(f"{OF}level-of-care/", summary.summary, name="summary"),
    path(f"{OF}diagnoses/", diagnoses.diagnoses, name="diagnoses"),
    path(f"{OF}diagnoses/new/", diagnoses.new, name="diagnose"),
    path(f"{OF}reviews/new/", reviews.new, name="review_new"),
    path("diagnoses/codes/", diagnoses.codes, name="codes"),
    path(f"{DIAGNOSIS}end/", diagnoses.end, name="diagnosis_end"),
    path(f"{DIAGNOSIS}primary/", diagnoses.primary, name="diagnosis_primary"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}suggestion/", reviews.suggestion, name="review_suggestion"),
    path(f"{REVIEW}signature/", reviews.sign, name="review_sign"),
    path(f"{REVIEW}co-signature/", reviews.co_signature, name="review_co_sign"),
    path(f"{REVIEW}addenda/", reviews.addendum, name="review_addendum"),
    path(f"{REVIEW}following/", following.follow, name="review_follow"),
    path(STOP, stops.stop, name="stop"),
    path(f"{STOP}calls/", stops.call, name="stop_call"),
    path(f"{STOP}answer/", stops.answer, name="stop_answer"),
]
