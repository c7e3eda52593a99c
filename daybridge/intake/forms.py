"""What people type about someone's care."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daybridge.intake.models import DischargeReason
from daybridge.intake.services.orders import outside_rule
from daybridge.intake.values import Admission, Dose, Leaving, Move, StandingPlace
from daybridge.intake.wording import day_words, referral_sources, substances
from daybridge.programs.models import Modality, Track
from daybridge.programs.queries import closure_on
from daybridge.ui.fields import DateField, RowField, WarningForm

ADULT_FROM_YEARS = 18
NOT_KNOWN = ("", "Not known yet")
MINUTES = 60
MIX = "mix_"  # before the name of a modality
MOST_SESSIONS = 14  # of one kind a week


class DoseForm(WarningForm):
    """Hours and days a week; outside of the level's rule it asks why."""

    hours_per_week = forms.DecimalField(
        label="Hours a week", min_value=Decimal("0.5"), max_value=60, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )  # fmt: skip
    days_per_week = forms.IntegerField(label="Days a week", min_value=1, max_value=7)
    reason = forms.CharField(
        label="Why this dose", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when it is outside of what the level of care asks.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in Modality.choices:
            self.fields[MIX + kind] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=MOST_SESSIONS
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields one below the other; the mix stands in a row of its own."""
        return [one for one in super().questions if not one.name.startswith(MIX)]

    @property
    def mix(self) -> list[forms.BoundField]:
        """How many sessions of each kind a week."""
        return [field for field in self if field.name.startswith(MIX)]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self.errors:
            return answers
        outside = outside_rule(self.track(), self.dose(), self.day())
        if outside and answers.get("anyway") and not answers["reason"]:
            self.add_error("reason", "Say why this dose is meant.")
            self.warned = True
        else:
            self.warn([*outside, *self.unusual()])
        return answers

    def dose(self) -> Dose:
        answers = self.cleaned_data
        return Dose(
            minutes_per_week=round(answers["hours_per_week"] * MINUTES),
            days_per_week=answers["days_per_week"],
            reason=answers["reason"],
            outside_is_meant=bool(answers.get("anyway")),
            modality_mix={
                kind: answers[MIX + kind]
                for kind in Modality.values
                if answers[MIX + kind]
            },
        )

    def track(self) -> Track:
        """The track whose rule judges the dose."""
        track: Track = self.cleaned_data["track"]
        return track

    def day(self) -> date:
        """The day from which the dose holds."""
        day: date = self.cleaned_data["starts_on"]
        return day

    def unusual(self) -> Iterable[str]:
        """What else a person should look at before it is saved."""
        return ()


class TrackForm(DoseForm):
    """A dose on a track that has to be chosen."""

    track_choice = RowField(label="Track")

    def __init__(self, *args: Any, tracks: Iterable[Track], patient: Any, **kw: Any):
        self.patient = patient
        super().__init__(*args, **kw)
        field = self.fields["track_choice"]
        assert isinstance(field, RowField)
        field.offer(tracks, label=track_words)

    def track(self) -> Track:
        track: Track = self.cleaned_data["track_choice"]
        return track

    def unusual(self) -> list[str]:
        return [*closed_sentences(self.track(), self.day()), *self._age_sentences()]

    def _age_sentences(self) -> list[str]:
        age = self.patient.age_on(self.day())
        if age is None or (age < ADULT_FROM_YEARS) is self.track().for_adolescents:
            return []
        kind = "adolescents" if self.track().for_adolescents else "adults"
        return [f"{self.track().name} is for {kind}; they are {age} years old."]


class FactsForm(forms.Form):
    """What is known at admission and may be filled in later."""

    referral_source = forms.ChoiceField(
        label="Referred by", required=False, choices=[NOT_KNOWN, *referral_sources()]
    )
    primary_substance = forms.ChoiceField(
        label="Primary substance", required=False, choices=[NOT_KNOWN, *substances()]
    )


class AdmissionForm(FactsForm, TrackForm):
    """How an episode begins."""

    admitted_on = DateField(label="First day in care")
    places = forms.BooleanField(
        label="Give them places in the groups of this track",
        required=False,
        initial=True,
        help_text="Groups with a seat, as many as the dose asks for.",
    )

    field_order = (
        "admitted_on", "track_choice", "hours_per_week", "days_per_week", "places",
        "reason", "referral_source", "primary_substance",
    )  # fmt: skip

    def day(self) -> date:
        day: date = self.cleaned_data["admitted_on"]
        return day

    def admission(self) -> Admission:
        answers = self.cleaned_data
        return Admission(
            track=self.track(),
            admitted_on=answers["admitted_on"],
            dose=self.dose(),
            referral_source=answers["referral_source"],
            primary_substance=answers["primary_substance"],
            places=answers["places"],
        )


class ChangeDoseForm(DoseForm):
    """Another dose on the track they are on."""

    starts_on = DateField(label="From")

    field_order = ("starts_on", "hours_per_week", "days_per_week", "reason")

    def __init__(self, *args: Any, episode: Any, **kwargs: Any) -> None:
        self.episode = episode
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required, reason.help_text = True, "What has changed for them."

    def track(self) -> Track:
        """The track of the day; before the first, the one they come to."""
        stays = self.episode.stays.select_related("track").order_by("started_on")
        track: Track = (stays.on(self.day()).first() or stays.first()).track
        return track


class PlacesField(forms.MultipleChoiceField):
    """Places to mark; none is an answer too."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        for one in value:
            if not self.valid_value(one):
                raise ValidationError(self.error_messages["invalid_choice"],
                                      params={"value": one})  # fmt: skip


class TransferForm(TrackForm):
    """To which track, from when, with which dose; which places end."""

    starts_on = DateField(
        label="First day on the new track",
        help_text="The day before is the last one on the former track.",
    )
    places = PlacesField(
        label="Places that end", help_text="Take the mark away from a place they keep."
    )

    field_order = (
        "track_choice", "starts_on", "hours_per_week", "days_per_week", "reason",
        "places",
    )  # fmt: skip

    def __init__(self, *args: Any, places: Iterable[StandingPlace], **kw: Any) -> None:
        self.standing = list(places)
        super().__init__(*args, **kw)
        if not self.standing:
            del self.fields["places"]
            return
        field = self.fields["places"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.id), place_words(one)) for one in self.standing]
        field.initial = [str(one.id) for one in self.standing]

    def move(self) -> Move:
        ended = set(self.cleaned_data.get("places", ()))
        return Move(
            track=self.track(),
            starts_on=self.day(),
            dose=self.dose(),
            places_kept=[one.id for one in self.standing if str(one.id) not in ended],
        )


class DischargeForm(forms.Form):
    """How an episode ends."""

    discharged_on = DateField(
        label="First day out of care",
        help_text="From this day on they are expected nowhere. If they come today for "
        "the last time, choose tomorrow.",
    )
    reason = forms.ChoiceField(
        label="Reason", choices=[("", "Choose one"), *DischargeReason.choices]
    )
    last_contact_on = DateField(
        label="Last contact", required=False,
        help_text="The last day anyone here saw or reached them, if it is known.",
    )  # fmt: skip

    def leaving(self) -> Leaving:
        return Leaving(**self.cleaned_data)


def track_words(track: Track) -> str:
    return f"{track.name} (level {track.level_of_care})"


def place_words(place: StandingPlace) -> str:
    return f"{place.group}: {place.meets}"


def closed_sentences(track: Track, day: date) -> list[str]:
    """Say when nothing meets on the day something is to begin."""
    shut = closure_on(track, day)
    if shut is None:
        return []
    return [f"Nothing meets on {day_words(day)}: {shut.name}."]
