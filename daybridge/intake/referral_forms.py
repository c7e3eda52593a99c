"""What people type about a referral, the waitlist and the first 30 days."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from daybridge.intake.lists import hand_off_steps
from daybridge.intake.models import Referral, Wait
from daybridge.intake.services.orientation import LAST_DAY
from daybridge.intake.times import from_rows
from daybridge.intake.times_forms import NOT_WHOLE, times_rows
from daybridge.intake.values import TimesTold
from daybridge.programs.models import Track
from daybridge.ui.fields import DateField, RowField
from daybridge.uploads import FileKind, Received, UploadRefused, receive

PAPERS = frozenset({FileKind.PDF, FileKind.XML})


class PaperField(forms.FileField):
    """A PDF or C-CDA; the cleaned value was looked into."""

    def clean(self, data: Any, initial: Any = None) -> Received | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return receive(upload, PAPERS)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


def paper_field(**more: Any) -> PaperField:
    return PaperField(
        help_text="A PDF, or a C-CDA (XML) that can be read item by item. Up to 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.xml,application/xml"}),
        **more,
    )


class ReferralForm(forms.Form):
    """Who sent them, and what they told."""

    kind = forms.ChoiceField(label="What kind", choices=Referral.Kind.choices)
    organization = forms.CharField(max_length=200, required=False)
    person = forms.CharField(
        max_length=200, required=False, label="Who called or wrote"
    )
    phone = forms.CharField(
        max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    fax = forms.CharField(
        max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(required=False, label="E-mail", max_length=254)
    expected_on = DateField(
        required=False, label="Expected on",
        help_text="The day they leave there and could come here.",
    )  # fmt: skip
    last_level = forms.CharField(
        max_length=60, required=False, label="Last level of care",
        help_text="As they name it: 3.7, detox, inpatient unit 4 West.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if not (answers.get("organization") or answers.get("person")):
            self.add_error("organization", "Write who sent them: a place or a person.")
        return answers


class WordsForm(ReferralForm):
    """The same with what belongs in a chart, for those who read it."""

    medications = forms.CharField(
        required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As told, with doses and the time of the next one.",
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=10_000, label="What else they told",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class NewReferralForm(WordsForm):
    """Whoever takes the call writes down everything, and adds the papers."""

    document = paper_field(required=False, label="Document")


class DocumentForm(forms.Form):
    document = paper_field(label="Document")


class HandOffForm(forms.Form):
    """One step of the hand-off; a note says what it was."""

    key = forms.ChoiceField(
        choices=lambda: [(one.key, one.label) for one in hand_off_steps()]
    )
    note = forms.CharField(max_length=500, required=False)
    told = forms.CharField(max_length=410, required=False, label="Whom you told")


class WaitForm(forms.Form):
    """What they wait for, and the real reason."""

    track_choice = RowField(label="Track", required=False)
    times = forms.CharField(
        max_length=200, required=False, label="More about their times",
        help_text="What the days and hours do not tell: every other Thursday.",
    )  # fmt: skip
    reason = forms.ChoiceField(
        label="Why they wait", choices=Wait.Reason.choices, widget=forms.RadioSelect
    )
    reason_note = forms.CharField(
        max_length=500, required=False, label="More about the reason"
    )
    ready_on = DateField(
        required=False, label="Not before",
        help_text="The day from which they could come, if it is later than today.",
    )  # fmt: skip
    priority = forms.ChoiceField(
        label="Goes first", choices=Wait.Priority.choices, initial=Wait.Priority.NONE,
        widget=forms.RadioSelect,
        help_text="45 CFR 96.131. The list shows the group, never the reason.",
    )  # fmt: skip

    inquiry_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, required=False
    )

    def __init__(
        self, *args: Any, tracks: Iterable[Track], times: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track_choice"]
        assert isinstance(field, RowField)
        field.offer(tracks, none="Any track that fits", label=lambda one: one.name)
        self.rows = times_rows(times, self.data if self.is_bound else None)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if not all(row.is_valid() for row in self.rows):
            self.add_error(None, NOT_WHOLE)
        if answers.get("reason") == Wait.Reason.OTHER and not answers.get(
            "reason_note"
        ):
            self.add_error("reason_note", "Say what they wait for.")
        return answers

    def values(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        del answers["inquiry_version"]
        return {"track": answers.pop("track_choice"), **answers}

    def times_told(self) -> TimesTold | None:
        """The times of the week for the inquiry, with the reading they change."""
        version = self.cleaned_data["inquiry_version"]
        if version is None:
            return None
        times = from_rows(row.cleaned_data for row in self.rows)
        return TimesTold(times, version)


class SeatForm(forms.Form):
    """A place on a track that nobody left: a new group, a second room."""

    track_choice = RowField(label="Track")
    free_from = DateField(label="Free from")

    def __init__(
        self, *args: Any, tracks: Iterable[Track], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["track_choice"]
        assert isinstance(field, RowField)
        field.offer(tracks, label=lambda one: one.name)

    def clean_free_from(self) -> date:
        day: date = self.cleaned_data["free_from"]
        if day < self.today:
            raise forms.ValidationError("Choose today or a later day.")
        return day


class ListItemForm(forms.Form):
    """One line of the list of the first 30 days."""

    label = forms.CharField(max_length=120, label="What is owed")
    due_days = forms.IntegerField(
        min_value=0, max_value=LAST_DAY, label="Days after admission"
    )
