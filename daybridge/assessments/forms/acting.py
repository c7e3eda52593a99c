"""The smaller forms: a danger answered, a call logged, care begun, settings."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from daybridge.assessments.levels import levels_of
from daybridge.assessments.models import BedCall, HelpContact, SafetyStop
from daybridge.assessments.models.signed import Edition
from daybridge.assessments.services.admitting import Acceptance
from daybridge.assessments.services.intervals import IntervalValues
from daybridge.assessments.services.keeping import ContactValues, RuleValues
from daybridge.coverage.models import Payer, Plan
from daybridge.intake.forms import AdmissionForm
from daybridge.people.models import Staff
from daybridge.ui.fields import DateField, RowField

ORDER = (
    "admitted_on", "track_choice", "hours_per_week", "days_per_week", "places",
    "primary", "reason", "level_reason", "referral_source", "primary_substance",
)  # fmt: skip


class AnswerStopForm(forms.Form):
    """How a danger was answered."""

    outcome = forms.ChoiceField(
        label="How it was answered", choices=[("", "Choose one"),
                                              *SafetyStop.Outcome.choices],
    )  # fmt: skip
    explanation = forms.CharField(
        label="What was done, by whom, agreed with whom", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class BedCallForm(forms.Form):
    """One call in search of a place."""

    contact = RowField(label="Who was called")
    answer = forms.ChoiceField(
        label="What they said", choices=[("", "Choose one"), *BedCall.Answer.choices]
    )
    note = forms.CharField(label="Name, time, what to bring", required=False,
                           max_length=500)  # fmt: skip

    def __init__(self, data: Any = None, *, contacts: Iterable[HelpContact]) -> None:
        super().__init__(data)
        field = self.fields["contact"]
        assert isinstance(field, RowField)
        field.offer(contacts)


class AsideForm(forms.Form):
    reason = forms.CharField(
        label="Why it will not be finished", max_length=300,
        help_text="What was answered stays and can be read.",
    )  # fmt: skip


class AddendumForm(forms.Form):
    """What is added under something signed, and why."""

    reason = forms.CharField(
        label="Why it is added", max_length=300,
        help_text="Such as: a date was wrong, something was left out.",
    )  # fmt: skip
    text = forms.CharField(
        label="Addendum", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AcceptanceForm(AdmissionForm):
    """An admission from an assessment, with the primary counselor."""

    primary = RowField(label="Primary counselor")
    level_reason = forms.CharField(
        label="Why another level than the one offered", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, counselors: Iterable[Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.order_fields(ORDER)
        field = self.fields["primary"]
        assert isinstance(field, RowField)
        field.offer(counselors)

    def acceptance(self, facts: dict[str, str]) -> Acceptance:
        return Acceptance(
            admission=self.admission_with(facts),
            primary=self.cleaned_data["primary"],
            reason=self.cleaned_data["level_reason"],
        )

    def admission_with(self, facts: dict[str, str]) -> Any:
        return replace(self.admission(), facts=facts)


class RuleForm(forms.Form):
    """How the program assesses, from a day on."""

    edition = forms.ChoiceField(label="Edition of the criteria", choices=Edition)
    uses_rule_pack = forms.BooleanField(
        required=False, label="Let the rule pack suggest a level",
        help_text="Only for the 4th edition. It suggests and never decides. The ASAM "
        "Criteria are the property of the American Society of Addiction Medicine: ask "
        "there whether your use needs an agreement.",
    )  # fmt: skip
    review_every_days = forms.IntegerField(
        label="Days between continued-service reviews", min_value=1, max_value=366
    )
    source = forms.CharField(
        label="Where this comes from", max_length=300,
        help_text="The license, contract or manual, with its page or section.",
    )  # fmt: skip
    starts_on = DateField(
        label="From this day on",
        help_text="Assessments that are under way keep the rule they began with.",
    )

    def values(self) -> RuleValues:
        said = self.cleaned_data
        return RuleValues(
            said["edition"], said["uses_rule_pack"], said["review_every_days"],
            said["source"],
        )  # fmt: skip


class IntervalForm(forms.Form):
    """How often a payer, or one plan of theirs, wants a review."""

    whose = RowField(
        label="Whose rule",
        help_text="A plan’s own rule stands before its payer’s. Of two policies the "
        "shorter interval holds.",
    )
    every_days = forms.IntegerField(
        label="Days between continued-service reviews", min_value=1, max_value=366
    )
    source = forms.CharField(
        label="Where this comes from", max_length=300,
        help_text="The contract, manual or authorization, with its page or number.",
    )  # fmt: skip
    starts_on = DateField(label="From this day on")

    def __init__(self, *args: Any, whose: Iterable[Payer | Plan], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["whose"]
        assert isinstance(field, RowField)
        field.offer(whose, label=payer_words)

    def values(self) -> IntervalValues:
        said = self.cleaned_data
        return IntervalValues(said["whose"], said["every_days"], said["source"])


def payer_words(row: Payer | Plan) -> str:
    return f"{row.name}, every plan" if isinstance(row, Payer) else str(row)


class ContactForm(forms.Form):
    """Somebody to call."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    kind = forms.ChoiceField(label="What this is", choices=HelpContact.Kind)
    name = forms.CharField(max_length=200)
    phone = forms.CharField(max_length=40)
    hours = forms.CharField(label="When somebody answers", required=False,
                            max_length=200)  # fmt: skip
    levels = forms.MultipleChoiceField(
        label="Levels of care there", required=False,
        choices=[pair for pair in levels_of("4") if "COE" not in pair[0]],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=500,
                           label="What to know before calling")  # fmt: skip

    def values(self) -> ContactValues:
        said = self.cleaned_data
        return ContactValues(
            said["kind"], said["name"], said["phone"], said["hours"], said["levels"],
            said["note"],
        )  # fmt: skip
