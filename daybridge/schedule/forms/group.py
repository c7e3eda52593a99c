"""What people type to make or change a group."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from daybridge.programs.models import Curriculum, Modality, Room, Track
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.schedule.forms.seats import license_sentence, room_sentence
from daybridge.schedule.life_against import against_hour
from daybridge.schedule.meetings import closed_days, meetings
from daybridge.schedule.models import Group
from daybridge.schedule.occurrences import weekdays, weekly
from daybridge.schedule.queries import Span, double_bookings, staff_who_may_lead
from daybridge.schedule.services.making import WEEKS_AHEAD
from daybridge.schedule.values import GroupValues
from daybridge.ui.fields import DateField, RowField, TimeField, WarningForm

EVERY = (("1", "Every week"), ("2", "Every other week"))


class GroupForm(WarningForm):
    name = forms.CharField(max_length=120, help_text="What staff call this group.")
    track = RowField()
    modality = forms.ChoiceField(choices=Modality.choices, label="Kind of group")
    days = forms.MultipleChoiceField(
        choices=[(str(number), name) for number, name in enumerate(DAY_NAMES)],
        widget=forms.CheckboxSelectMultiple,
        label="Days it meets",
    )
    every = forms.ChoiceField(choices=EVERY, label="How often", initial="1")
    starts_at = TimeField(label="Starts at")
    minutes = forms.IntegerField(min_value=15, max_value=720, label="Minutes")
    starts_on = DateField(label="First day")
    ends_on = DateField(required=False, label="Last day")
    leader = RowField()
    co_leader = RowField(required=False, label="Co-leader")
    room = RowField(required=False)
    telehealth_url = forms.URLField(
        required=False, label="Telehealth link", assume_scheme="https"
    )
    capacity = forms.IntegerField(
        min_value=1, max_value=200, label="Seats", help_text="For patients."
    )
    curriculum = RowField(
        required=False, help_text="Its topics follow each other, evening by evening."
    )
    counts_to_clinical_hours = forms.BooleanField(
        required=False, initial=True, label="Counts to clinical hours"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, program: Any, at: datetime, group: Group | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.program, self.at, self.group = program, at, group
        kwargs.setdefault("initial", _initial(program, at, group))
        super().__init__(*args, **kwargs)
        leaders = staff_who_may_lead(program)
        self._offer("track", Track.objects.in_program(program).filter(closed_on=None))
        self._offer("leader", leaders)
        self._offer("co_leader", leaders, none="Nobody")
        rooms = Room.objects.in_program(program).in_use().select_related("site")
        self._offer("room", rooms.order_by("name"), none="No room")
        self._offer("curriculum", Curriculum.objects.in_program(program), none="None")

    def _offer(self, name: str, rows: Any, none: str = "") -> None:
        field = self.fields[name]
        assert isinstance(field, RowField)
        field.offer(rows, none=none)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self.errors:
            return answers
        if answers["ends_on"] and answers["ends_on"] < answers["starts_on"]:
            self.add_error("ends_on", "The last day is before the first.")
        if answers["leader"] == answers["co_leader"]:
            self.add_error("co_leader", "Choose someone other than the leader.")
        leaders = 1 + (answers["co_leader"] is not None)
        too_small = room_sentence(answers["room"], answers["capacity"], leaders)
        if too_small:
            self.add_error("capacity", too_small)
        if not answers["room"] and not answers["telehealth_url"]:
            self.add_error("room", "Choose a room, or give a telehealth link.")
        if not self.errors:
            self.warn(self._unusual())
        return answers

    def values(self) -> GroupValues:
        """What was asked for."""
        answers = dict(self.cleaned_data)
        days, every = answers.pop("days"), answers.pop("every")
        for name in ("anyway", "version"):
            answers.pop(name, None)
        recurrence = weekly([int(day) for day in days])
        if every == "2":
            recurrence = recurrence.replace("WEEKLY;", "WEEKLY;INTERVAL=2;")
        return GroupValues(recurrence=recurrence, **answers)

    def _unusual(self) -> list[str]:
        values = self.values()
        first = max(self.program.day_of(self.at), values.starts_on)
        last = first + timedelta(weeks=WEEKS_AHEAD)
        met = meetings(
            self.program, values, first, last, closed_days(self.program, first, last)
        )
        found = double_bookings(
            self.program,
            [Span(meeting.starts_at, meeting.ends_at) for meeting in met],
            room=values.room,
            leaders=(values.leader, values.co_leader),
            except_group=self.group.pk if self.group else None,
        )
        too_many = license_sentence(self.program, values.capacity)
        lives = (
            against_hour(self.group, values, program=self.program, on=first)
            if self.group
            else ()
        )
        return [sentence for sentence in (too_many, *lives, *found) if sentence]


def _initial(program: Any, at: datetime, group: Group | None) -> dict[str, Any]:
    if group is None:
        today = program.day_of(at)
        return {
            "starts_on": today,
            "starts_at": "17:30",
            "minutes": 180,
            "capacity": program.group_size_limit,
            "every": "1",
            "counts_to_clinical_hours": True,
        }
    values = GroupValues.of(group)
    initial = {name: getattr(values, name) for name in values.__slots__}
    initial["days"] = [str(day) for day in weekdays(group.recurrence)]
    initial["every"] = "2" if "INTERVAL=2" in group.recurrence else "1"
    initial["version"] = group.version
    return initial
