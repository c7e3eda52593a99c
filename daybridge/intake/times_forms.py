"""The times of the week that somebody can come, or cannot, as rows of a form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from daybridge.intake.times import DAYS, LONGEST_LIST, in_rows
from daybridge.ui.fields import TimeField

NOT_WHOLE = "Look at the times again: one of them is not whole."
SPARE_ROWS = 2  # to write another time into


class TimesRow(forms.Form):
    """One time of the week when they can come, or cannot."""

    day = forms.TypedChoiceField(
        label="Day", choices=[("", "No day"), *DAYS], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    can = forms.TypedChoiceField(
        label="Can or cannot", choices=[("1", "can come"), ("0", "cannot come")],
        coerce=lambda text: text == "1", initial="1", required=False,
        empty_value="",
    )  # fmt: skip
    start = TimeField(label="From", required=False)
    end = TimeField(label="Until", required=False)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        start, end = answers.get("start"), answers.get("end")
        if start and end and end <= start:
            self.add_error("end", "This is before the beginning.")
        return answers


def times_rows(times: list[Any], sent: Mapping[str, Any] | None) -> list[TimesRow]:
    """The rows to show: what is known, and some to write into; or as many as sent."""
    known = in_rows(times)
    count = _sent_rows(sent or {})
    empty: list[dict[str, Any]] = [
        {} for _ in range(max(count - len(known), SPARE_ROWS))
    ]
    return [
        TimesRow(sent, prefix=f"times-{number}", initial=row)
        for number, row in enumerate([*known, *empty][: count or LONGEST_LIST])
    ]


def _sent_rows(sent: Mapping[str, Any]) -> int:
    count = 0
    while count < LONGEST_LIST and f"times-{count}-day" in sent:
        count += 1
    return count
