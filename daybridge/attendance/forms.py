"""What people type about a follow-up call."""

from datetime import date
from typing import Any

from django import forms

from daybridge.attendance.models import FollowUp
from daybridge.attendance.services.follow_ups import TRY_AGAIN


class FollowUpForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=FollowUp.Outcome.choices, widget=forms.RadioSelect, label="How it went"
    )
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the team should know before the next session.",
    )  # fmt: skip
    next_try_on = forms.DateField(
        required=False, label="Try again on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="When nobody was reached.",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        again, outcome = answers.get("next_try_on"), answers.get("outcome")
        if again and again < self.today:
            self.add_error("next_try_on", "Choose today or a later day.")
        if outcome == FollowUp.Outcome.SAFETY and not answers.get("note", "").strip():
            self.add_error(
                "note", "Say what the concern is and which supervisor knows."
            )
        if again and outcome and outcome not in TRY_AGAIN:
            self.add_error(
                "next_try_on",
                "They were reached: clear this, or change how it went.",
            )
        return answers
