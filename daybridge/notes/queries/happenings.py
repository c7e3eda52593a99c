"""What happened to one patient: one statement over six tables.

Sessions and how they were attended, notes, addenda, admissions, changes of level and of
dose, each as a row of the same columns, so that the database orders and cuts them
together.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from daybridge.access.prepared import Place, Prepared
from daybridge.attendance.models import Attendance, Mark
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.notes.models import Addendum, Note
from daybridge.people.models import Patient

LIMIT = 16  # a page and one more, which says that there is more
MARKS: dict[str, Place] = {
    "program": (UUIDField(), UUID(int=1)),
    "patient": (UUIDField(), UUID(int=2)),
    "now": (DateTimeField(), datetime(1900, 1, 1, tzinfo=UTC)),
    "before": (DateTimeField(), datetime(1900, 1, 2, tzinfo=UTC)),
    "author": (UUIDField(), UUID(int=3)),
}


class Happening(NamedTuple):
    """One row of the common columns; what a kind has no use for is empty."""

    kind: str
    key: UUID
    ref: UUID | None  # the session, or the note of an addendum
    at: datetime
    title: str | None
    words: str | None
    state: str
    more: str
    who: str | None
    first_at: datetime | None
    last_at: datetime | None
    ends_at: datetime | None
    number: int | None
    amount: int | None
    signed_text: str
    signed_as: str
    co_signed_as: str


class Whose(NamedTuple):
    """The keys of a program and of its patient, and which moments count."""

    program: UUID
    patient: UUID
    now: datetime | None
    before: datetime | None
    author: UUID | None  # of notes, when no others may be read


def happenings(
    patient: Patient,
    *,
    kinds: Iterable[str],
    before: datetime | None,
    now: datetime,
    author: UUID | None = None,
) -> list[Happening]:
    """Rows newest first, of the kinds asked for, before a moment."""
    statement = _statement(
        tuple(kinds), is_cut=before is not None, is_own=author is not None
    )
    rows = statement.rows(
        program=patient.program_id,
        patient=patient.pk,
        now=now,
        before=before,
        author=author,
    )
    return [Happening._make(row) for row in rows]


@cache
def _statement(kinds: tuple[str, ...], *, is_cut: bool, is_own: bool) -> Prepared:
    """The statement for some kinds, compiled at its first use."""
    needed = {
        "program": True,
        "patient": True,
        "now": "attendance" in kinds,
        "before": is_cut,
        "author": is_own,
    }
    marks = {name: MARKS[name] for name, is_needed in needed.items() if is_needed}
    return Prepared(partial(_rows, kinds), marks)


def _rows(
    kinds: Iterable[str],
    program: UUID,
    patient: UUID,
    now: datetime | None = None,
    before: datetime | None = None,
    author: UUID | None = None,
) -> Any:
    whose = Whose(program, patient, now, before, author)
    branches = [branch for kind in kinds for branch in KINDS[kind](whose)]
    if before is not None:
        branches = [branch.filter(row_at__lt=before) for branch in branches]
    names = [f"row_{name}" for name in Happening._fields]
    first, *others = [branch.values_list(*names) for branch in branches]
    rows = first.union(*others, all=True) if others else first
    return rows.order_by("-row_at", "-row_key")[:LIMIT]


def _attendances(whose: Whose) -> list[Any]:
    """Places in sessions; those still ahead only when they are settled already."""
    places = (
        Attendance.objects.on_roster()
        .filter(session__cancelled_at=None)
        .exclude(mark=Mark.EXPECTED, starts_at__gt=whose.now)
    )
    return [
        _branch(
            _newest(places, whose, "starts_at"),
            kind=_text("attendance"),
            ref=F("session_id"),
            at=F("starts_at"),
            title=F("session__title"),
            words=Coalesce("session__topic__title", "session__topic_text"),
            state=F("mark"),
            more=Case(
                When(mark=Mark.ATTENDED, then=F("mode")), default=F("absence_reason")
            ),
            who=_name_of("session__leader"),
            first_at=F("arrived_at"),
            last_at=F("left_at"),
            ends_at=F("session__ends_at"),
            number=F("minutes"),
        )
    ]


def _notes(whose: Whose) -> list[Any]:
    """Notes that are in nobody's bin, drafts among them."""
    notes = Note.objects.kept()
    if whose.author is not None:
        notes = notes.filter(author_id=whose.author)
    return [
        _branch(
            _newest(notes, whose, "happened_at"),
            kind=_text("note"),
            ref=F("session_id"),
            at=F("happened_at"),
            title=F("session__title"),
            words=F("sentence"),
            state=F("kind"),
            more=F("format"),
            who=_name_of("author"),
            first_at=F("signed_at"),
            last_at=F("co_signed_at"),
            number=F("minutes"),
            amount=Cast(F("co_signature_needed"), IntegerField()),
            signed_text=F("signed_text"),
            signed_as=F("signed_as"),
            co_signed_as=F("co_signed_as"),
        )
    ]


