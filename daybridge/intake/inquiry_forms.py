"""What people type about an inquiry: on the phone, later, and when it moves."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from daybridge.intake.models import AssessmentBooking, Call, Inquiry, Stage
from daybridge.intake.screening import WORDS
from daybridge.intake.services import Appointment
from daybridge.intake.services.inquiries import NAMELESS
from daybridge.intake.services.merging import FIELDS as MERGED
from daybridge.intake.times import from_rows
from daybridge.intake.times_forms import NOT_WHOLE, times_rows
from daybridge.intake.wording import LANGUAGES, day_words, referral_sources
from daybridge.people.models import Patient
from daybridge.phones import e164
from daybridge.programs.models import Track
from daybridge.ui.fields import DateField, RowField, TimeField

MERGED_WORDS = {name: name.replace("_", " ").capitalize() for name in MERGED} | {
    "born_on": "Birth date"
}
NOT_TOLD = ("", "Not told")
PARTS = (  # heading, fields
    (
        "Who, and how to reach them",
        ("caller", "first_name", "last_name", "phone", "may_leave_message", "born_on",
         "message_name", "best_times", "language"),
    ),
    ("Who called for them", ("caller_name", "caller_relation", "caller_phone")),
    ("What they said", ("words", "how_soon", "ties", "track")),
    ("Insurance", ("payer_name", "member_number", "insured")),
    ("More", ("preferred_name", "pronouns", "email", "address", "referral_source")),
)  # fmt: skip


def _line(label: str, length: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, **more)


def _choice(label: str, choices: Iterable[Any], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[NOT_TOLD, *choices], required=False, **more
    )


class InquiryForm(forms.Form):
    """Everything somebody may tell; nothing is needed but a name or a number."""

    caller = forms.ChoiceField(
        label="Who calls", choices=Inquiry.Caller.choices, initial=Inquiry.Caller.SELF,
        widget=forms.RadioSelect,
    )  # fmt: skip
    first_name = _line("First name", 100)
    last_name = _line("Last name", 100)
    phone = _line(
        "Phone that is safe to call", 40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    may_leave_message = forms.BooleanField(
        label="We may leave a message there", required=False
    )
    message_name = _line("In a message we say we are", 100)
    best_times = _line("Best times to call", 200)
    born_on = DateField(label="Birth date", required=False)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, initial="en")
    caller_name = _line("Name of who called", 200)
    caller_relation = _line("Who they are to them, or where they work", 200)
    caller_phone = _line("Their phone", 40)
    words = _line(
        "In their own words", 5000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    how_soon = _choice("How soon", Inquiry.HowSoon.choices)
    ties = _line(
        "Work, school, family", 2000, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    track = RowField(label="Track they would like", required=False)
    payer_name = _line("Insurance company", 200)
    member_number = _line("Member number", 60)
    insured = _choice("Whose insurance", Inquiry.Insured.choices)
    preferred_name = _line("Name they go by", 100)
    pronouns = _line("Pronouns", 40)
    email = forms.EmailField(label="Email", required=False)
    address = _line("Address", 500, widget=forms.Textarea(attrs={"rows": 2}))
    referral_source = _choice("Who sent them", [])

    def __init__(
        self, *args: Any, tracks: Iterable[Track], times: list[Any] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        track = self.fields["track"]
        assert isinstance(track, RowField)
        track.offer(tracks, none="Not told", label=lambda one: one.name)
        if not self.is_bound and not self.initial:  # somebody is on the line
            self.fields["first_name"].widget.attrs["data-focus-on-load"] = True
        source = self.fields["referral_source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [NOT_TOLD, *referral_sources()]
        self.rows = times_rows(times or [], self.data if self.is_bound else None)

    def parts(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The questions in the order of a call, under their headings."""
        for heading, names in PARTS:
            yield heading, [self[name] for name in names]

    def clean_phone(self) -> str:
        return _read_number(self.cleaned_data["phone"])

    def clean_caller_phone(self) -> str:
        return _read_number(self.cleaned_data["caller_phone"])

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self.errors:
            return answers
        ways = ("first_name", "last_name", "phone", "email", "caller_phone")
        if not any(answers[name] for name in ways):
            self.add_error("first_name", NAMELESS)
        if answers["may_leave_message"] and not answers["phone"]:
            self.add_error("phone", "Write the number where a message may be left.")
        if not all(row.is_valid() for row in self.rows):
            self.add_error(None, NOT_WHOLE)
        return answers

    def values(self) -> dict[str, Any]:
        """What was told, as services take it."""
        times = from_rows(row.cleaned_data for row in self.rows)
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version"
        } | {"times_wanted": times}


