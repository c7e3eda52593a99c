"""What people type about what a payer said."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daybridge.coverage.forms.fields import MoneyField, ShareField
from daybridge.coverage.models import BenefitQuote
from daybridge.coverage.values import Told
from daybridge.ui.fields import DateField
from daybridge.uploads import MOST_BYTES

YES_NO = (("yes", "Yes, it is active"), ("no", "No"), ("", "Not said"))
PAIRS = (  # all of it, what is left of it, in words
    ("deductible_cents", "deductible_left_cents", "deductible"),
    ("family_deductible_cents", "family_deductible_left_cents", "family deductible"),
    ("limit_cents", "limit_left_cents", "out-of-pocket limit"),
    ("family_limit_cents", "family_limit_left_cents", "family limit"),
)


class ToldForm(forms.Form):
    """What somebody was told on the phone, or read on a payer's website."""

    source = forms.ChoiceField(
        label="Where it comes from", widget=forms.RadioSelect, initial="phone",
        choices=[(s.value, s.label) for s in BenefitQuote.Source if s != "271"],
    )  # fmt: skip
    reference_number = forms.CharField(
        label="Reference number of the call", max_length=80, required=False,
        help_text="Ask for it before you hang up; it is how the payer finds the call.",
    )  # fmt: skip
    spoken_with = forms.CharField(label="Spoken with", max_length=120, required=False)
    network = forms.ChoiceField(
        label="For care", choices=BenefitQuote.Network.choices,
        widget=forms.RadioSelect, initial=BenefitQuote.Network.IN,
    )  # fmt: skip
    is_active = forms.ChoiceField(
        label="Is the policy active?", choices=YES_NO, required=False, initial="yes"
    )
    copay_cents = MoneyField(label="Copayment ($)")
    coinsurance = ShareField(label="Coinsurance, the person’s part (%)")
    deductible_cents = MoneyField(label="Deductible of a year ($)")
    deductible_left_cents = MoneyField(label="Deductible still left ($)")
    family_deductible_cents = MoneyField(label="Family deductible of a year ($)")
    family_deductible_left_cents = MoneyField(label="Family deductible still left ($)")
    limit_cents = MoneyField(label="Out-of-pocket limit of a year ($)")
    limit_left_cents = MoneyField(label="Out-of-pocket limit still left ($)")
    family_limit_cents = MoneyField(label="Family limit of a year ($)")
    family_limit_left_cents = MoneyField(label="Family limit still left ($)")
    visits_limit = forms.IntegerField(
        label="Visits the plan pays a year", required=False, min_value=0, max_value=999
    )
    visits_used = forms.IntegerField(
        label="Visits used already", required=False, min_value=0, max_value=999
    )
    authorization = forms.ChoiceField(
        label="Authorization before treatment",
        choices=BenefitQuote.Authorization.choices, initial="U",
    )  # fmt: skip
    renews_on = DateField(
        label="First day of the plan’s next year", required=False,
        help_text="Often January 1.",
    )  # fmt: skip
    note = forms.CharField(
        label="What else they said", max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Limits are often said only in words. Write them as they were said.",
    )  # fmt: skip

    ABOUT_CALL = (
        "source", "reference_number", "spoken_with", "network", "is_active", "note",
    )  # fmt: skip

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ABOUT_CALL if name != "note"]

    @property
    def amounts(self) -> list[forms.BoundField]:
        return [one for one in self if one.name not in self.ABOUT_CALL]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("source") == "phone" and not answers.get("reference_number"):
            self.add_error(
                "reference_number", "Write the reference number of the call."
            )
        for whole, left, words in PAIRS:
            self._refuse_more(
                left, whole, f"More cannot be left of the {words} than it is."
            )
        self._refuse_more("visits_used", "visits_limit", "More than the limit is used.")
        return answers

    def _refuse_more(self, part: str, whole: str, sentence: str) -> None:
        some, most = self.cleaned_data.get(part), self.cleaned_data.get(whole)
        if some is not None and most is not None and some > most:
            self.add_error(part, sentence)

    def told(self) -> Told:
        answers = self.cleaned_data
        facts = {
            name: answers[name] for name in self.fields if name not in self.ABOUT_CALL
        }
        facts["is_active"] = {"yes": True, "no": False}.get(answers["is_active"])
        return Told(
            source=answers["source"], reference_number=answers["reference_number"],
            spoken_with=answers["spoken_with"], network=answers["network"],
            facts=facts, note=answers["note"],
        )  # fmt: skip


class ReplyForm(forms.Form):
    """A 271 as a file or as text, for one network."""

    network = forms.ChoiceField(
        label="For care", choices=BenefitQuote.Network.choices,
        widget=forms.RadioSelect, initial=BenefitQuote.Network.IN,
    )  # fmt: skip
    file = forms.FileField(label="File from the payer (271)", required=False)
    text = forms.CharField(
        label="Or its text", required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Begins with ISA. It is kept as it came.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        upload = answers.get("file")
        if upload:
            if upload.size > MOST_BYTES:
                raise ValidationError({"file": "This file is too large for a reply."})
            answers["raw"] = upload.read(MOST_BYTES).decode("utf-8", errors="replace")
        else:
            answers["raw"] = answers.get("text") or ""
        if not answers["raw"].strip():
            raise ValidationError({"text": "Choose a file, or paste its text."})
        answers["raw"] = answers["raw"].replace("\x00", "")
        return answers
