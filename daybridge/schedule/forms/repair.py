"""What people say when something happened, in one list, and until when."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms

from daybridge.programs.models import Room, Site
from daybridge.rules.week_fit.clock import WEEK
from daybridge.schedule.models import Repair
from daybridge.schedule.occurrences import instant
from daybridge.schedule.queries import staff_who_may_lead
from daybridge.schedule.repairing.choices import Choices
from daybridge.schedule.repairing.proposing import Proposal
from daybridge.schedule.values import RepairValues
from daybridge.ui.fields import DateField, TimeField
from daybridge.ui.sending import key_or_none

LONGEST = timedelta(weeks=8)
What = Repair.What
EVERY_SITE = "all"
FIELD_OF = {
    What.LEADER: "staff",
    What.ROOM: "room",
    What.STORM: "site",
    What.SITE: "site",
}


class RepairForm(forms.Form):
    lost = forms.ChoiceField(label="What happened")
    from_on = DateField(label="From")
    from_at = TimeField(required=False, label="At")
    until_on = DateField(label="Until, that day included")
    until_at = TimeField(required=False, label="Until what time")
    wish = forms.ChoiceField(
        choices=Repair.Wish.choices, initial=Repair.Wish.FIT, label="What you want",
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, program: Any, at: datetime, **kwargs: Any) -> None:
        self.program, self.at = program, at
        super().__init__(*args, **kwargs)
        self.rows = _rows(program)
        lost: Any = self.fields["lost"]
        lost.choices = [
            ("", "Choose who is away or what is closed"),
            *(
                (str(label), [(f"{what}:{key}", str(row)) for key, row in rows.items()])
                for what, label in What.choices
                if (rows := self.rows[what])
            ),
        ]

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        starts_at, ends_at = self._span()
        if ends_at <= starts_at:
            self.add_error("until_on", "It ends before it begins.")
        elif ends_at <= self.at:
            self.add_error("until_on", "That is over. Choose today or a day to come.")
        elif ends_at - starts_at > LONGEST:
            self.add_error("until_on", "Eight weeks at most; then change the groups.")
        return self.cleaned_data

    def values(self) -> RepairValues:
        """What happened."""
        starts_at, ends_at = self._span()
        what, _, key = self.cleaned_data["lost"].partition(":")
        if key == EVERY_SITE:
            return RepairValues(
                what, starts_at, ends_at, wish=self.cleaned_data["wish"]
            )
        row = self.rows[what][key]
        return RepairValues(
            what, starts_at, ends_at, wish=self.cleaned_data["wish"],
            **{FIELD_OF[What(what)]: row},
        )  # fmt: skip

    def _span(self) -> tuple[datetime, datetime]:
        """Whole days, unless a time is said."""
        answers, zone = self.cleaned_data, self.program.zone
        first = answers["from_at"] or time()
        until: date = answers["until_on"]
        if answers["until_at"] is None:
            end = instant(until + timedelta(days=1), time(), zone)
        else:
            end = instant(until, answers["until_at"], zone)
        return instant(answers["from_on"], first, zone), end


class WayForm(forms.Form):
    """Another time, leader or room for one session, or that it is cancelled."""

    version = forms.IntegerField(min_value=1, max_value=10**6)
    start = forms.IntegerField(min_value=0, max_value=WEEK)  # minute of the week
    leader = forms.CharField(required=False)
    room = forms.CharField(required=False)
    cancel = forms.BooleanField(required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.proposal: Proposal | None = None

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("cancel"):
            self.proposal = self.choices.cancelled()
        elif not self.errors:
            self.proposal = self.choices.chosen(
                answers["start"], answers["leader"], answers["room"]
            )
        if self.proposal is None:
            raise forms.ValidationError(
                "That leader or that room cannot be had then. Choose what can."
            )
        return answers


def seen_steps(sent: Any) -> dict[UUID, int]:
    """The steps that somebody saw, each with its version: "<id>:<version>"."""
    parts = (text.partition(":") for text in sent.getlist("step"))
    return {
        key: int(version)
        for id, _, version in parts
        if (key := key_or_none(id)) and version.isdecimal() and len(version) < 9
    }


def _rows(program: Any) -> dict[str, dict[str, Any]]:
    """Who could be away and what could be closed, by kind and key."""
    sites = list(Site.objects.in_program(program).in_use().order_by("name", "pk"))
    rooms = Room.objects.in_program(program).in_use().order_by("name", "pk")
    offered: dict[Any, list[Any]] = {
        What.LEADER: staff_who_may_lead(program),
        What.ROOM: list(rooms),
        What.STORM: sites,
        What.SITE: sites,
    }
    found: dict[str, dict[str, Any]] = {
        what.value: {str(row.pk): row for row in rows}
        for what, rows in offered.items()
    }  # fmt: skip
    if len(sites) > 1:
        for what in Repair.CLOSING:
            found[what] = {EVERY_SITE: "Every site"} | found[what]
    return found
