"""What people type about a policy."""

from collections.abc import Iterable
from typing import Any

from django import forms

from daybridge.coverage.forms.fields import PhotoField
from daybridge.coverage.models import Plan, Rank, Relationship
from daybridge.coverage.values import Photos, PolicyValues
from daybridge.people.models import Sex
from daybridge.ui.fields import DateField, RowField

NOBODY_ELSE = "Only if the policy is not their own."


class PolicyForm(forms.Form):
    """A policy as it stands on the card."""

    plan = RowField(label="Plan")
    member_number = forms.CharField(
        label="Member number", max_length=80, help_text="As it is printed on the card."
    )
    group_number = forms.CharField(label="Group number", max_length=60, required=False)
    rank = forms.TypedChoiceField(
        label="Asked first or second", choices=Rank.choices, coerce=int,
        widget=forms.RadioSelect, initial=Rank.PRIMARY,
    )  # fmt: skip
    relationship = forms.ChoiceField(
        label="Whose policy is it?", choices=Relationship.choices,
        initial=Relationship.SELF,
    )  # fmt: skip
    subscriber_first_name = forms.CharField(
        label="First name of whose it is", max_length=100, required=False,
        help_text=NOBODY_ELSE,
    )  # fmt: skip
    subscriber_last_name = forms.CharField(
        label="Last name of whose it is", max_length=100, required=False
    )
    subscriber_born_on = DateField(label="Their date of birth", required=False)
    subscriber_sex = forms.ChoiceField(
        label="Sex on the policy", choices=Sex.choices, required=False,
        initial=Sex.UNKNOWN,
    )  # fmt: skip
    starts_on = DateField(label="In force from")
    ends_on = DateField(label="Last day", required=False)
    front = PhotoField(label="Photo of the front", required=False)
    back = PhotoField(label="Photo of the back", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plans: Iterable[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["plan"]
        assert isinstance(field, RowField)
        field.offer(plans)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("relationship") == Relationship.SELF:
            return answers
        for name, words in (
            ("subscriber_first_name", "Write their first name."),
            ("subscriber_last_name", "Write their last name."),
            ("subscriber_born_on", "Write their date of birth: the payer asks for it."),
        ):
            if not answers.get(name) and name not in self.errors:
                self.add_error(name, words)
        return answers

    def values(self) -> PolicyValues:
        answers = self.cleaned_data
        names = PolicyValues.__dataclass_fields__
        known = {name: answers[name] for name in names}
        return PolicyValues(
            **known | {"subscriber_sex": known["subscriber_sex"] or "U"}
        )

    def photos(self) -> Photos:
        return Photos(self.cleaned_data["front"], self.cleaned_data["back"])
