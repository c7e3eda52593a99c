"""What people type at the gate."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from daybridge.access.models import ChartOpening
from daybridge.access.services.openings import REASONS, SHORTEST_EXPLANATION


class OpeningForm(forms.Form):
    """Why a chart must be opened; whose, unless the address says it already."""

    record_number = forms.CharField(
        label="Record number", max_length=20, required=False, strip=True
    )
    full_name = forms.CharField(
        label="Full legal name",
        max_length=201,
        required=False,
        help_text="First and last name, exactly as in the record, with the birth date.",
    )
    born_on = forms.DateField(
        label="Birth date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.ChoiceField(label="Reason", widget=forms.RadioSelect)
    explanation = forms.CharField(
        label="What has happened, and why you need the chart now",
        min_length=SHORTEST_EXPLANATION,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"At least {SHORTEST_EXPLANATION} characters. Your supervisor, the "
        "director and the person themselves can read this.",
    )

    def __init__(self, *args: Any, kind: str, asks_who: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_who = asks_who
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (reason.value, reason.label) for reason in REASONS[ChartOpening.Kind(kind)]
        ]
        if not asks_who:
            for name in ("record_number", "full_name", "born_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = cleaned.get("full_name") and cleaned.get("born_on")
        if self.asks_who and not cleaned.get("record_number") and not named:
            raise forms.ValidationError(
                "Give the record number, or the full legal name and the birth date."
            )
        return cleaned

    def request_kept(self) -> dict[str, str]:
        """The answers as the session keeps them until the next sign-in."""
        kept = {name: value for name, value in self.cleaned_data.items() if value}
        born_on = kept.get("born_on")
        if isinstance(born_on, date):
            kept["born_on"] = born_on.isoformat()
        return kept


class ReviewForm(forms.Form):
    note = forms.CharField(
        label="What you found",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Was the emergency real, and was only what was needed read?",
    )


class PasswordForm(forms.Form):
    """A new password, once; a manager of passwords makes the best ones."""

    password = forms.CharField(
        label="New password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Four unrelated words are easy to keep.",
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class MemberForm(forms.Form):
    staff = forms.ChoiceField(label="Member of staff")
    is_primary = forms.BooleanField(
        label="This is the person's own counselor", required=False
    )

    def __init__(self, *args: Any, staff: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.display_name) for one in staff
        ]


class BarrierForm(forms.Form):
    staff = forms.ChoiceField(label="Member of staff")
    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Supervisors and directors can read this; the person named cannot.",
    )

    def __init__(self, *args: Any, staff: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.pk), one.display_name) for one in staff]
        self.fields["staff"].choices = [("", "Choose one"), *names]  # type: ignore[attr-defined]
