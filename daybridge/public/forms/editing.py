"""What a director types about the public pages: a text, the hours of the phone."""

from collections.abc import Mapping
from typing import Any

from django import forms

from daybridge.public.texts import LONGEST, Kind, Text
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.ui.fields import TimeField

LONGEST_LINE = 120


class TextForm(forms.Form):
    """One text in one language, with the number of the reading it replaces."""

    text = forms.CharField(required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_line = text.kind is Kind.LINE
        self.fields["text"] = forms.CharField(
            label=text.label, required=False, help_text=f"{text.kind}.",
            max_length=LONGEST_LINE if is_line else LONGEST,
            widget=forms.TextInput() if is_line
            else forms.Textarea(attrs={"rows": 8}),
        )  # fmt: skip


class DayRow(forms.Form):
    """From when to when somebody answers on one weekday; empty: not at all."""

    opens = TimeField(label="From", required=False)
    closes = TimeField(label="Until", required=False)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        opens, closes = answers.get("opens"), answers.get("closes")
        if self.errors:
            return answers
        if (opens is None) != (closes is None):
            missing = "closes" if closes is None else "opens"
            self.add_error(missing, "Give both hours, or neither.")
        elif opens and closes and closes <= opens:
            self.add_error("closes", "This is before the beginning.")
        return answers


class PhoneWeekForm(forms.Form):
    """The hours of each weekday, with the number of the reading they replace."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, hours: Mapping[int, tuple[Any, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data if self.is_bound else None
        self.days = [
            (name, DayRow(sent, prefix=f"day-{day}", initial=_initial(hours.get(day))))
            for day, name in enumerate(DAY_NAMES)
        ]

    def clean(self) -> dict[str, Any]:
        is_whole = [row.is_valid() for _, row in self.days]  # each says what it misses
        if not all(is_whole):
            self.add_error(None, "Look at the hours again: one day is not whole.")
        return self.cleaned_data

    def hours(self) -> list[dict[str, Any]]:
        """The week as it is kept."""
        return [
            {
                "day": day,
                "from": f"{row.cleaned_data['opens']:%H:%M}",
                "to": f"{row.cleaned_data['closes']:%H:%M}",
            }
            for day, (_, row) in enumerate(self.days)
            if row.cleaned_data["opens"]
        ]


def _initial(span: tuple[Any, Any] | None) -> dict[str, Any]:
    return {"opens": span[0], "closes": span[1]} if span else {}
