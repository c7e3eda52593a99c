"""Ratings in every dimension, in words and codes, and the level that is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from daybridge.assessments.forms.section import begun_on
from daybridge.assessments.levels import Dimension, dimensions, levels_of, rateables
from daybridge.assessments.models import Decision
from daybridge.assessments.services.rating import Chosen, Rating
from daybridge.assessments.services.reviewing import Proposal, Written
from daybridge.intake.models import DischargeReason
from daybridge.ui.fields import DateField

LONGEST = 2000
MINUTES = 60
PROPOSED = (
    "takes_effect_on", "hours_per_week", "days_per_week", "discharge_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DimensionFields:
    """A dimension with its fields, and how it was rated the last time."""

    dimension: Dimension
    codes: tuple[tuple[forms.BoundField, str], ...]  # (field, last time)
    words: forms.BoundField


class RatingForm(forms.Form):
    """Ratings with words; saved open, complete only when signed."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Any = None, *, edition: str, initial: Mapping[str, Any],
        last: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.edition, self.last = edition, last or {}
        super().__init__(data, initial=dict(initial))
        for one in rateables(edition):
            choices = [(code, f"{code}: {means}") for code, means in one.codes]
            self.fields[f"rate-{one.key}"] = forms.ChoiceField(
                label=f"{one.key} {one.name}" if edition == "4" else "Rating",
                required=False,
                choices=[("", "Not rated"), *choices],
            )
        for dimension in dimensions(edition):
            self.fields[f"words-{dimension.key}"] = forms.CharField(
                label=f"Why, in dimension {dimension.key}",
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def by_dimension(self) -> list[DimensionFields]:
        return [
            DimensionFields(
                dimension,
                tuple(
                    (self[f"rate-{one.key}"], self._last(one.key))
                    for one in dimension.rated
                ),
                self[f"words-{dimension.key}"],
            )
            for dimension in dimensions(self.edition)
        ]

    def rating(self) -> Rating:
        return Rating(self.ratings(), self._words(), self._chosen())

    def ratings(self) -> dict[str, str]:
        """The codes that were chosen; a code that cannot be counts as none."""
        said = self.cleaned_data
        return {one.key: said.get(f"rate-{one.key}", "")
                for one in rateables(self.edition)}  # fmt: skip

    def see(self, version: int) -> None:
        """Begin on what somebody else saved; what was typed stays."""
        self.data = begun_on(self.data, version)

    def _words(self) -> dict[str, str]:
        said = self.cleaned_data
        return {one.key: said.get(f"words-{one.key}", "")
                for one in dimensions(self.edition)}  # fmt: skip

    def _chosen(self) -> Chosen:
        return Chosen()

    def _last(self, key: str) -> str:
        return self.last.get(key, "")


class PlacementForm(RatingForm):
    """Ratings, and the level selected and offered."""

    def __init__(self, data: Any = None, *, edition: str, **more: Any) -> None:
        super().__init__(data, edition=edition, **more)
        levels = [("", "Not chosen yet"), *levels_of(edition)]
        self.fields["selected"] = forms.ChoiceField(
            label="Level selected", required=False, choices=levels,
            help_text="What you decide together with the person.",
        )  # fmt: skip
        self.fields["offered"] = forms.ChoiceField(
            label="Level offered", required=False, choices=levels,
            help_text="What there is a place for.",
        )  # fmt: skip
        self.fields["difference_reason"] = forms.CharField(
            label="Why they are not the same", required=False, max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Needed when two of recommended, selected and offered differ.",
        )  # fmt: skip

    def _chosen(self) -> Chosen:
        said = self.cleaned_data
        return Chosen(
            said.get("selected", ""),
            said.get("offered", ""),
            said.get("difference_reason", ""),
        )


class ReviewForm(RatingForm):
    """A continued-service review: all ratings again, and the decision."""

    def __init__(self, data: Any = None, *, edition: str, **more: Any) -> None:
        super().__init__(data, edition=edition, **more)
        long: dict[str, Any] = {"required": False, "max_length": LONGEST}
        self.fields["progress"] = forms.CharField(
            label="How far they have come toward their goals",
            widget=forms.Textarea(attrs={"rows": 4}), **long,
        )  # fmt: skip
        self.fields["amendments"] = forms.CharField(
            label="Changes of the plan that were tried",
            widget=forms.Textarea(attrs={"rows": 3}), **long,
        )  # fmt: skip
        self.fields["decision"] = forms.ChoiceField(
            label="Decision", required=False,
            choices=[("", "Not decided yet"), *Decision.choices],
        )  # fmt: skip
        self.fields["level"] = forms.ChoiceField(
            label="Level from now on", required=False,
            choices=[("", "The same as now"), *levels_of(edition)],
        )  # fmt: skip
        self.fields |= _proposal_fields()
        self.fields["reason"] = forms.CharField(
            label="Why", widget=forms.Textarea(attrs={"rows": 3}), **long
        )

    @property
    def proposal(self) -> list[forms.BoundField]:
        """What is to become of care, in one row."""
        return [self[name] for name in PROPOSED]

    def written(self) -> Written:
        said = self.cleaned_data
        return Written(
            rating=self.rating(),
            **{
                name: said.get(name, "")
                for name in ("progress", "amendments", "decision", "level", "reason")
            },
            proposal=self._proposal(),
        )

    def _proposal(self) -> Proposal:
        said = self.cleaned_data
        hours = said.get("hours_per_week")
        return Proposal(
            takes_effect_on=said.get("takes_effect_on"),
            minutes_per_week=round(hours * MINUTES) if hours else None,
            days_per_week=said.get("days_per_week"),
            discharge_reason=said.get("discharge_reason", ""),
        )


def _proposal_fields() -> dict[str, forms.Field]:
    """What is to become of care; it fills in the page that carries it out."""
    hours = forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"})
    return {
        "takes_effect_on": DateField(
            label="From this day on", required=False
        ),
        "hours_per_week": forms.DecimalField(
            label="Hours a week", required=False, decimal_places=2,
            min_value=Decimal("0.5"), max_value=60, widget=hours,
        ),
        "days_per_week": forms.IntegerField(
            label="Days a week", required=False, min_value=1, max_value=7
        ),
        "discharge_reason": forms.ChoiceField(
            label="Reason to discharge", required=False,
            choices=[("", "No discharge"), *DischargeReason.choices],
        ),
    }  # fmt: skip
