"""Closed days as a director types them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from daybridge.programs.models import Site
from daybridge.programs.year import YEARS_AHEAD
from daybridge.ui.fields import DateField, RowField


class ClosureForm(forms.Form):
    on = DateField(label="Day")
    name = forms.CharField(
        max_length=120, label="Why", help_text="For example Staff training or Snow."
    )
    site = RowField(required=False, label="Where")

    def __init__(
        self, *args: Any, sites: Iterable[Site], today: date, **kwargs: Any
    ) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.offer(sites, none="The whole program")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(
                "This day is over. Choose today or a later day."
            )
        if on > self.today + timedelta(days=366 * YEARS_AHEAD):
            raise forms.ValidationError(
                f"Choose a day within the next {YEARS_AHEAD} years."
            )
        return on


class RenameForm(forms.Form):
    name = forms.CharField(max_length=120, label="Why")
