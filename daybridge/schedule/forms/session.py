"""What people type about one session: a change, a substitute, a cancellation."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from daybridge.programs.models import Room, Topic
from daybridge.schedule.forms.fields import DateField, RowField, TimeField, WarningForm
from daybridge.schedule.forms.seats import license_sentence, room_sentence
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.queries import Span, double_bookings, staff_who_may_lead
from daybridge.schedule.values import SessionChanges, Told

HOW_TOLD = (
    ("", "Not yet"),
    ("call", "Call"),
    ("text", "Text"),
    ("in_person", "In person"),
)


class SessionForm(WarningForm):
    on = DateField(label="Day")
    starts_at = TimeField(label="Starts at")
    ends_at = TimeField(label="Ends at")
    room = RowField(required=False)
    telehealth_url = forms.URLField(
        required=False, label="Telehealth link", assume_scheme="https"
    )
    leader = RowField()
    co_leader = RowField(required=False, label="Co-leader")
    capacity = forms.IntegerField(min_value=1, max_value=200, label="Seats")
    topic = RowField(required=False)
    topic_text = forms.CharField(
        required=False, max_length=200, label="Topic in your own words",
        help_text="When it is not one of the curriculum.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, session: Session, program: Any, **kwargs: Any
    ) -> None:
        self.session, self.program = session, program
        kwargs.setdefault("initial", _initial(session, program))
        super().__init__(*args, **kwargs)
        leaders = staff_who_may_lead(program)
        self._offer("leader", leaders)
        self._offer("co_leader", leaders, none="Nobody")
        rooms = Room.objects.in_program(program).select_related("site").order_by("name")
        self._offer("room", rooms, none="No room")
        self._offer("topic", _topics(session), none="None")

    def _offer(self, name: str, rows: Any, none: str = "") -> None:
        field = self.fields[name]
        assert isinstance(field, RowField)
        field.offer(rows, none=none)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self.errors:
            return answers
        leaders = 1 + (answers["co_leader"] is not None)
        too_small = room_sentence(answers["room"], answers["capacity"], leaders)
        if too_small:
            self.add_error("capacity", too_small)
        if answers["leader"] == answers["co_leader"]:
            self.add_error("co_leader", "Choose someone other than the leader.")
        if self.changes().ends_at - self.changes().starts_at > timedelta(hours=12):
            self.add_error("ends_at", "A session lasts at most 12 hours.")
        if not self.errors:
            self.warn(self._unusual())
        return answers

    def changes(self) -> SessionChanges:
        """How the session should read; an end before the start is past midnight."""
        answers = dict(self.cleaned_data)
        on, starts = answers.pop("on"), answers.pop("starts_at")
        ends = answers.pop("ends_at")
        for name in ("anyway", "version"):
            answers.pop(name, None)
        starts_at, ends_at = span_of(on, starts, ends, self.program)
        return SessionChanges(starts_at=starts_at, ends_at=ends_at, **answers)

    def _unusual(self) -> list[str]:
        changes = self.changes()
        found = double_bookings(
            self.program,
            [Span(changes.starts_at, changes.ends_at)],
            room=changes.room,
            leaders=(changes.leader, changes.co_leader),
            except_session=self.session.pk,
        )
        too_many = license_sentence(self.program, changes.capacity)
        return [sentence for sentence in (too_many, *found) if sentence]


class SubstituteForm(WarningForm):
    staff = RowField(label="Who leads instead")

    def __init__(
        self, *args: Any, session: Session, program: Any, **kwargs: Any
    ) -> None:
        self.session, self.program = session, program
        super().__init__(*args, **kwargs)
        field = self.fields["staff"]
        assert isinstance(field, RowField)
        field.offer(
            row for row in staff_who_may_lead(program) if row.pk != session.leader_id
        )

    def clean(self) -> dict[str, Any]:
        staff = self.cleaned_data.get("staff")
        if staff is not None:
            self.warn(
                double_bookings(
                    self.program,
                    [Span(self.session.starts_at, self.session.ends_at)],
                    room=None,
                    leaders=(staff,),
                    except_session=self.session.pk,
                )
            )
        return self.cleaned_data


class CancelForm(forms.Form):
    """Why, and who has been told how; one question per person."""

    reason = forms.ChoiceField(
        choices=[("", "Choose one"), *Session.CancelReason.choices]
    )
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}),
        label="What people should hear",
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], told: list[dict[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.people = people
        how = {entry["who"]: entry["how"] for entry in told}
        for who, name in people:
            self.fields[f"told:{who}"] = forms.ChoiceField(
                choices=HOW_TOLD, required=False, label=name, initial=how.get(who, "")
            )

    def told(self) -> list[Told]:
        """Everyone who has been told."""
        return [
            Told(who, name, self.cleaned_data[f"told:{who}"])
            for who, name in self.people
            if self.cleaned_data[f"told:{who}"]
        ]

    @property
    def people_asked(self) -> list[forms.BoundField]:
        return [self[f"told:{who}"] for who, _ in self.people]


def span_of(
    on: date, starts: time, ends: time, program: Any
) -> tuple[datetime, datetime]:
    """From wall times of a day to instants; an end before the start is the next day."""
    next_day = on + timedelta(days=ends <= starts)
    return instant(on, starts, program.zone), instant(next_day, ends, program.zone)


def _topics(session: Session) -> Any:
    topics = Topic.objects.in_program(session.program_id).order_by("number")
    group = session.group
    if group is None or group.curriculum_id is None:
        return topics.none()
    return topics.filter(curriculum_id=group.curriculum_id)


def _initial(session: Session, program: Any) -> dict[str, Any]:
    changes = SessionChanges.of(session)
    initial = {name: getattr(changes, name) for name in changes.__slots__}
    starts = session.starts_at.astimezone(program.zone)
    initial["on"], initial["starts_at"] = starts.date(), starts.time()
    initial["ends_at"] = session.ends_at.astimezone(program.zone).time()
    initial["version"] = session.version
    return initial
