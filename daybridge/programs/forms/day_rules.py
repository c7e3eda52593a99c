"""Rules for a day of care as a director types them."""

from typing import Any

from django import forms

from daybridge.programs.forms.base import SettingsForm
from daybridge.programs.values import DayRuleValues
from daybridge.ui.fields import DateField


class DayRuleForm(SettingsForm[DayRuleValues]):
    kind = DayRuleValues

    name = forms.CharField(max_length=120, help_text="For example Three hours.")
    min_minutes = forms.IntegerField(
        min_value=1, max_value=1440, required=False, label="Minutes attended, at least"
    )
    min_services = forms.IntegerField(
        min_value=1, max_value=20, required=False, label="Services, at least",
        help_text="Sessions that count to clinical hours.",
    )  # fmt: skip
    source = forms.CharField(
        max_length=300,
        label="Where this comes from",
        help_text="The license, contract or manual, with its page or section.",
    )
    starts_on = DateField(
        label="From this day on", help_text="The days before keep the rules they had."
    )

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self.errors:
            return answers
        if answers["min_minutes"] is None and answers["min_services"] is None:
            self.add_error("min_minutes", "Give minutes, services, or both.")
        return answers


class LastDayForm(forms.Form):
    last_day = DateField(label="Last day it holds")
