"""What people type about someone in a patient's life."""

from typing import Any

from django import forms

from daybridge.people.models import Contact


class ContactForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    relationship = forms.CharField(
        label="Relationship",
        max_length=60,
        required=False,
        help_text="Who they are to the patient.",
    )
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    email = forms.EmailField(label="Email", required=False)
    reaching = forms.ChoiceField(
        label="May we contact them?",
        choices=Contact.Reaching.choices,
        initial=Contact.Reaching.ASK_FIRST,
        widget=forms.RadioSelect,
    )
    may_leave_message = forms.BooleanField(
        label="A message may be left on this phone",
        required=False,
        help_text="It never says who calls or why.",
    )
    is_emergency_contact = forms.BooleanField(label="Emergency contact", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reaching = cleaned.get("reaching")
        if cleaned.get("may_leave_message") and reaching != Contact.Reaching.SAFE:
            self.add_error(
                "may_leave_message", "Only where the person is safe to contact."
            )
        if cleaned.get("is_emergency_contact"):
            self._check_emergency(cleaned)
        return cleaned

    def _check_emergency(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("reaching") == Contact.Reaching.NEVER:
            self.add_error(
                "is_emergency_contact", "Someone whom we do not contact cannot be it."
            )
        if not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "An emergency contact needs a phone number.")


class EditContactForm(ContactForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
