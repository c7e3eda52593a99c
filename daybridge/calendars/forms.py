"""What people type about calendars."""

from typing import Any

from django import forms

from daybridge.calendars.errors import WordsTell
from daybridge.calendars.models import CalendarWords
from daybridge.calendars.services.wording import refuse_telling


class DeviceForm(forms.Form):
    """Where an address will be read, so that the right one can be ended later."""

    device = forms.CharField(
        max_length=60,
        label="Where it is read",
        help_text="For example Own phone. If it is lost, this says which to end.",
    )


class WordsForm(forms.Form):
    """What an appointment is called; empty: our own word."""

    english = forms.CharField(
        max_length=40, required=False, label="In English",
        help_text="Empty: Appointment.",
    )  # fmt: skip
    spanish = forms.CharField(
        max_length=40, required=False, label="In Spanish", help_text="Empty: Cita."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, data: Any, words: CalendarWords) -> "WordsForm":
        """The form on the words as they are; not chosen yet is version 0."""
        version = 0 if words._state.adding else words.version
        initial = {"english": words.english, "spanish": words.spanish}
        return cls(data, initial={**initial, "version": version})

    def clean_english(self) -> str:
        return self._saying_nothing("english")

    def clean_spanish(self) -> str:
        return self._saying_nothing("spanish")

    def _saying_nothing(self, field: str) -> str:
        words: str = self.cleaned_data[field]
        try:
            refuse_telling(words)
        except WordsTell as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return words
