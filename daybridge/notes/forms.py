"""What people type about notes besides the words of a card."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from daybridge.notes.individual import LONGEST_MINUTES
from daybridge.notes.models import QuickPhrase
from daybridge.notes.parsing import LONGEST_TEXT


class SessionTimeForm(forms.Form):
    """When an individual session was and how long it took."""

    on = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label="From", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: ZoneInfo, at: datetime, **kwargs: Any) -> None:
        self.zone, self.at = zone, at
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("on") and answers.get("starts") and self.happened_at > self.at:
            self.add_error("on", "This is still ahead. Write the note afterwards.")
        return answers

    @property
    def happened_at(self) -> datetime:
        return datetime.combine(
            self.cleaned_data["on"], self.cleaned_data["starts"], self.zone
        )


class AddendumForm(forms.Form):
    text = forms.CharField(
        label="Addendum", max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It is signed at once and stays under the note. The note itself "
        "does not change.",
        error_messages={"required": "Write the addendum first."},
    )  # fmt: skip


class CounselingNoteForm(forms.Form):
    text = forms.CharField(
        label="Note", max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Write something first."},
    )  # fmt: skip


class PhraseForm(forms.ModelForm[QuickPhrase]):
    class Meta:
        model = QuickPhrase
        fields = ("label", "text", "field")
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 2000})}
        help_texts = {"label": "What the button says.", "field": "Where it goes."}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > 2000:
            raise forms.ValidationError("Keep it under 2,000 characters.")
        return text
