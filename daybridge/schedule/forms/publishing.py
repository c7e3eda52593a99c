"""From which day on a draft is to be the timetable."""

from datetime import date, timedelta
from typing import Any

from django import forms

from daybridge.ui.fields import DateField


class PublishForm(forms.Form):
    starts_on = DateField(label="From", help_text="A Monday keeps weeks whole.")
    confirmed = forms.BooleanField(
        label="I have read this. Tell everyone whose week changes."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day <= self.today:
            raise forms.ValidationError("Choose tomorrow or a later day.")
        return day


def first_monday(day: date, today: date) -> date:
    """The first Monday that is neither before a draft's day nor today."""
    soonest = max(day, today + timedelta(days=1))
    return soonest + timedelta(days=-soonest.weekday() % 7)
