"""What people type to draft a week, and to ask for the best one."""

from typing import Any
from uuid import UUID

from django import forms

from daybridge.programs.models import ONE_TO_ONE, Modality, Track
from daybridge.schedule.forms.publishing import first_monday
from daybridge.schedule.models import Group
from daybridge.schedule.values import DraftValues, ExtraGroups
from daybridge.schedule.wording import hour_words
from daybridge.ui.fields import DateField, RowField

MOST_EXTRA = 10
LONGEST_MINUTES = 360
KINDS = [kind for kind in Modality.choices if kind[0] not in ONE_TO_ONE]
HOURS = [(str(hour * 60), hour_words(hour * 60)) for hour in range(7, 21)]
OF_EXTRA = ("extra_track", "extra_minutes", "extra_capacity")


class DraftForm(forms.Form):
    name = forms.CharField(
        max_length=120, help_text="What you will know it by, beside other drafts."
    )
    starts_on = DateField(
        label="From",
        help_text="The ordinary week from this day on; single dates do not count.",
    )
    staying = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple,
        label="Groups that stay as they are",
        help_text="Every other group may move to another day, hour, leader or room, or "
        "close.",
    )  # fmt: skip
    keeps_part_of_day = forms.BooleanField(
        required=False, initial=True, label="Groups keep to their part of the day",
        help_text="What meets in the morning, in the afternoon (from noon) or in the "
        "evening (from five) does so in the new week. Without it more people may find "
        "their full dose.",
    )  # fmt: skip
    hours = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=HOURS,
        label="Groups may also begin at",
        help_text="Beside the hours at which groups begin today.",
    )  # fmt: skip
    extra_count = forms.IntegerField(
        min_value=0, max_value=MOST_EXTRA, initial=0,
        label="New groups that could be opened",
        help_text="Each meets once a week, where and when most people need it.",
    )  # fmt: skip
    extra_track = RowField(required=False, label="Their track")
    extra_modality = forms.ChoiceField(choices=KINDS, label="Their kind")
    extra_minutes = forms.IntegerField(
        required=False, min_value=15, max_value=LONGEST_MINUTES, step_size=15,
        label="Their minutes",
    )  # fmt: skip
    extra_capacity = forms.IntegerField(
        required=False, min_value=1, max_value=200, label="Their seats"
    )

    def __init__(self, *args: Any, program: Any, today: Any, **kwargs: Any) -> None:
        self.today = today
        kwargs.setdefault(
            "initial",
            {"starts_on": first_monday(today, today), "keeps_part_of_day": True,
             "extra_modality": Modality.GROUP, "extra_minutes": 180,
             "extra_capacity": program.group_size_limit},
        )  # fmt: skip
        super().__init__(*args, **kwargs)
        groups = Group.objects.in_program(program).not_over_on(today).order_by("name")
        staying: Any = self.fields["staying"]
        staying.choices = [
            (str(group.pk), group.name) for group in groups if group.gives_weekly_dose
        ]
        track: Any = self.fields["extra_track"]
        track.offer(Track.objects.in_program(program).filter(closed_on=None))

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day < self.today:
            raise forms.ValidationError("Choose today or a day to come.")
        return day

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        for name in OF_EXTRA:
            is_missing = name in answers and not answers[name]
            if answers.get("extra_count") and is_missing:
                self.add_error(name, "Say this of the new groups, or ask for none.")
        return answers

    def values(self) -> DraftValues:
        """What is asked."""
        answers = self.cleaned_data
        extra = None
        if answers["extra_count"]:
            extra = ExtraGroups(
                count=answers["extra_count"],
                track=answers["extra_track"],
                modality=answers["extra_modality"],
                minutes=answers["extra_minutes"],
                capacity=answers["extra_capacity"],
            )
        staying = frozenset(UUID(key) for key in answers["staying"])
        hours = tuple(int(minute) for minute in answers["hours"])
        return DraftValues(
            answers["name"], answers["starts_on"], staying, extra, hours,
            answers["keeps_part_of_day"],
        )  # fmt: skip


class SearchForm(forms.Form):
    seconds = forms.TypedChoiceField(
        coerce=int, initial=60, label="Look for",
        choices=[(30, "Half a minute"), (60, "A minute"), (120, "Two minutes"),
                 (300, "Five minutes"), (600, "Ten minutes")],
    )  # fmt: skip
