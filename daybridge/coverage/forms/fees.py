"""What people type about paying themselves, income, and estimates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daybridge.coverage.estimates import Stay
from daybridge.coverage.forms.fields import MoneyField
from daybridge.coverage.good_faith import LANGUAGES
from daybridge.coverage.models import GoodFaithEstimate, SelfPay
from daybridge.coverage.values import Expected, Income
from daybridge.ui.fields import DateField

MOST_WEEKS = 52  # an estimate reaches over twelve months at most


class StayForm(forms.Form):
    """How long and how often somebody will come."""

    weeks = forms.IntegerField(label="Weeks of stay", min_value=1, max_value=MOST_WEEKS)
    days = forms.IntegerField(label="Days a week", min_value=1, max_value=7)
    starts = DateField(label="First day")

    def stay(self) -> Stay:
        answers = self.cleaned_data
        return Stay(answers["starts"], answers["weeks"], answers["days"])


class SelfPayForm(forms.Form):
    why = forms.ChoiceField(
        label="Why they pay themselves", choices=SelfPay.Why.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    starts_on = DateField(label="From")


class IncomeForm(forms.Form):
    """What a household earns, as it was signed."""

    household_size = forms.IntegerField(
        label="People in the household", min_value=1, max_value=30,
        help_text="With themselves.",
    )  # fmt: skip
    annual_income_cents = MoneyField(
        label="Income of the household in a year ($)", required=True,
        help_text="Before taxes, of everyone together.",
    )  # fmt: skip
    signed_as = forms.CharField(label="Signed by", max_length=200)
    signed_on = DateField(label="Signed on")
    has_signed = forms.BooleanField(
        label="They signed that this is true; the paper is on file."
    )

    def income(self) -> Income:
        answers = self.cleaned_data
        names = Income.__dataclass_fields__
        return Income(**{name: answers[name] for name in names})


class OweForm(forms.Form):
    """That somebody is owed an estimate."""

    occasion = forms.ChoiceField(
        label="What happened", choices=GoodFaithEstimate.Occasion.choices,
        widget=forms.RadioSelect, initial=GoodFaithEstimate.Occasion.REQUESTED,
    )  # fmt: skip
    asked_on = DateField(label="On which day")
    service_on = DateField(label="First day of care, if it is set", required=False)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        asked, service = answers.get("asked_on"), answers.get("service_on")
        if answers.get("occasion") == "scheduled" and not service:
            raise ValidationError({"service_on": "Write the day that was scheduled."})
        if asked and service and service < asked:
            raise ValidationError({"service_on": "Care does not begin before this."})
        return answers


class ExpectedForm(forms.Form):
    """What a good-faith estimate counts on."""

    starts_on = DateField(label="First day of care")
    weeks = forms.IntegerField(label="Weeks of stay", min_value=1, max_value=MOST_WEEKS)
    days_per_week = forms.IntegerField(label="Days a week", min_value=1, max_value=7)
    with_assessment = forms.BooleanField(
        label="With an assessment", required=False, initial=True
    )
    drug_tests = forms.IntegerField(
        label="Drug tests in all", min_value=0, max_value=200, required=False
    )
    diagnoses = forms.CharField(
        label="Diagnosis codes, if they are known", required=False, max_length=120,
        help_text="Such as F10.20, F33.1.",
    )  # fmt: skip
    language = forms.ChoiceField(label="Language", choices=LANGUAGES)

    def expected(self) -> Expected:
        answers = dict(self.cleaned_data)
        codes = answers.pop("diagnoses").replace(",", " ").split()
        answers["drug_tests"] = answers["drug_tests"] or 0
        return Expected(**answers, diagnoses=tuple(codes))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Why it is no longer owed", max_length=300)
