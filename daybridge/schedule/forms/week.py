"""A week as it is typed: rows of a mark, weekdays, from and until.

Painting writes these rows too, so there is one form with and without a script.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.rules.week_painted import (
    DAY_SLOTS,
    QUARTER,
    WEEK_SLOTS,
    Painting,
    Stroke,
    painting,
    strokes_of,
)
from daybridge.schedule.models import Mark
from daybridge.schedule.models.told import LONGEST_WAY
from daybridge.schedule.values import GettingHere
from daybridge.ui.fields import DateField, TimeField

MOST_ROWS = 90
SPARE_ROWS = 2  # to write another time into
FAMILY_MARKS = (Mark.FAMILY,)
DAYS = [
    (0, _("Mon")), (1, _("Tue")), (2, _("Wed")), (3, _("Thu")), (4, _("Fri")),
    (5, _("Sat")), (6, _("Sun")),
]  # fmt: skip
NOT_WHOLE = _("Look at the times again: one of them is not right.")
MOST_WEEKS = 26  # that one painting is repeated in
REPEATS = [
    (0, "this week only"), (1, "every week"), (2, "every 2 weeks"),
    (3, "every 3 weeks"), (4, "every 4 weeks"),
]  # fmt: skip


class QuarterField(TimeField):
    """A time of day on the quarter hour."""

    widget = forms.TimeInput(
        attrs={"type": "time", "step": QUARTER * 60}, format="%H:%M"
    )

    def clean(self, value: Any) -> int | None:
        """The quarters since midnight."""
        at: time | None = super().clean(value)
        if at is None:
            return None
        if at.minute % QUARTER or at.second:
            raise forms.ValidationError(_("Choose a quarter of an hour, as 8:15."))
        return (at.hour * 60 + at.minute) // QUARTER


class TimesRow(forms.Form):
    """One time on some days. Past midnight, it goes on the next day."""

    mark = forms.ChoiceField(label=_("What"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    start = QuarterField(label=_("From"), required=False)
    end = QuarterField(label=_("Until"), required=False)

    def __init__(self, *args: Any, marks: Sequence[Mark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mark"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(mark.value, mark.label) for mark in marks]

    def strokes(self) -> Iterable[Stroke]:
        """What it paints; without hours, the whole day."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        first = start or 0
        length = ((end or DAY_SLOTS) - first - 1) % DAY_SLOTS + 1
        for day in self.cleaned_data["days"]:
            begins = day * DAY_SLOTS + first
            yield from _around_the_week(
                Stroke(begins, begins + length, self.cleaned_data["mark"])
            )


class TimesRows:
    """The rows of one painting in a form, each with a name of its own."""

    def __init__(
        self, sent: Mapping[str, Any] | None, *, marks: Sequence[Mark],
        week: Painting, named: str = "row",
    ) -> None:  # fmt: skip
        known = rows_of(week)
        count = _sent_rows(sent, named) if sent is not None else len(known) + SPARE_ROWS
        self.rows = [
            TimesRow(
                sent, prefix=f"{named}-{number}", marks=marks,
                initial=known[number] if number < len(known) else None,
            )
            for number in range(count)
        ]  # fmt: skip
        self.empty_row = TimesRow(prefix=f"{named}-new", marks=marks)

    def are_right(self) -> bool:
        """Whether every row is; each says what is wrong."""
        wrong = [row for row in self.rows if not row.is_valid()]
        return not wrong

    def week(self) -> Painting:
        """What was painted; where two rows overlap, the lower one counts."""
        return painting(stroke for row in self.rows for stroke in row.strokes())


