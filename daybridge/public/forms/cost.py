"""What somebody knows about their coverage; nothing of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.public.costs import DAYS_OF_WEEK, Pays, Told

MOST_DOLLARS = 1_000_000


def _dollars(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, min_value=0,
        max_value=MOST_DOLLARS, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )  # fmt: skip


class CostForm(forms.Form):
    pays = forms.ChoiceField(
        label=_("How would you pay?"),
        choices=[
            (Pays.IN, _("With insurance that you work with (in network)")),
            (Pays.OUT, _("With other insurance (out of network)")),
            (Pays.SELF, _("Without insurance")),
        ],
        initial=Pays.IN,
        widget=forms.RadioSelect,
    )
    deductible_left = _dollars(
        _("What is left of your deductible, in dollars"),
        _(
            "The part you pay each year before your plan begins to. Your plan tells "
            "you."
        ),
    )
    limit_left = _dollars(
        _("What is left until your out-of-pocket maximum, in dollars"),
        _("After that your plan pays all of what it covers."),
    )
    copay = _dollars(
        _("Copayment for a day, in dollars"), _("If your plan asks a fixed sum.")
    )
    coinsurance = forms.DecimalField(
        label=_("Coinsurance, in percent"), required=False, min_value=0, max_value=100,
        decimal_places=2, help_text=_("If your plan asks a part of each day."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )  # fmt: skip
    income = _dollars(
        _("Income of your household in a year, in dollars"),
        _("Without insurance, people with little income may pay less."),
    )
    household = forms.IntegerField(
        label=_("People in your household"), required=False, min_value=1, max_value=20,
    )  # fmt: skip
    days_per_week = forms.TypedChoiceField(
        label=_("Days a week"), coerce=int, initial=3,
        choices=[(str(n), str(n)) for n in DAYS_OF_WEEK],
    )  # fmt: skip
    shortest_weeks = forms.IntegerField(
        label=_("Weeks, at least"), min_value=1, max_value=52, initial=8
    )
    longest_weeks = forms.IntegerField(
        label=_("Weeks, at most"), min_value=1, max_value=52, initial=12
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("copay") and told.get("coinsurance"):
            self.add_error(
                "coinsurance",
                _("Plans ask a copayment or coinsurance for a day, not both."),
            )
        shortest, longest = told.get("shortest_weeks"), told.get("longest_weeks")
        if shortest and longest and shortest > longest:
            self.add_error("longest_weeks", _("This is less than the weeks at least."))
        return told

    def told(self) -> Told:
        """The facts in cents; the form is valid."""
        given = self.cleaned_data
        return Told(
            pays=Pays(given["pays"]),
            deductible_left=_cents(given["deductible_left"]) or 0,
            limit_left=_cents(given["limit_left"]),
            copay=_cents(given["copay"]),
            coinsurance=int((given["coinsurance"] or Decimal(0)) * 100),
            days_per_week=given["days_per_week"],
            shortest_weeks=given["shortest_weeks"],
            longest_weeks=given["longest_weeks"],
            income=_cents(given["income"]),
            household=given["household"] or 1,
        )

    @property
    def insurance(self) -> list[forms.BoundField]:
        return [
            self[n] for n in ("deductible_left", "limit_left", "copay", "coinsurance")
        ]

    @property
    def own(self) -> list[forms.BoundField]:
        return [self["income"], self["household"]]

    @property
    def stay(self) -> list[forms.BoundField]:
        return [self[n] for n in ("days_per_week", "shortest_weeks", "longest_weeks")]


def _cents(dollars: Decimal | None) -> int | None:
    return None if dollars is None else int(dollars * 100)
