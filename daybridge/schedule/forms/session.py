"""What people type about one session: a change, a substitute, a cancellation."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q

from daybridge.programs.models import Modality, Room, Topic, Track
from daybridge.schedule.forms.seats import license_sentence, room_sentence
from daybridge.schedule.models import Group, Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.queries import (
    Span,
    closed_sentence,
    double_bookings,
    staff_who_may_lead,
)
from daybridge.schedule.substitutes import Objections, objections
from daybridge.schedule.values import ExtraValues, SessionChanges, Told
from daybridge.ui.fields import DateField, RowField, TimeField, WarningForm

LONGEST = timedelta(hours=12)
HELPS = ""  # no kind of session: credentials say who may lead alone, not who helps
HOW_TOLD = (
    ("", "Not yet"),
    ("call", "Call"),
    ("text", "Text"),
    ("in_person", "In person"),
)


class PlaceForm(WarningForm):
    """When, where and with whom one session is: what a change and an extra share."""

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
    topic_text = forms.CharField(
        required=False, max_length=200, label="Topic in your own words",
        help_text="When it is not one of the curriculum.",
    )  # fmt: skip

    session: Session | None = None

    def __init__(self, *args: Any, program: Any, **kwargs: Any) -> None:
        self.program = program
        super().__init__(*args, **kwargs)
        leaders = staff_who_may_lead(program)
        self.offer("leader", leaders)
        self.offer("co_leader", leaders, none="Nobody")
        rooms = Room.objects.in_program(program).filter(
            Q(closed_on=None) | Q(pk=self.session.room_id if self.session else None)
        )
        rooms = rooms.select_related("site").order_by("name")
        self.offer("room", rooms, none="No room")

    def offer(self, name: str, rows: Any, none: str = "") -> None:
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
        starts_at, ends_at = self.span()
        if ends_at - starts_at > LONGEST:
            self.add_error("ends_at", "A session lasts at most 12 hours.")
        against = {} if self.errors else self._against()
        for name, said in against.items():
            for sentence in said.refused:
                self.add_error(name, sentence)
        if not self.errors:
            unusual = [text for said in against.values() for text in said.unusual]
            self.warn(dict.fromkeys([*self._unusual(), *unusual]))
        return answers

    def span(self) -> tuple[datetime, datetime]:
        """From when to when; an end before the start is past midnight."""
        answers = self.cleaned_data
        return span_of(
            answers["on"], answers["starts_at"], answers["ends_at"], self.program
        )

    def answers_besides(self, *names: str) -> dict[str, Any]:
        """What was asked, without the span and these."""
        left_out = {"on", "starts_at", "ends_at", "anyway", *names}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in left_out
        }

    def _against(self) -> dict[str, Objections]:
        """What speaks against who is to lead or help, by field."""
        return {
            name: objections(
                session=self._asked(self._modality() if name == "leader" else HELPS),
                leader=self.cleaned_data[name], program=self.program,
            )
            for name in ("leader", "co_leader")
            if self._is_asked_anew(name)
        }  # fmt: skip

    def _asked(self, modality: str) -> Session:
        """The session as it should read, where and when it is, and of which kind."""
        starts_at, ends_at = self.span()
        asked = Session(
            starts_at=starts_at, ends_at=ends_at, room=self.cleaned_data["room"],
            modality=modality,
        )  # fmt: skip
        if self.session is not None:
            asked.pk = self.session.pk
        return asked

    def _modality(self) -> str:
        """The kind of the session, which a change leaves; of an extra, as typed."""
        if self.session is not None:
            return self.session.modality
        modality: str = self.cleaned_data["modality"]
        return modality

    def _is_asked_anew(self, name: str) -> bool:
        """Whether somebody is to lead who does not yet, or at another time."""
        leader, now = self.cleaned_data[name], self.session
        if leader is None or now is None:
            return leader is not None
        is_moved = self.span() != (now.starts_at, now.ends_at)
        return is_moved or leader.pk not in (now.leader_id, now.co_leader_id)

    def _unusual(self) -> list[str]:
        answers = self.cleaned_data
        found = double_bookings(
            self.program,
            [Span(*self.span())],
            room=answers["room"],
            leaders=(answers["leader"], answers["co_leader"]),
            except_session=self.session.pk if self.session else None,
        )
        too_many = license_sentence(self.program, answers["capacity"])
        closed = closed_sentence(self.program, answers["on"], answers["room"])
        return [sentence for sentence in (closed, too_many, *found) if sentence]


class SessionForm(PlaceForm):
    """A change of one session; the rule of its group stays."""

    topic = RowField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = (
        "on", "starts_at", "ends_at", "room", "telehealth_url", "leader", "co_leader",
        "capacity", "topic", "topic_text",
    )  # fmt: skip

    def __init__(
        self, *args: Any, session: Session, program: Any, **kwargs: Any
    ) -> None:
        self.session = session
        kwargs.setdefault("initial", _initial(session, program))
        super().__init__(*args, program=program, **kwargs)
        self.offer("topic", _topics(session), none="None")

    def changes(self) -> SessionChanges:
        """How the session should read."""
        starts_at, ends_at = self.span()
        return SessionChanges(
            starts_at=starts_at, ends_at=ends_at, **self.answers_besides("version")
        )


class ExtraForm(PlaceForm):
    """A session outside every rule."""

    title = forms.CharField(max_length=120, label="Name")
    track = RowField()
    modality = forms.ChoiceField(choices=Modality.choices, label="Kind")
    group = RowField(
        required=False, label="Whose members are expected",
        help_text="Leave it to give single seats, for example to make-ups.",
    )  # fmt: skip
    counts_to_clinical_hours = forms.BooleanField(
        required=False, initial=True, label="Counts to clinical hours"
    )

    field_order = (
        "title", "track", "modality", "on", "starts_at", "ends_at", "room",
        "telehealth_url", "leader", "co_leader", "capacity", "topic_text", "group",
    )  # fmt: skip

    def __init__(self, *args: Any, program: Any, at: datetime, **kwargs: Any) -> None:
        today = program.day_of(at)
        kwargs.setdefault(
            "initial",
            {"on": today, "starts_at": "17:30", "ends_at": "20:30",
             "capacity": program.group_size_limit, "counts_to_clinical_hours": True},
        )  # fmt: skip
        super().__init__(*args, program=program, **kwargs)
        self.offer("track", Track.objects.in_program(program).filter(closed_on=None))
        groups = Group.objects.in_program(program).exclude(ends_on__lt=today)
        self.offer("group", groups.order_by("name"), none="Nobody yet")

    def values(self) -> ExtraValues:
        """What was asked for."""
        starts_at, ends_at = self.span()
        return ExtraValues(
            starts_at=starts_at, ends_at=ends_at, **self.answers_besides()
        )


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
        if staff is None:
            return self.cleaned_data
        said = objections(session=self.session, leader=staff, program=self.program)
        for sentence in said.refused:
            self.add_error("staff", sentence)
        helps_already = staff.pk == self.session.co_leader_id
        if not said.refused and not helps_already:
            self.warn(said.unusual)
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
