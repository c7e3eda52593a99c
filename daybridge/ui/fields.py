"""Fields that offer rows of one program, and forms that warn before they save."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RowField(forms.ChoiceField):
    """A choice among rows; the cleaned value is the row itself, or None."""

    rows: Mapping[str, Any] = {}

    def offer(
        self, rows: Iterable[Any], *, none: str = "", label: Callable[[Any], str] = str
    ) -> None:
        """Say which rows may be chosen, and how "no row" reads."""
        self.rows = {str(row.pk): row for row in rows}
        first = [("", none or "Choose one")]
        self.choices = first + [(key, label(row)) for key, row in self.rows.items()]

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if hasattr(value, "pk") else value

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class TimeField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WarningForm(forms.Form):
    """A form that asks once more when something is unusual but may be meant."""

    anyway = forms.BooleanField(
        required=False, label="I have read this. Save it all the same."
    )

    warned = False

    def warn(self, sentences: Iterable[str]) -> None:
        """Send the form back with these sentences unless the person accepted them."""
        sentences = list(sentences)
        self.warned = bool(sentences)
        if sentences and not self.cleaned_data.get("anyway"):
            raise ValidationError(sentences)

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields to show; the last one only when there is something to accept."""
        return [field for field in self if field.name != "anyway"]
