"""What people type about messages, and about how they want to be told."""

from datetime import timedelta
from typing import Any

from django import forms

from daybridge.outbox.errors import OutboxError
from daybridge.outbox.models import Preference
from daybridge.outbox.queries import Wish
from daybridge.outbox.services import Outcome

LEADS = (  # minutes before an appointment
    (0, "No reminders"),
    (2 * 60, "Two hours before"),
    (24 * 60, "A day before"),
    (48 * 60, "Two days before"),
)


class CallForm(forms.Form):
    """How a call went, and when to try again."""

    outcome = forms.ChoiceField(choices=[(one.value, one.value) for one in Outcome])
    again_at = forms.DateTimeField(
        required=False,
        label="Try again at",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def refuse(self, refusal: OutboxError) -> None:
        self.add_error(refusal.field, str(refusal))

    @property
    def outcome_kept(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class WishForm(forms.Form):
    """How a patient wants to be told, in their own words of four."""

    way = forms.ChoiceField(
        label="How", choices=Preference.Way.choices, widget=forms.RadioSelect
    )
    lead = forms.TypedChoiceField(
        label="Reminder of an appointment", choices=LEADS, coerce=int
    )
    said = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, data: Any, wish: Wish) -> "WishForm":
        minutes = int(wish.lead.total_seconds() // 60) if wish.lead else 0
        return cls(data, initial={"way": wish.way, "lead": minutes, "said": wish.said})

    def refuse(self, refusal: OutboxError) -> None:
        self.add_error(refusal.field, str(refusal))

    @property
    def lead_kept(self) -> timedelta | None:
        minutes: int = self.cleaned_data["lead"]
        return timedelta(minutes=minutes) if minutes else None