class ChangeInquiryForm(InquiryForm):
    """The same, for an inquiry that is there; it knows which reading it changes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CallForm(forms.Form):
    """How a call went; the button pressed says it."""

    outcome = forms.ChoiceField(choices=Call.Outcome.choices)
    note = _line("What to remember of it", 2000)
    call_back_on = DateField(label="Call back on", required=False)
    call_back_time = TimeField(label="at", required=False)

    def call_back_at(self) -> datetime | None:
        on = self.cleaned_data["call_back_on"]
        hour = self.cleaned_data["call_back_time"]
        if self.cleaned_data["outcome"] != Call.Outcome.CALL_BACK or not hour:
            return None
        on = on or timezone.localdate()
        return timezone.make_aware(datetime.combine(on, hour))


class ScreeningForm(forms.Form):
    """The questions still to ask; any of them may stay open."""

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            question, answers = WORDS[name]
            self.fields[name] = forms.ChoiceField(
                label=question, choices=list(answers.items()), required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        return {name: said for name, said in self.cleaned_data.items() if said}


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note", max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )


class MoveForm(forms.Form):
    """To which stage, and why."""

    to = forms.ChoiceField(
        label="Stage", choices=Stage.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why", max_length=500, required=False,
        help_text="Needed when it ends here: declined, referred on or lost.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class BookingForm(forms.Form):
    """With whom, when and how; an offered time, or one typed."""

    assessor = RowField(label="With")
    offered = forms.CharField(required=False, widget=forms.HiddenInput)
    on = DateField(label="Day")
    start = TimeField(label="Time")
    minutes = forms.IntegerField(
        label="Minutes", min_value=15, max_value=240, initial=60
    )
    mode = forms.ChoiceField(
        label="How", choices=AssessmentBooking.Mode.choices,
        initial=AssessmentBooking.Mode.IN_PERSON, widget=forms.RadioSelect,
    )  # fmt: skip
    place = _line("Where, or which link or number", 200)

    def __init__(self, *args: Any, assessors: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessor"]
        assert isinstance(field, RowField)
        field.offer(assessors, label=lambda one: one.display_name)

    def appointment(self) -> Appointment:
        answers = self.cleaned_data
        starts_at = timezone.make_aware(
            datetime.combine(answers["on"], answers["start"])
        )
        return Appointment(
            assessor=answers["assessor"], starts_at=starts_at,
            minutes=answers["minutes"], mode=answers["mode"], place=answers["place"],
        )  # fmt: skip


class MergeForm(forms.Form):
    """For each field in which two records differ, whose reading stays."""

    KEPT, LOST = "kept", "lost"
    WITH = {"phone": "may_leave_message"}  # what goes along with a field

    def __init__(self, *args: Any, kept: Patient, lost: Patient, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.kept, self.lost = kept, lost
        for name in MERGED:
            sides = getattr(kept, name), getattr(lost, name)
            if name in self.WITH.values() or sides[0] == sides[1]:
                continue
            self.fields[name] = forms.ChoiceField(
                label=MERGED_WORDS[name], widget=forms.RadioSelect,
                choices=[
                    (side, _reads(value))
                    for side, value in zip((self.KEPT, self.LOST), sides, strict=True)
                ],
                initial=self.LOST if sides[0] in ("", None, "U") else self.KEPT,
            )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The fields that are taken from the other record."""
        taken = [name for name, side in self.cleaned_data.items() if side == self.LOST]
        taken += [self.WITH[name] for name in taken if name in self.WITH]
        return {name: getattr(self.lost, name) for name in taken}


class CancelForm(forms.Form):
    reason = forms.CharField(label="Why", max_length=500)


def _reads(value: Any) -> str:
    if isinstance(value, date):
        return day_words(value)
    return str(value) if value not in ("", None) else "Nothing"


def _read_number(written: str) -> str:
    """The number as it was told, if it can be one."""
    if written and not e164(written):
        raise forms.ValidationError(
            "This is no whole telephone number. Ask for it with the area code."
        )
    return written
