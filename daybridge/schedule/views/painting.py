"""What the pages of all painted weeks share: the form, the table and the dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from daybridge.access.gate import Refused
from daybridge.access.http import StaffRequest
from daybridge.rules.week_painted import Painting
from daybridge.schedule import services
from daybridge.schedule.errors import WeekChanged
from daybridge.schedule.forms.week import DatedWeekForm, DateForm, WeekForm
from daybridge.schedule.week_picture import changes_of, label_of, rows_of_table
from daybridge.schedule.weeks import Owner, Week, monday_of, week_of
from daybridge.ui.sending import sent


@dataclass(frozen=True, slots=True)
class Painted:
    """Whose week is painted, and what an empty time is called there."""

    owner: Any  # a Patient, Staff or Room
    week: Week
    nothing: str

    def about(self, form: WeekForm, shown: Painting) -> dict[str, Any]:
        """What `_paint_week.html` needs: the form, and the week it speaks of."""
        is_whole = form.is_bound and form.is_valid()
        return {
            "form": form,
            "table": rows_of_table(form.week() if is_whole else shown),
            "marks": self.week.kind.marks,
            "nothing": self.nothing,
        }

    def dates(self, first: date, form: DateForm | None) -> dict[str, Any]:
        """What `_week_dates.html` needs: the dates that differ, and one more."""
        ahead = [
            {
                "on": day.on,
                "monday": monday_of(day.on),
                "changes": [
                    (change, label_of(change.mark, self.nothing))
                    for change in changes_of(day.strokes)
                ],
            }
            for day in self.week.days_from(first)
        ]
        return {"dates": ahead, "date_form": form or self.date_form(first)}

    def date_form(self, first: date, sent: Any = None) -> DateForm:
        """The form for one date, from a day on, on which something is otherwise."""
        return DateForm(
            sent, marks=self.week.kind.marks, nothing=self.nothing, first=first
        )


def painted(owner: Owner, nothing: str) -> Painted:
    """The week of an owner, as it is now."""
    return Painted(owner, week_of(owner), nothing)


def kept(form: WeekForm, owner: Owner, keep: Callable[[], Any]) -> bool:
    """Keep what was painted; False when somebody else has kept something meanwhile.

    Then the form says so, and keeping it once more replaces what they painted.
    """
    try:
        keep()
    except WeekChanged as refusal:
        form.add_error(None, str(refusal))
        again: Any = form.data
        form.data = again = again.copy()
        again["version"] = str(week_of(owner).version)
        return False
    return True


def dated_form(request: StaffRequest, week: Week) -> DatedWeekForm:
    """The week in the address (`?of=`, a day of it), to be painted."""
    monday = _asked_monday(request)
    return DatedWeekForm(
        sent(request), monday=monday, marks=week.kind.marks, week=week.at(monday),
        initial={"version": week.version, "every": 0},
    )  # fmt: skip


def keep_dated(request: StaffRequest, owner: Owner, form: DatedWeekForm) -> bool:
    """Keep a week that is otherwise, and the weeks that are the same."""
    if not form.is_valid():
        return False
    viewer, wanted = request.viewer, form.week()
    return kept(
        form, owner,
        lambda: services.paint_weeks(
            whose=owner, wanted=dict.fromkeys(form.mondays(), wanted),
            version=form.cleaned_data["version"], at=viewer.at, by=viewer,
        ),
    )  # fmt: skip


def keep_date(request: StaffRequest, owner: Owner, form: DateForm) -> bool:
    """Keep one date; False when what was typed has to be looked at again."""
    if not form.is_valid():
        return False
    viewer = request.viewer
    services.change_date(
        whose=owner, on=form.cleaned_data["on"], strokes=[form.stroke()],
        at=viewer.at, by=viewer,
    )  # fmt: skip
    return True


def clear_date(request: StaffRequest, owner: Owner) -> None:
    """Let the date that was sent be as in every other week."""
    on = _day(request.POST.get("on", ""))
    if on is None:
        raise Refused("no date")
    services.clear_date(whose=owner, on=on, at=request.viewer.at, by=request.viewer)


def _asked_monday(request: StaffRequest) -> date:
    asked = _day(request.GET.get("of", ""))
    return monday_of(asked or request.viewer.today)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # February 30
        return None
