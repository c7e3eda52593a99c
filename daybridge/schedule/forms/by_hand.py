"""Where a group of a draft is put by hand, and what a new one is."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms

from daybridge.access.viewer import Viewer
from daybridge.intake.times import minute_of
from daybridge.programs.models import Track
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.wording import count_of
from daybridge.schedule.drafting.by_hand import (
    Changed,
    NewGroup,
    Put,
    add,
    in_the_way,
    meetings_of,
    over_limits,
    put,
    runs_of,
)
from daybridge.schedule.drafting.changes import hours_moved
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.publishing import group_key
from daybridge.schedule.forms.draft import KINDS, LONGEST_MINUTES
from daybridge.ui.fields import RowField, TimeField, WarningForm

DAYS = [(str(number), name) for number, name in enumerate(DAY_NAMES)]
TAKEN = {
    "leader": "They lead another group then, are not at work, or lead enough that day.",
    "room": "Another group is in this room then, or it is not open.",
}


class PutForm(WarningForm):
    """Days, hour, leader and room of one group.

    More than a leader may, and whose individual session has another hour then, is asked
    about once more. `changed` is what comes of it.
    """

    days = forms.MultipleChoiceField(choices=DAYS, widget=forms.CheckboxSelectMultiple)
    starts_at = TimeField(label="Begins at")
    leader = forms.ChoiceField()
    room = forms.ChoiceField(required=False)
    stays = forms.BooleanField(
        required=False, initial=True, label="Keep this as it is",
        help_text="A better week that is asked for leaves it alone.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, viewer: Viewer, found: Found, key: str,
        staff: Mapping[str, str], rooms: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        self.viewer, self.found, self.key = viewer, found, key
        self.hours_moved: list[str] = []  # whose, in sentences
        kwargs.setdefault("initial", self._now())
        super().__init__(*args, **kwargs)
        leader: Any = self.fields["leader"]
        leader.choices = [(id, staff[id]) for id in found.instance.staff if id in staff]
        room: Any = self.fields["room"]
        known = [(id, rooms[id]) for id in found.instance.rooms if id in rooms]
        room.choices = known if self.is_on_site else [("", "Telehealth")]

    @property
    def meetings(self) -> int:
        return len(meetings_of(self.found, self.key))

    @property
    def minutes(self) -> int:
        return meetings_of(self.found, self.key)[0].minutes

    @property
    def is_on_site(self) -> bool:
        return bool(meetings_of(self.found, self.key)[0].rooms)

    def clean_days(self) -> list[int]:
        days = [int(day) for day in self.cleaned_data["days"]]
        if len(days) != self.meetings:
            wanted = count_of(self.meetings, "day")
            raise forms.ValidationError(f"Choose {wanted}: so often does it meet.")
        return days

    def clean_starts_at(self) -> time:
        at: time = self.cleaned_data["starts_at"]
        grid = self.found.instance.grid_minutes
        if minute_of(at) % grid:
            raise forms.ValidationError(f"Choose a time in steps of {grid} minutes.")
        return at

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        where = self.where()
        if where.minute + self.minutes > DAY:
            self.add_error("starts_at", "It would end after midnight.")
            return self.cleaned_data
        for what in set(in_the_way(self.found, self.key, self.minutes, where)):
            self.add_error(what, TAKEN[what])
        if not self.errors:
            self.changed = self.change(where)
            self.hours_moved = hours_moved(self.found, self.changed.plan, self.viewer)
            too_much = over_limits(self.found, self.key, self.minutes, where)
            self.warn([*too_much, *self.hours_moved])
        return self.cleaned_data

    def change(self, where: Put) -> Changed:
        """The draft with the group there."""
        return put(self.found, self.key, where)

    def where(self) -> Put:
        answers = self.cleaned_data
        return Put(
            days=tuple(answers["days"]),
            minute=minute_of(answers["starts_at"]),
            leader=answers["leader"],
            room=answers["room"] or None,
            stays=answers["stays"],
        )

    def _now(self) -> dict[str, Any]:
        """Where it is in the week shown, or was today."""
        runs = runs_of(self.found)
        meetings = meetings_of(self.found, self.key)
        held = [run for o in meetings if (run := runs.get(o.id) or o.current)]
        if not held:
            return {"stays": True}
        return {
            "days": [str(run.start // DAY) for run in held],
            "starts_at": time(*divmod(held[0].start % DAY, 60)),
            "leader": held[0].leader,
            "room": held[0].room or "",
            "stays": True,
        }


class NewGroupForm(PutForm):
    """A group that is not there today, on one day of the week."""

    name = forms.CharField(max_length=120)
    track = RowField()
    modality = forms.ChoiceField(choices=KINDS, label="Kind of group")
    length = forms.IntegerField(
        min_value=15, max_value=LONGEST_MINUTES, step_size=15, label="Minutes"
    )
    capacity = forms.IntegerField(min_value=1, max_value=200, label="Seats")

    meetings = 1
    is_on_site = True

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        program: Any = viewer.program
        initial = {
            "stays": True, "length": 180, "capacity": program.group_size_limit,
            "modality": "group",
        }  # fmt: skip
        super().__init__(*args, viewer=viewer, key="", initial=initial, **kwargs)
        track: Any = self.fields["track"]
        track.offer(Track.objects.in_program(program).filter(closed_on=None))

    @property
    def minutes(self) -> int:
        return int(self.cleaned_data.get("length") or 0)

    def change(self, where: Put) -> Changed:
        """The draft with the group in it."""
        answers = self.cleaned_data
        new = NewGroup(
            name=answers["name"], track=answers["track"], modality=answers["modality"],
            minutes=answers["length"], capacity=answers["capacity"],
        )  # fmt: skip
        return add(self.found, new, where)


class MoveForm(forms.Form):
    """The card of one meeting, and the cell on which it was dropped."""

    meeting = forms.CharField()
    day = forms.IntegerField(min_value=0, max_value=6)
    minute = forms.IntegerField(min_value=0, max_value=DAY - 1)

    def __init__(self, *args: Any, found: Found) -> None:
        self.found, self.runs = found, runs_of(found)
        super().__init__(*args)

    def clean(self) -> dict[str, Any]:
        """A meeting that runs, on a day on which its group does not meet already."""
        answers = self.cleaned_data
        if answers.get("meeting") not in self.runs:
            raise forms.ValidationError("This meeting does not run.")
        if not self.errors and len(set(self._days())) < len(self._days()):
            raise forms.ValidationError("Its group meets on that day already.")
        return answers

    @property
    def key(self) -> str:
        return group_key(self.cleaned_data["meeting"])

    def where(self) -> Put:
        """Where its group is then; what was moved by hand stays where it is."""
        held = self.runs[self.cleaned_data["meeting"]]
        return Put(
            days=self._days(), minute=self.cleaned_data["minute"], leader=held.leader,
            room=held.room, stays=True,
        )  # fmt: skip

    def _days(self) -> tuple[int, ...]:
        moved = self.cleaned_data["meeting"]
        return tuple(
            self.cleaned_data["day"] if o.id == moved else self.runs[o.id].start // DAY
            for o in meetings_of(self.found, self.key)
        )
