"""What the living page shows: invented people, one form, one week, one chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.template.loader import get_template

from daybridge.ui.charts import Chart, Series
from daybridge.ui.week import Block, Week, week_of

FIRST_DAY = date(2026, 11, 23)
HOSTILE = "\"><img src=x onerror=alert(1)> O'Brien & Søn"

SECTIONS = (  # (name of the file in ui/examples/, what stands above it)
    ("colors", "Colors and what they mean"),
    ("type", "Type"),
    ("page_header", "Page header"),
    ("button", "Button"),
    ("field", "Field, error summary"),
    ("segmented", "Segmented answers"),
    ("state", "State"),
    ("notice", "Notice"),
    ("person", "Person and avatar"),
    ("card", "Card and facts"),
    ("table", "Table"),
    ("pagination", "Pagination"),
    ("tabs", "Tabs"),
    ("stepper", "Stepper"),
    ("stat", "Stats"),
    ("meter", "Meter, progress, saved"),
    ("week_grid", "Week grid"),
    ("timeline", "Timeline"),
    ("chart", "Chart with its table"),
    ("dialog", "Dialog and menu"),
    ("toast", "Toast"),
    ("empty_state", "Empty state"),
    ("hostile", "Text from a stranger"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One section of the living page, with the markup that makes it."""

    name: str
    title: str

    @property
    def template(self) -> str:
        """Name the template to include."""
        return f"ui/examples/{self.name}.html"

    @property
    def markup(self) -> str:
        """Give the template's own text, to be read and copied."""
        origin = get_template(self.template).origin  # type: ignore[attr-defined]
        return Path(origin.name).read_text(encoding="utf-8").strip()


class ArrivalForm(forms.Form):
    """A form with one of each kind of question."""

    preferred_name = forms.CharField(help_text="What the group calls them.")
    arrived_at = forms.TimeField(
        label="Arrived at", widget=forms.TimeInput(attrs={"type": "time"})
    )
    outcome = forms.ChoiceField(
        choices=[("", "Choose one"), ("late", "Came late"), ("left", "Left early")],
        help_text="Leave as it is when they came on time.",
        required=False,
    )
    remark = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)
    way = forms.ChoiceField(
        label="How they took part",
        choices=[("room", "In the room"), ("video", "By video")],
        widget=forms.RadioSelect,
    )
    told = forms.BooleanField(
        label="The counselor was told",
        required=False,
        help_text="By phone or in person.",
    )


class RatingForm(forms.Form):
    """Three taps about one person's evening."""

    participation = forms.ChoiceField(
        choices=[("1", "Quiet"), ("2", "Some"), ("3", "Active")],
        widget=forms.RadioSelect,
        initial="3",
    )


def living_context() -> dict[str, Any]:
    """Give everything the examples need."""
    checked = ArrivalForm({"preferred_name": "", "arrived_at": "", "remark": HOSTILE})
    return {
        "examples": [Example(name, title) for name, title in SECTIONS],
        "form": ArrivalForm(auto_id="new_%s", initial={"preferred_name": "Dana"}),
        "checked_form": checked,
        "rating_form": RatingForm(),
        "participation": [("1", "Quiet"), ("2", "Some"), ("3", "Active")],
        "roster": _roster(),
        "no_rows": True,
        "week": _week(),
        "chart": _chart(),
        "first_day": FIRST_DAY,
        "hostile": HOSTILE,
        "people": [f"{first} {last}" for first, last in _NAMES],
    }


_NAMES = (
    ("Dana", "Kowalski"),
    ("Marcus", "Oyelaran"),
    ("Inés", "Calderón"),
    ("Tyrell", "Banks"),
    ("Priya", "Raman"),
    ("Joan", "McAllister"),
    ("Wen", "Zhou"),
    ("Cher", ""),
)


def _roster() -> list[dict[str, Any]]:
    states = [
        ("settled", "Arrived 5:50 pm", 180),
        ("needs", "Late, 6:20 pm", 150),
        ("quiet", "Excused", 0),
        ("danger", "Left upset, call now", 45),
        ("", "Expected", None),
    ]
    return [
        {"name": f"{first} {last}".strip(), "tone": t, "word": w, "minutes": minutes}
        for (first, last), (t, w, minutes) in zip(_NAMES, states, strict=False)
    ]


def _block(day: int, begins: time, minutes: int, label: str, **more: Any) -> Block:
    starts = datetime.combine(FIRST_DAY + timedelta(days=day), begins)
    ends = starts + timedelta(minutes=minutes)
    return Block(label=label, starts=starts, ends=ends, **more)


def _week() -> Week:
    evening = time(17, 45)
    return week_of(
        FIRST_DAY,
        [
            _block(0, evening, 180, "Evening group", url="#week_grid", detail="Room 2"),
            _block(0, time(9), 50, "Individual", detail="Ruth Abara", tone="settled"),
            _block(1, evening, 180, "Evening group", url="#week_grid", detail="Room 2"),
            _block(
                2,
                evening,
                180,
                "Family evening",
                url="#week_grid",
                tone="needs",
                state="No leader yet",
                icon="circle-alert",
            ),
            _block(4, time(13), 60, "Skills", tone="quiet", state="Canceled"),
            _block(5, time(9, 30), 180, "Weekend group", url="#week_grid"),
        ],
        today=FIRST_DAY + timedelta(days=1),
        closures={FIRST_DAY + timedelta(days=3): "Thanksgiving"},
    )


def _chart() -> Chart:
    return Chart(
        title="Hours attended in a week",
        axis="Week of",
        unit="hours",
        labels=["Oct 19", "Oct 26", "Nov 2", "Nov 9", "Nov 16", "Nov 23"],
        series=[
            Series("Attended", [9.5, 8.0, 10.5, None, 9.0, 6.5]),
            Series("Ordered", [9, 9, 9, 9, 9, 9]),
        ],
        summary="Attendance met the ordered nine hours in three of five weeks.",
        source="Invented figures.",
    )
