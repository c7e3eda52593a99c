"""What staff type when a consent ends, and of what was passed on under one."""

from datetime import date
from typing import Any

from django import forms

from daybridge.consents.models import Flaw
from daybridge.consents.vocabulary import SIGNER_CHOICES
from daybridge.ui.fields import DateField


class RevocationForm(forms.Form):
    """A revocation that came in writing to the desk."""

    signer = forms.ChoiceField(label="Who revokes", choices=SIGNER_CHOICES)
    name = forms.CharField(label="Their name, as signed", max_length=200)
    words = forms.CharField(
        label="What they wrote", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In their words. A reason is never needed.",
    )  # fmt: skip
    letter = forms.FileField(
        label="Scan of the letter or note", required=False,
        help_text="PDF, JPEG or PNG.",
    )  # fmt: skip


class FlawForm(forms.Form):
    """Why a consent must not be used, and how that came to be known."""

    flaw = forms.ChoiceField(
        label="What is wrong with it", choices=Flaw, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="How it is known", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who said or saw it, and when.",
    )  # fmt: skip


class PassedOnForm(forms.Form):
    """What an intermediary says it passed on."""

    recipient = forms.CharField(
        label="To whom", max_length=400, help_text="Name of the person or organization."
    )
    passed_on = DateField(label="On which day")
    content = forms.CharField(
        label="What, in short", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    told_by = forms.CharField(
        label="How we know", max_length=200,
        help_text="A report, a letter, a call with whom.",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_passed_on(self) -> date:
        day: date = self.cleaned_data["passed_on"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come.")
        return day


class ToldForm(forms.Form):
    who = forms.CharField(label="Who was told", max_length=200)
    how = forms.CharField(label="How", max_length=100, help_text="Phone, fax, letter.")
