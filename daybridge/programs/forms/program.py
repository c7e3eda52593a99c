"""The settings of the program as a director types them."""

from functools import cache
from zoneinfo import available_timezones

from django import forms

from daybridge.programs.forms.base import SettingsForm
from daybridge.programs.models import OWN_MINUTES, USUAL_MINUTES, NoteFormat
from daybridge.programs.states import STATES
from daybridge.programs.values import ProgramValues
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.ui.templatetags.ui import duration

HERE = (
    ("America/New_York", "Eastern (New York)"),
    ("America/Detroit", "Eastern (Detroit)"),
    ("America/Indiana/Indianapolis", "Eastern (Indianapolis)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Boise", "Mountain (Boise)"),
    ("America/Phoenix", "Mountain without daylight time (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("Pacific/Guam", "Chamorro (Guam)"),
)


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones to choose from: those of the country first."""
    known = {key for key, _ in HERE}
    others = sorted(
        zone for zone in available_timezones() if "/" in zone and zone not in known
    )
    elsewhere = [(zone, zone.replace("_", " ")) for zone in others]
    return [("United States", list(HERE)), ("Elsewhere", elsewhere)]


def _lasts(label: str, help_text: str) -> forms.TypedChoiceField:
    """How long a session of somebody's own is, in steps of the grid of a week."""
    return forms.TypedChoiceField(
        choices=[(str(minutes), duration(minutes)) for minutes in OWN_MINUTES],
        coerce=int, required=False, label=label, help_text=help_text,
    )  # fmt: skip


class ProgramForm(SettingsForm[ProgramValues]):
    kind = ProgramValues

    name = forms.CharField(max_length=200, help_text="As on the license.")
    door_name = forms.CharField(
        max_length=100,
        label="Name on the tablet at the door",
        help_text="Anyone passing can read it: it must not say what the place is.",
    )
    time_zone = forms.ChoiceField(choices=zones, label="Time zone")
    state = forms.ChoiceField(choices=STATES)
    week_starts_on = forms.TypedChoiceField(
        choices=[(str(number), name) for number, name in enumerate(DAY_NAMES)],
        coerce=int,
        label="A week starts on",
        help_text="Weekly hours are counted from this day.",
    )
    note_format = forms.ChoiceField(
        choices=NoteFormat.choices,
        label="Format of notes",
        help_text="Signed notes keep the format they were signed in.",
    )
    grace_minutes = forms.IntegerField(
        min_value=0, max_value=120, label="Minutes before someone is late"
    )
    group_size_limit = forms.IntegerField(
        min_value=1, max_value=200, label="Patients in a group, at most",
        help_text="As your license says.",
    )  # fmt: skip
    patients_per_staff = forms.IntegerField(
        min_value=1, max_value=200, label="Patients for each member of staff, at most",
        help_text="As your license says.",
    )  # fmt: skip
    individual_minutes = _lasts("An individual session lasts", "Usual: 50 to 60 min.")
    conjoint_minutes = _lasts(
        "A family session lasts",
        "Usual: 60 to 90 min. For hours that are found from now on; those that stand "
        "keep their length.",
    )
    public_slug = forms.SlugField(
        max_length=60, required=False, label="Address of the public pages",
        empty_value=None,
        help_text="What stands after /start/: letters, digits and hyphens. Empty: a "
        "number.",
    )  # fmt: skip
    public_phone = forms.CharField(
        max_length=40, required=False, label="Telephone on the public pages",
        help_text="Where people who look for help reach you.",
    )  # fmt: skip
    phone_hours = forms.CharField(
        max_length=200, required=False, label="When it is answered",
        help_text="Such as: Monday to Friday, 9 am to 8 pm.",
    )  # fmt: skip
    calls_back_within_hours = forms.IntegerField(
        min_value=1, max_value=168, required=False, label="Calls back within hours",
        help_text="What the public pages tell somebody who asks for a call.",
    )  # fmt: skip

    def clean_public_slug(self) -> str | None:
        slug: str | None = self.cleaned_data["public_slug"]
        return slug.lower() if slug else None

    def clean_individual_minutes(self) -> int:
        return self.cleaned_data["individual_minutes"] or USUAL_MINUTES

    def clean_conjoint_minutes(self) -> int:
        return self.cleaned_data["conjoint_minutes"] or USUAL_MINUTES

    def clean_calls_back_within_hours(self) -> int:
        return self.cleaned_data["calls_back_within_hours"] or 24

    def clean(self) -> dict[str, object]:
        answers = self.cleaned_data
        if not self.errors and answers["time_zone"] != self.initial.get("time_zone"):
            self.warn(
                [
                    "Another time zone: groups meet by the clock of the new zone from "
                    "the next sessions that are made. Sessions already on the schedule "
                    "keep their moment and will read at another hour."
                ]
            )
        return answers
