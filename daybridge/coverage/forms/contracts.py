"""What people type about payers, plans, rates and the scale."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daybridge.coverage.forms.fields import MoneyField, ShareField
from daybridge.coverage.models import Payer, PayerKind, Plan, Service
from daybridge.coverage.models.contracts import COPAY_UNITS, SPREADS, Network
from daybridge.coverage.npi import is_npi
from daybridge.coverage.values import RateValues, ScaleValues
from daybridge.rules.sliding_fee import Tier, what_is_wrong_with
from daybridge.ui.fields import DateField

TIERS = 6  # rows of the form
CODES = "Letters and digits only, as the payer or clearinghouse gave it."


class VersionedForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}


class PayerForm(VersionedForm):
    """Who pays."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=PayerKind.choices)
    payer_number = forms.CharField(
        label="Payer number", max_length=40, help_text="In questions and claims."
    )
    clearinghouse_number = forms.CharField(
        label="Clearinghouse number", max_length=15, required=False,
        help_text="If files go to a clearinghouse. " + CODES,
    )  # fmt: skip
    phone = forms.CharField(label="Phone for benefits", max_length=40, required=False)
    closed_on = DateField(
        label="Not offered from", required=False,
        help_text="From this day nobody gets a new policy with this payer.",
    )  # fmt: skip


class PlanForm(VersionedForm):
    """How a plan's contract counts."""

    name = forms.CharField(label="Name of the plan", max_length=120)
    network = forms.ChoiceField(label="Are we in its network?", choices=Network.choices)
    copay_unit = forms.ChoiceField(label="A copayment is due", choices=COPAY_UNITS)
    copay_waits_for_deductible = forms.BooleanField(
        label="The copayment begins only when the deductible is met", required=False
    )
    deductible_counts = forms.BooleanField(
        label="The deductible counts toward the out-of-pocket limit", required=False,
        initial=True,
    )  # fmt: skip
    copay_counts = forms.BooleanField(
        label="Copayments count toward the out-of-pocket limit", required=False,
        initial=True,
    )  # fmt: skip
    spread = forms.ChoiceField(
        label="In a family policy, what is met first", choices=SPREADS
    )
    closed_on = DateField(label="Not offered from", required=False)


class RateForm(forms.Form):
    """What a service costs from a day on."""

    of = forms.ChoiceField(
        label="Rate of",
        help_text="Our own charge is what people pay who pay themselves.",
    )
    service = forms.ChoiceField(label="Service", choices=Service.choices)
    code = forms.CharField(
        label="Code", max_length=20, required=False, help_text="Such as H0015."
    )
    cents = MoneyField(label="Amount ($)", required=True)
    starts_on = DateField(label="From")
    source = forms.CharField(
        label="Where it is written", max_length=200, required=False,
        help_text="Contract, fee schedule, decision of the director.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, payers: Iterable[Payer], plans: Iterable[Plan], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.rows: dict[str, Any] = {"own": None}
        choices = [("own", "Our own charge")]
        for row in (*payers, *plans):
            self.rows[str(row.pk)] = row
            choices.append((str(row.pk), str(row)))
        field = self.fields["of"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> RateValues:
        answers = dict(self.cleaned_data)
        row = self.rows[answers.pop("of")]
        return RateValues(
            payer=row if isinstance(row, Payer) else None,
            plan=row if isinstance(row, Plan) else None, **answers,
        )  # fmt: skip


class LastDayForm(forms.Form):
    last_day = DateField(label="Last day")


class ScaleForm(forms.Form):
    """Tiers of income, each with the part of the charge that is paid."""

    starts_on = DateField(label="From")
    nominal_cents = MoneyField(
        label="Fee a day where nothing else is asked ($)",
        help_text="For tiers that pay 0%. Leave empty for none.",
    )
    source = forms.CharField(
        label="Where it is written", max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, TIERS + 1):
            self.fields[f"up_to_{number}"] = forms.IntegerField(
                label=f"Tier {number}: income up to (% of the guideline)",
                required=False, min_value=1, max_value=1_000,
            )  # fmt: skip
            self.fields[f"share_{number}"] = ShareField(
                label=f"Tier {number}: part of the charge that is paid (%)"
            )

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("starts_on", "nominal_cents", "source")]

    @property
    def tiers(self) -> list[forms.BoundField]:
        return [one for one in self if one.name.startswith(("up_to_", "share_"))]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        tiers = []
        for number in range(1, TIERS + 1):
            up_to, share = (
                answers.get(f"up_to_{number}"),
                answers.get(f"share_{number}"),
            )
            if (up_to is None) != (share is None):
                missing = "share" if share is None else "up_to"
                self.add_error(f"{missing}_{number}", "A tier needs both numbers.")
            elif up_to is not None and share is not None:
                tiers.append(Tier(up_to, share))
        wrong = [] if self.errors else what_is_wrong_with(tiers)
        if wrong:
            raise ValidationError(wrong)
        answers["tiers"] = tuple(tiers)
        return answers

    def values(self) -> ScaleValues:
        answers = self.cleaned_data
        return ScaleValues(
            starts_on=answers["starts_on"], tiers=answers["tiers"],
            nominal_cents=answers["nominal_cents"] or 0, source=answers["source"],
        )  # fmt: skip


class SubmitterForm(VersionedForm):
    """Who we are to payers."""

    name = forms.CharField(
        label="Name of the provider", max_length=60, help_text="As payers have it."
    )
    npi = forms.CharField(label="National provider number (NPI)", max_length=10)
    tax_number = forms.CharField(
        label="Tax number (TIN)", max_length=10, required=False,
        help_text="Stands on good-faith estimates.",
    )  # fmt: skip
    sender_number = forms.CharField(
        label="Our number at the clearinghouse", max_length=15, help_text=CODES
    )
    is_test = forms.BooleanField(
        label="Only testing: mark every file as a test", required=False
    )

    def clean_npi(self) -> str:
        npi: str = self.cleaned_data["npi"]
        if not is_npi(npi):
            raise ValidationError(
                "This is no provider number: check its ten digits, the last one "
                "checks the others."
            )
        return npi
