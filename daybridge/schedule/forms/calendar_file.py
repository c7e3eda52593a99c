"""A calendar file to look into, and what of it is taken."""

from datetime import date
from typing import Any

from django import forms

from daybridge.rules.busy_calendar import Busy
from daybridge.rules.week_painted import WEEK_SLOTS
from daybridge.schedule.calendar_file import WEEKS, BusyWeeks
from daybridge.schedule.models import Mark
from daybridge.schedule.models.windows import BUSY
from daybridge.ui.fields import DateField

OF_HOURS = (Mark.OPEN.value, Mark.NOTHING.value)
Meanings = list[tuple[str, str]]
LONGEST_TEXT = 60_000  # far more than twelve weeks can hold


class FileForm(forms.Form):
    """The file as a calendar program exports it."""

    file = forms.FileField(
        label="Calendar file (.ics)",
        help_text="Only when something is, never what: titles are not kept. What is "
        "marked as free is left out.",
    )

    @property
    def meaning(self) -> str:
        """What its times are until that is said beside the preview."""
        return Mark.OTHER.value


class HoursFileForm(FileForm):
    """The same for hours: a calendar of shifts, or one of what keeps somebody away."""

    mark = forms.ChoiceField(
        label="What its times mean", widget=forms.RadioSelect, initial=Mark.OPEN,
        help_text="Whole days, such as a vacation, are taken for the second only.",
    )  # fmt: skip

    def __init__(self, *args: Any, meanings: Meanings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark: Any = self.fields["mark"]
        mark.choices = meanings

    @property
    def meaning(self) -> str:
        """What its times are, as it was said with the file."""
        return str(self.cleaned_data["mark"])


class TakeForm(forms.Form):
    """What the preview showed, sent back to be kept."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    first = DateField(widget=forms.HiddenInput)
    times = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_TEXT)
    mark = forms.ChoiceField(
        label="Keep these times as", initial=Mark.OTHER,
        choices=[(mark.value, mark.label) for mark in BUSY],
    )  # fmt: skip

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first.weekday() or not date(2020, 1, 1) < first < date(2100, 1, 1):
            raise forms.ValidationError("This is no Monday.")
        return first

    def clean_times(self) -> tuple[Busy, ...]:
        """The busy slots of each week."""
        weeks: list[set[int]] = [set() for _ in range(WEEKS)]
        try:
            for span in self.cleaned_data["times"].split():
                start, end = map(int, span.split("-"))
                for slot in range(max(start, 0), min(end, WEEKS * WEEK_SLOTS)):
                    weeks[slot // WEEK_SLOTS].add(slot % WEEK_SLOTS)
        except ValueError:
            raise forms.ValidationError("Choose the file once more.") from None
        return tuple(map(frozenset, weeks))


class HoursTakeForm(TakeForm):
    """The same for hours; what its times mean was said with the file."""

    mark = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(mark, mark) for mark in OF_HOURS]
    )


def as_sent(found: BusyWeeks) -> dict[str, Any]:
    """What a preview sends back, as `TakeForm` reads it."""
    slots = [
        number * WEEK_SLOTS + slot
        for number, week in enumerate(found.weeks)
        for slot in sorted(week)
    ]
    spans: list[list[int]] = []
    for slot in slots:
        if spans and spans[-1][1] == slot:
            spans[-1][1] = slot + 1
        else:
            spans.append([slot, slot + 1])
    times = " ".join(f"{start}-{end}" for start, end in spans)
    return {"first": found.first, "times": times}
