"""What every page of an inquiry shares: whose it is, and how a refusal reads."""

from uuid import UUID

from django import forms

from daybridge.access.gate import visible_or_refused
from daybridge.access.viewer import Viewer
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import Inquiry


def inquiry_or_refused(viewer: Viewer, inquiry_id: UUID) -> Inquiry:
    """The inquiry, if this viewer may see it; else the answer of none."""
    rows = Inquiry.objects.visible_to(viewer).select_related("owner", "patient")
    row: Inquiry = visible_or_refused(rows, pk=inquiry_id)
    return row


def refuse_on(form: forms.Form, refusal: IntakeError) -> None:
    """Put a refusal beside the answer it belongs to, or above the form."""
    form.add_error(
        refusal.field if refusal.field in form.fields else None, str(refusal)
    )