def _addenda(whose: Whose) -> list[Any]:
    return [
        _branch(
            _own(Addendum.objects.all(), whose),
            kind=_text("addendum"),
            ref=F("note_id"),
            at=F("signed_at"),
            words=F("text"),
            who=F("signed_as"),
        )
    ]


def _care(whose: Whose) -> list[Any]:
    """Admissions, discharges, levels of care and doses, each at its day's start."""
    episodes = _own(Episode.objects.all(), whose)
    return [
        _branch(episodes, kind=_text("admitted"), at=_day("admitted_on")),
        _branch(
            episodes.exclude(discharged_on=None),
            kind=_text("discharged"),
            at=_day("discharged_on"),
            state=F("discharge_reason"),
        ),
        _branch(
            _own(Stay.objects.all(), whose),
            kind=_text("level"),
            at=_day("started_on"),
            title=F("track__name"),
            state=F("level_of_care"),
        ),
        _branch(
            _own(DoseOrder.objects.all(), whose),
            kind=_text("dose"),
            at=_day("starts_on"),
            words=F("reason"),
            who=_name_of("ordered_by"),
            number=F("minutes_per_week"),
            amount=F("days_per_week"),
        ),
    ]


KINDS = {
    "attendance": _attendances,
    "note": _notes,
    "addendum": _addenda,
    "care": _care,
}


def _branch(rows: Any, **given: Combinable) -> Any:
    """One table as rows of the common columns."""
    columns = EMPTY | {"key": F("pk")} | given
    named = {f"row_{name}": columns[name] for name in Happening._fields}
    return rows.order_by().annotate(**named)


def _newest(rows: Any, whose: Whose, at: str) -> Any:
    """The newest rows alone, picked by their index before they are joined and sorted.

    Which ones of one moment come is as good: a page ends before it. Named by nothing
    but their keys, so that SQLite does not look through the whole program for them.
    """
    own = _own(rows, whose)
    if whose.before is not None:
        own = own.filter(**{f"{at}__lt": whose.before})
    newest = own.order_by(f"-{at}").values("pk")[:LIMIT]
    picked = rows.model.objects.across_programs(because="picked in their own program")
    return picked.filter(pk__in=newest)


def _own(rows: Any, whose: Whose) -> Any:
    """The rows of this patient in this program."""
    return rows.in_program(whose.program).filter(**{rows.patient_path: whose.patient})


def _text(value: str) -> Combinable:
    return Value(value, output_field=CharField())


def _none(field: Any) -> Combinable:
    return Cast(Value(None), field)


def _day(name: str) -> Combinable:
    return Cast(F(name), DateTimeField())


def _name_of(path: str) -> Combinable:
    """The name of a member of staff as people read it."""
    called = Case(
        When(**{f"{path}__preferred_name": ""}, then=F(f"{path}__legal_first_name")),
        default=F(f"{path}__preferred_name"),
    )
    whole = Concat(called, Value(" "), F(f"{path}__legal_last_name"))
    return Cast(whole, TextField())


EMPTY: dict[str, Combinable] = {
    "ref": _none(UUIDField()),
    "title": _text(""),
    "words": Value("", output_field=TextField()),
    "state": _text(""),
    "more": _text(""),
    "who": Value("", output_field=TextField()),
    "first_at": _none(DateTimeField()),
    "last_at": _none(DateTimeField()),
    "ends_at": _none(DateTimeField()),
    "number": _none(IntegerField()),
    "amount": _none(IntegerField()),
    "signed_text": Value("", output_field=TextField()),
    "signed_as": _text(""),
    "co_signed_as": _text(""),
}
