"""What is set under something signed: a second signature, and an addendum."""

from django.contrib import messages

from daybridge.access.http import StaffRequest
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.forms.acting import AddendumForm
from daybridge.assessments.models import Assessment, Review
from daybridge.assessments.services.signing import add_addendum, co_sign


def sign_beside(request: StaffRequest, row: Assessment | Review) -> None:
    """Co-sign what was shown; the next page says whether it holds."""
    viewer = request.viewer
    digest = request.POST.get("digest", "")
    try:
        co_sign(signed=row, digest=digest, at=viewer.at, by=viewer)
    except AssessmentRefusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Your signature stands under it.")


def was_added(
    request: StaffRequest, row: Assessment | Review, form: AddendumForm
) -> bool:
    """Sign an addendum; a refusal stands in the form."""
    if not form.is_valid():
        return False
    viewer = request.viewer
    try:
        add_addendum(signed=row, at=viewer.at, by=viewer, **form.cleaned_data)
    except AssessmentRefusal as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    messages.success(request, "The addendum is signed.")
    return True
