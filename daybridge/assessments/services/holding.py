"""One change of an assessment at a time: its row is held meanwhile."""

from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentClosed
from daybridge.assessments.models import Assessment, Review


def hold(assessment: Assessment, by: Viewer) -> Assessment:
    """The assessment as it is now, kept from others' changes; refused once closed."""
    row: Assessment = (
        Assessment.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=assessment.pk)
    )
    row.program = by.program
    if not row.is_open:
        raise AssessmentClosed
    return row


def hold_review(review: Review, by: Viewer) -> Review:
    """The review as it is now; refused once it is signed."""
    row: Review = (
        Review.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=review.pk)
    )
    row.program = by.program
    if not row.is_open:
        raise AssessmentClosed("This review is signed and closed.")
    return row
