"""Tracks and weekly doses as a director types them: hours, not minutes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from daybridge.programs.forms.base import SettingsForm
from daybridge.programs.models import Site
from daybridge.programs.values import DoseValues, TrackValues
from daybridge.rules.dose_rules import WEEKLY_DOSE_RULES, Population
from daybridge.ui.fields import DateField, RowField

LEVELS = (  # codes as the ASAM criteria number them; the words are ours
    ("1.0", "1.0 Long-term remission monitoring"),
    ("1.5", "1.5 Outpatient"),
    ("1.7", "1.7 Outpatient, medically managed"),
    ("2.1", "2.1 Intensive outpatient"),
    ("2.5", "2.5 High-intensity outpatient"),
    ("2.7", "2.7 Intensive outpatient, medically managed"),
)
MINUTES = 60
MOST_HOURS_A_WEEK = 112  # sixteen hours on each of seven days


class TrackForm(SettingsForm[TrackValues]):
    kind = TrackValues

    name = forms.CharField(max_length=80, help_text="For example Evening IOP.")
    site = RowField()
    level_of_care = forms.ChoiceField(
        choices=LEVELS,
        label="Level of care",
        help_text="For people admitted from now on; those in care keep theirs.",
    )
    for_adolescents = forms.BooleanField(
        required=False, label="For adolescents (under 18)"
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.offer(sites)
        if len(site.rows) == 1:
            self.initial.setdefault("site", next(iter(site.rows)))

    @classmethod
    def shown(cls, now: TrackValues) -> dict[str, Any]:
        return {**super().shown(now), "site": str(now.site_id)}

    def values(self) -> TrackValues:
        answers = self.cleaned_data
        return TrackValues(
            name=answers["name"],
            site_id=answers["site"].pk,
            level_of_care=answers["level_of_care"],
            for_adolescents=answers["for_adolescents"],
        )


def _hours(label: str, most: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=most, max_digits=5,
        decimal_places=2, widget=forms.NumberInput(attrs={"step": "0.25"}),
    )  # fmt: skip


def _days(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=7)


class DoseForm(SettingsForm[DoseValues]):
    """What a week must hold, from a day on."""

    kind = DoseValues

    min_week_hours = _hours("Hours a week, at least", MOST_HOURS_A_WEEK)
    max_week_hours = _hours("Hours a week, at most", MOST_HOURS_A_WEEK)
    min_days = _days("Days a week, at least")
    max_days = _days("Days a week, at most")
    min_day_hours = _hours("Hours a day, at least", 24)
    max_day_hours = _hours("Hours a day, at most", 24)
    source = forms.CharField(
        max_length=300,
        label="Where this comes from",
        help_text="The license, contract or manual, with its page or section.",
    )
    starts_on = DateField(
        label="From this day on", help_text="The days before keep the rule they had."
    )

    RANGES = (
        ("min_week_hours", "max_week_hours"),
        ("min_days", "max_days"),
        ("min_day_hours", "max_day_hours"),
    )

    @classmethod
    def shown(cls, now: DoseValues) -> dict[str, Any]:
        shown: dict[str, Any] = {
            f"{name}_hours": hours(getattr(now, f"{name}_minutes"))
            for name in ("min_week", "max_week", "min_day", "max_day")
        }
        shown.update(min_days=now.min_days, max_days=now.max_days, source=now.source)
        return shown

    def clean(self) -> dict[str, object]:
        answers = self.cleaned_data
        for low, high in self.RANGES:
            both = (answers.get(low), answers.get(high))
            if None not in both and both[0] > both[1]:  # type: ignore[operator]
                self.add_error(high, "This is less than the least.")
        return answers

    def values(self) -> DoseValues:
        answers = self.cleaned_data
        return DoseValues(
            min_week_minutes=int(answers["min_week_hours"] * MINUTES),
            max_week_minutes=int(answers["max_week_hours"] * MINUTES),
            min_days=answers["min_days"],
            max_days=answers["max_days"],
            min_day_minutes=int(answers["min_day_hours"] * MINUTES),
            max_day_minutes=int(answers["max_day_hours"] * MINUTES),
            source=answers["source"],
        )


def hours(minutes: int) -> Decimal:
    """Minutes as hours in a field: 540 is 9, 450 is 7.5."""
    return (Decimal(minutes) / MINUTES).quantize(Decimal("0.01")).normalize() + 0


def usual_dose(*, for_adolescents: bool = False) -> DoseValues:
    """What level 2.1 asks of a week, to begin with."""
    population = Population.ADOLESCENT if for_adolescents else Population.ADULT
    rule = next(
        rule
        for rule in WEEKLY_DOSE_RULES
        if rule.level == "2.1" and rule.population is population
    )
    return DoseValues(
        min_week_minutes=rule.min_minutes_per_week,
        max_week_minutes=rule.max_minutes_per_week,
        min_days=rule.min_days_per_week,
        max_days=rule.max_days_per_week,
        min_day_minutes=rule.min_minutes_per_day,
        max_day_minutes=rule.max_minutes_per_day,
        source=rule.source,
    )
