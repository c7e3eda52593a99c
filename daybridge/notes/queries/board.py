"""Everything the session page shows, in five statements however many people came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from daybridge.access.matrix import Matter, Operation
from daybridge.access.reach import as_flag, writable
from daybridge.access.records import barred, patients_within
from daybridge.access.viewer import Reach, Viewer
from daybridge.attendance.credit import ended_early_at, opens_at
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.queries.answers import AnswerCounts
from daybridge.notes.cards import CARD_FIELDS, SUMMARY_FIELDS, Clash, written_marks
from daybridge.notes.models import Note, QuickPhrase, Summary
from daybridge.people.models import Patient
from daybridge.rules import time_in_care
from daybridge.rules.time_in_care import Grace, Interval, Presence, presence_of
from daybridge.schedule.models import Session, SessionQuerySet


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One patient of a session: their place, and their note if the viewer writes it."""

    patient: Patient
    attendance: Attendance
    presence: Presence
    note: Note | None  # None: not begun, or not this viewer's to read
    previous: Note | None  # the last signed note before this session
    may_write: bool
    sent: Mapping[str, str] = field(default_factory=dict)  # typed, but not taken
    clashes: Sequence[Clash] = ()

    @property
    def values(self) -> dict[str, str]:
        """What each field shows; a new card starts with the last goal."""
        values = {name: getattr(self.note, name, "") for name in CARD_FIELDS}
        if self.note is None and self.previous is not None:
            values["goal"] = self.previous.goal
        return values | dict(self.sent)

    @property
    def base(self) -> str:
        """The marks of the stored fields, as the page sends them back."""
        return written_marks(self.note, CARD_FIELDS)

    @property
    def is_signed(self) -> bool:
        return self.note is not None and self.note.signed_at is not None

    @property
    def came(self) -> bool:
        return bool(self.attendance.mark == Mark.ATTENDED)

    @property
    def is_away(self) -> bool:
        return self.attendance.mark in (Mark.NO_SHOW, Mark.EXCUSED)


@dataclass(frozen=True, slots=True)
class Board:
    """A session with its cards in the order of last names."""

    session: Session
    summary: Summary | None
    cards: Sequence[BoardCard]
    removed: Sequence[BoardCard]  # taken off the roster; their texts are kept
    phrases: Sequence[QuickPhrase]
    at: datetime  # when it is looked at
    sent_summary: Mapping[str, str] = field(default_factory=dict)
    summary_clashes: Sequence[Clash] = ()

    @property
    def may_write_any(self) -> bool:
        return any(card.may_write for card in self.cards)

    @property
    def summary_values(self) -> dict[str, str]:
        stored = {name: getattr(self.summary, name, "") for name in SUMMARY_FIELDS}
        return stored | dict(self.sent_summary)

    @property
    def summary_base(self) -> str:
        return written_marks(self.summary, SUMMARY_FIELDS)

    @property
    def arrived_count(self) -> int:
        return sum(card.came for card in self.cards)

    @property
    def away_count(self) -> int:
        return sum(card.is_away for card in self.cards)

    @property
    def expected_count(self) -> int:
        return len(self.cards) - self.arrived_count - self.away_count

    @property
    def answered(self) -> AnswerCounts:
        """What those still expected answered to their reminders."""
        return AnswerCounts.of(card.attendance for card in self.cards)

    @property
    def opens_at(self) -> datetime:
        """From when on it can be said who is here."""
        return opens_at(self.session)

    @property
    def is_open(self) -> bool:
        return self.at >= self.opens_at

    @property
    def may_end_now(self) -> bool:
        """Whether it runs, and everyone has been spoken of and somebody is here."""
        runs = self.session.starts_at <= self.at < self.session.ends_at
        here = [card for card in self.cards if card.came]
        stays = any(card.attendance.left_at is None for card in here)
        return runs and stays and not self.expected_count

    @property
    def ended_early_at(self) -> datetime | None:
        places = [card.attendance for card in self.cards]
        return ended_early_at(places, self.session)


def board_for(session: Session, viewer: Viewer) -> Board:
    """The board of one session as this viewer may see it."""
    rows = _places(session, viewer)
    notes = _notes(session, rows)
    cards = [_card(row, session, notes, viewer) for row in rows]
    return Board(
        session=session,
        summary=_summary(session, rows),
        cards=[card for card in cards if card.attendance.removed_at is None],
        removed=[card for card in cards if card.attendance.removed_at is not None],
        phrases=_phrases(viewer),
        at=viewer.at,
    )


