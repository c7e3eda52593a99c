"""A diagnosis as it is written: code, severity, remission, criteria."""

from typing import Any

from django import forms

from daybridge.assessments.errors import DiagnosisRefused
from daybridge.assessments.models import Diagnosis
from daybridge.assessments.services.diagnosing import (
    Found,
    known_code,
    refuse_contradiction,
)
from daybridge.rules.diagnosis import CRITERIA, severity_of


class DiagnosisForm(forms.Form):
    """One diagnosis; what contradicts itself comes back with the sentence."""

    code = forms.CharField(
        label="ICD-10-CM code", max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="F10 to F19 for substance use, any F code for mental health.",
    )  # fmt: skip
    is_counted = forms.BooleanField(
        required=False, label="I went through the eleven criteria"
    )
    criteria = forms.MultipleChoiceField(
        label="Criteria met in the last 12 months", required=False,
        choices=list(CRITERIA.items()), widget=forms.CheckboxSelectMultiple,
        help_text="In remission: those met before it. 2 or 3 are mild, 4 or 5 "
        "moderate, 6 or more severe.",
    )  # fmt: skip
    as_prescribed = forms.BooleanField(
        required=False,
        label="Tolerance and withdrawal come from medication taken as prescribed",
    )
    severity = forms.ChoiceField(
        label="Severity", required=False,
        choices=[("", "As the criteria say, or none"), *Diagnosis.Severity.choices],
    )  # fmt: skip
    remission = forms.ChoiceField(
        label="Remission", required=False,
        choices=[("", "Not in remission"), *Diagnosis.Remission.choices],
    )  # fmt: skip
    is_primary = forms.BooleanField(
        required=False, label="This is the primary diagnosis"
    )
    words = forms.CharField(
        label="In your words", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self.errors:
            return answers
        if answers["criteria"] and not answers["is_counted"]:
            answers["is_counted"] = True
        try:
            refuse_contradiction(known_code(answers["code"]), self.found())
        except DiagnosisRefused as refusal:
            self.add_error("code", refusal.sentence)
        return answers

    def found(self) -> Found:
        said = self.cleaned_data
        criteria = said["criteria"] if said["is_counted"] else None
        return Found(
            code=said["code"],
            severity=said["severity"] or self._counted(criteria),
            remission=said["remission"],
            criteria=criteria,
            as_prescribed=said["as_prescribed"],
            is_primary=said["is_primary"],
            words=said["words"],
        )

    def _counted(self, criteria: list[str] | None) -> str:
        """The severity the criteria give, where nobody chose one."""
        code = known_code(self.cleaned_data["code"])
        if criteria is None or code.part not in ("1", "2"):
            return ""
        return str(
            severity_of(
                criteria,
                category=code.category,
                as_prescribed=self.cleaned_data["as_prescribed"],
            )
        )


class EndForm(forms.Form):
    """Why a diagnosis ends."""

    reason = forms.CharField(
        label="Why it ends", max_length=300,
        help_text="It stays in the history with this reason.",
    )  # fmt: skip
