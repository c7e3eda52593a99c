"""What somebody sends from the page of a reminder."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LATE_MINUTES = (10, 15, 30, 45, 60)
COMING, LATE, AWAY, CALL = "coming", "late", "away", "call"


class AnswerForm(forms.Form):
    """One button was pressed: an answer, or another time to come."""

    act = forms.ChoiceField(
        choices=[(act, act) for act in (COMING, LATE, AWAY, CALL)], required=False
    )
    other = forms.UUIDField(required=False)
    back = forms.UUIDField(required=False)
    late_minutes = forms.TypedChoiceField(
        choices=[(minutes, minutes) for minutes in LATE_MINUTES],
        coerce=int, empty_value=None, required=False, initial=LATE_MINUTES[1],
        label=_("Minutes late"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        chosen = said.get("act") or said.get("other") or said.get("back")
        if not (chosen or self.errors):
            raise forms.ValidationError(_("Choose one of the answers."))
        if said.get("act") == LATE and not said.get("late_minutes"):
            self.add_error("late_minutes", _("Choose how many minutes."))
        return said


class NotedForm(AnswerForm):
    """The same answers as staff hear them, with a reason, or their last word undone."""

    reason = forms.CharField(
        max_length=200, required=False, label="Reason, if they give one"
    )
    undo = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.cleaned_data.get("undo") else super().clean()
