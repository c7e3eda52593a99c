"""The week of a member of staff with what they lead at most: hours, not minutes."""

from decimal import Decimal
from typing import Any

from django import forms

from daybridge.rules.week_painted import QUARTER
from daybridge.schedule.forms.week import WeekForm
from daybridge.schedule.values import ContactLimits

HOUR = 60  # minutes
MOST_HOURS_A_WEEK = 112  # sixteen hours on each of seven days
MOST_CHANGEOVER = 240
WHOLE_QUARTERS = "Choose whole quarters of an hour, as 5.25, 5.5 or 6."
NO_LIMIT = "Empty: no limit."


def _hours(label: str, most: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal("0.25"), max_value=most, max_digits=6,
        decimal_places=3, required=False, help_text=NO_LIMIT,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )  # fmt: skip


class StaffWeekForm(WeekForm):
    """When somebody works, and how much of it they lead."""

    day_hours = _hours("Hours with patients a day, at most", 24)
    week_hours = _hours("Hours with patients a week, at most", MOST_HOURS_A_WEEK)
    changeover_minutes = forms.IntegerField(
        label="Minutes between two sessions, at least", min_value=0,
        max_value=MOST_CHANGEOVER, required=False, help_text="Empty: none.",
        widget=forms.NumberInput(attrs={"step": QUARTER, "inputmode": "numeric"}),
    )  # fmt: skip

    def clean_day_hours(self) -> Decimal | None:
        return _whole_quarters(self.cleaned_data["day_hours"])

    def clean_week_hours(self) -> Decimal | None:
        return _whole_quarters(self.cleaned_data["week_hours"])

    def clean_changeover_minutes(self) -> int:
        minutes: int = self.cleaned_data["changeover_minutes"] or 0
        if minutes % QUARTER:
            raise forms.ValidationError("Choose whole quarters: 15, 30 or 45 minutes.")
        return minutes

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        day, week = answers.get("day_hours"), answers.get("week_hours")
        if day is not None and week is not None and week < day:
            self.add_error("week_hours", "This is less than the hours of one day.")
        return answers

    def limits(self) -> ContactLimits:
        """What they lead at most."""
        answers = self.cleaned_data
        return ContactLimits(
            max_contact_minutes_per_day=_minutes(answers["day_hours"]),
            max_contact_minutes_per_week=_minutes(answers["week_hours"]),
            changeover_minutes=answers["changeover_minutes"],
        )


def shown(limits: ContactLimits) -> dict[str, Any]:
    """What a form shows of them."""
    return {
        "day_hours": _in_hours(limits.max_contact_minutes_per_day),
        "week_hours": _in_hours(limits.max_contact_minutes_per_week),
        "changeover_minutes": limits.changeover_minutes or None,
    }


def _whole_quarters(hours: Decimal | None) -> Decimal | None:
    if hours is not None and hours * HOUR % QUARTER:
        raise forms.ValidationError(WHOLE_QUARTERS)
    return hours


def _minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else int(hours * HOUR)


def _in_hours(minutes: int | None) -> Decimal | None:
    """360 is 6, 330 is 5.5."""
    if minutes is None:
        return None
    return (Decimal(minutes) / HOUR).quantize(Decimal("0.01")).normalize() + 0