class WeekForm(forms.Form):
    """The rows of a week; it knows which reading it changes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, sent: Mapping[str, Any] | None, *, marks: Sequence[Mark],
        week: Painting, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(sent, **kwargs)
        self.painted = TimesRows(sent, marks=marks, week=week)

    @property
    def rows(self) -> list[TimesRow]:
        return self.painted.rows

    @property
    def empty_row(self) -> TimesRow:
        return self.painted.empty_row

    def clean(self) -> dict[str, Any]:
        if not self.painted.are_right():
            self.add_error(None, NOT_WHOLE)
        return self.cleaned_data

    def week(self) -> Painting:
        """The week that was painted."""
        return self.painted.week()


class ToldWeekForm(WeekForm):
    """A patient's week, how they get here, and when their family can come along."""

    travel_minutes = forms.IntegerField(
        label=_("Minutes to get here, one way"), min_value=0, max_value=LONGEST_WAY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    telehealth = forms.BooleanField(
        label=_("Can join some sessions from home by video"), required=False
    )

    def __init__(self, sent: Any, *, family: Painting, **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.family = TimesRows(
            sent, marks=FAMILY_MARKS, week=family, named="family-row"
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.family.are_right():
            self.add_error(None, NOT_WHOLE)
        return told

    def here(self) -> GettingHere:
        """How they get here."""
        told = self.cleaned_data
        return GettingHere(told["travel_minutes"], told["telehealth"])

    def family_week(self) -> Painting | None:
        """When their family can come; None where the page did not ask."""
        return self.family.week() if self.family.rows else None


class DatedWeekForm(WeekForm):
    """One week that is otherwise, and the later ones that are the same."""

    every = forms.TypedChoiceField(label="The same", choices=REPEATS, coerce=int)
    until = DateField(label="Until", required=False)

    def __init__(self, sent: Any, *, monday: date, **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.monday = monday

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("every") and not self.errors:
            until, last = told["until"], self.monday + timedelta(weeks=MOST_WEEKS)
            if until is None or not self.monday <= until <= last:
                self.add_error(
                    "until", f"Give a day until {last:%B} {last.day}, {last.year}."
                )
        return told

    def mondays(self) -> list[date]:
        """The weeks that are like this one."""
        every, until = self.cleaned_data["every"], self.cleaned_data["until"]
        if not every:
            return [self.monday]
        weeks = (until - self.monday).days // 7
        return [
            self.monday + timedelta(weeks=ahead) for ahead in range(0, weeks + 1, every)
        ]


class DateForm(forms.Form):
    """One date on which something is otherwise."""

    on = DateField(label="Day")
    mark = forms.ChoiceField(label="What is then")
    start = QuarterField(label="From", required=False)
    end = QuarterField(label="Until", required=False)

    def __init__(
        self,
        *args: Any,
        marks: Sequence[Mark],
        nothing: str,
        first: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        field = self.fields["mark"]
        assert isinstance(field, forms.ChoiceField)
        named = [(mark.value, mark.label) for mark in marks]
        field.choices = [*named, (Mark.NOTHING.value, nothing)]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not self.first <= on <= self.first + timedelta(days=366):
            raise forms.ValidationError("Choose a day from today on, within a year.")
        return on

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        start, end = told.get("start"), told.get("end")
        if start is not None and end and end <= start:
            self.add_error("end", "This is before the beginning.")
        return told

    def stroke(self) -> Stroke:
        """What it paints on the week of the day; without hours, the whole day."""
        told = self.cleaned_data
        midnight = told["on"].weekday() * DAY_SLOTS
        return Stroke(
            midnight + (told["start"] or 0),
            midnight + (told["end"] or DAY_SLOTS),
            told["mark"],
        )


def rows_of(week: Painting) -> list[dict[str, Any]]:
    """A week as rows, the same time of several days in one."""
    rows: dict[tuple[str, int, int], list[int]] = {}
    for stroke in strokes_of(week):
        key = (stroke.mark, stroke.from_quarter, stroke.until_quarter)
        rows.setdefault(key, []).append(stroke.weekday)
    return [
        {"mark": mark, "days": days, "start": clock_of(start), "end": clock_of(end)}
        for (mark, start, end), days in rows.items()
    ]


def clock_of(quarter: int) -> time:
    """The wall time; the end of a day is midnight."""
    hour, rest = divmod(quarter % DAY_SLOTS, 60 // QUARTER)
    return time(hour, rest * QUARTER)


def _around_the_week(stroke: Stroke) -> Iterable[Stroke]:
    """The same, its part after Sunday's midnight on Monday."""
    yield stroke._replace(end=min(stroke.end, WEEK_SLOTS))
    if stroke.end > WEEK_SLOTS:
        yield stroke._replace(start=0, end=stroke.end - WEEK_SLOTS)


def _sent_rows(sent: Mapping[str, Any], named: str) -> int:
    count = 0
    while count < MOST_ROWS and f"{named}-{count}-mark" in sent:
        count += 1
    return count