def as_typed(
    board: Board, sent: Mapping[str, str], clashes: Mapping[UUID, Sequence[Clash]]
) -> Board:
    """The board with what a form sent in its fields: a refusal loses nothing."""
    cards = [
        replace(
            card,
            sent=_sent_for(str(card.patient.pk), sent, CARD_FIELDS),
            clashes=clashes.get(card.patient.pk, ()),
        )
        for card in board.cards
    ]
    return replace(
        board,
        cards=cards,
        sent_summary=_sent_for("summary", sent, SUMMARY_FIELDS),
        summary_clashes=clashes.get(board.session.pk, ()),
    )


def _sent_for(
    card: str, sent: Mapping[str, str], fields: Iterable[str]
) -> dict[str, str]:
    names = {field: f"card-{card}-{field}" for field in fields}
    return {field: sent[name] for field, name in names.items() if name in sent}


def sessions_for(viewer: Viewer) -> SessionQuerySet:
    """Sessions with everything their page names, within the viewer's reach."""
    return Session.objects.visible_to(viewer).select_related(
        "group",
        "leader",
        "co_leader",
        "instead_of",
        "room",
        "topic",
        "track",
        "summary__edited_by",
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the roster, with what this viewer may do in that patient's chart."""

    attendance: Attendance
    previous_note_id: UUID | None
    may_read: bool
    may_write: bool

    @property
    def patient_id(self) -> UUID:
        return self.attendance.patient_id


def _places(session: Session, viewer: Viewer) -> list[_Place]:
    previous = (
        Note.objects.filter(
            program_id=session.program_id,
            patient_id=OuterRef("patient_id"),
            happened_at__lt=session.starts_at,
            signed_at__isnull=False,
        )
        .order_by("-happened_at")
        .values("pk")[:1]
    )
    rows = (
        Attendance.objects.in_program(session.program_id)
        .filter(session=session)
        .exclude(barred(viewer, "patient_id"))
        .select_related("patient", "answer__make_up")
        .annotate(
            previous_note_id=Subquery(previous),
            may_read=as_flag(_readable(viewer)),
            may_write=as_flag(writable(viewer)),
        )
        .order_by("patient__legal_last_name", "patient__legal_first_name", "pk")
    )
    return [_place(row) for row in rows]


def _place(row: Attendance) -> _Place:
    found = vars(row)
    return _Place(row, found["previous_note_id"], found["may_read"], found["may_write"])


def _readable(viewer: Viewer) -> Q:
    reach = viewer.reach(Matter.SUD_RECORD, Operation.READ)
    if reach is Reach.PROGRAM:
        return Q()
    if reach is Reach.NOBODY:
        return Q(pk__in=[])
    return patients_within(viewer, reach, "patient_id")


def _notes(session: Session, rows: Iterable[_Place]) -> dict[tuple[UUID, bool], Note]:
    """Notes by (patient, of this session), of the charts this viewer may read."""
    readable = [row for row in rows if row.may_read]
    previous = [row.previous_note_id for row in readable if row.previous_note_id]
    found = (
        Note.objects.in_program(session.program_id)
        .kept()
        .filter(
            Q(session=session, patient_id__in=[row.patient_id for row in readable])
            | Q(pk__in=previous)
        )
        .select_related("signed_by", "edited_by", "author")
    )
    return {(note.patient_id, note.session_id == session.pk): note for note in found}


def _card(
    row: _Place,
    session: Session,
    notes: dict[tuple[UUID, bool], Note],
    viewer: Viewer,
) -> BoardCard:
    return BoardCard(
        patient=row.attendance.patient,
        attendance=row.attendance,
        presence=presence_in(row.attendance, session, viewer),
        note=notes.get((row.patient_id, True)),
        previous=notes.get((row.patient_id, False)),
        may_write=row.may_write,
    )


def presence_in(row: Attendance, session: Session, viewer: Viewer) -> Presence:
    """How a patient attended, by the program's own grace."""
    grace = viewer.program.grace_minutes
    facts = time_in_care.Attendance(
        session=Interval(session.starts_at, session.ends_at),
        arrived_at=row.arrived_at,
        left_at=row.left_at,
        excused=row.mark == Mark.EXCUSED,
        marked_no_show=row.mark == Mark.NO_SHOW,
    )
    if row.mark == Mark.EXPECTED:
        return Presence.EXPECTED
    return presence_of(facts, now=viewer.at, grace=Grace(grace, grace, "program"))


def _summary(session: Session, rows: Iterable[_Place]) -> Summary | None:
    """The shared text, for viewers who may read any of its charts."""
    if not any(row.may_read for row in rows):
        return None
    return getattr(session, "summary", None)


def _phrases(viewer: Viewer) -> list[QuickPhrase]:
    return list(
        QuickPhrase.objects.in_program(viewer.program_id)
        .filter(staff_id=viewer.person_id, deleted_at=None)
        .order_by("position", "created_at")
    )
