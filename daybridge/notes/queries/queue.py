"""What a member of staff still has to write and sign, oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.notes.models import Note
from daybridge.notes.reading import as_reader, co_signs, readable_notes
from daybridge.rules.wording import count_of

LOOKS_BACK = timedelta(days=60)
SHOWN_AT_ONCE = 100
WORDS = ("signed_text", "goal", "sentence", "quote", "next_step", "risk_note")


@dataclass(frozen=True, slots=True)
class Age:
    """How long something waits, and how it should look."""

    words: str
    tone: str

    @classmethod
    def of(cls, since: datetime, viewer: Viewer) -> "Age":
        """The age at the viewer's moment: hours today, then days of the calendar."""
        days = (viewer.today - viewer.program.day_of(since)).days
        hours = max(0, int((viewer.at - since).total_seconds() // 3600))
        if days > 2:
            return cls(count_of(days, "day"), "danger")
        if days > 0:
            return cls(count_of(days, "day"), "needs")
        return cls(count_of(hours, "hour") if hours else "just now", "")


@dataclass(frozen=True, slots=True)
class ToSign:
    """A draft of the viewer's, or a note that waits for their co-signature."""

    note: Note
    age: Age


@dataclass(frozen=True, slots=True)
class ToBegin:
    """Someone came to a session the viewer led, and there is no note yet."""

    session_id: UUID
    patient_id: UUID
    patient_name: str
    title: str
    starts_at: datetime
    age: Age


@dataclass(frozen=True, slots=True)
class Queue:
    drafts: list[ToSign]
    to_begin: list[ToBegin]
    to_co_sign: list[ToSign]

    @property
    def count(self) -> int:
        return len(self.drafts) + len(self.to_begin) + len(self.to_co_sign)

    @property
    def oldest(self) -> Age | None:
        """The age of what has waited longest among the viewer's own notes."""
        first: list[tuple[datetime, Age]] = [
            *((each.note.happened_at, each.age) for each in self.drafts[:1]),
            *((each.starts_at, each.age) for each in self.to_begin[:1]),
        ]
        return min(first, key=lambda pair: pair[0])[1] if first else None


def queue_of(viewer: Viewer) -> Queue:
    """Everything this viewer has to write or sign; two statements."""
    notes = _waiting(viewer)
    mine = [
        ToSign(note, Age.of(note.happened_at, viewer))
        for note in notes
        if note.signed_at is None
    ]
    others = [
        ToSign(note, Age.of(note.signed_at, viewer))
        for note in notes
        if note.signed_at is not None
    ]
    return Queue(mine, _to_begin(viewer), others)


def awaiting(viewer: Viewer) -> Q:
    """The condition that a note waits for this viewer's co-signature."""
    if not co_signs(viewer):
        return Q(pk__in=[])
    theirs = Q(author__supervisor_id=viewer.staff_id) | Q(author__supervisor=None)
    return (
        theirs
        & ~Q(author_id=viewer.staff_id)
        & Q(signed_at__isnull=False, co_signature_needed=True, co_signed_at=None)
    )


def _waiting(viewer: Viewer) -> list[Note]:
    mine = Q(author_id=viewer.staff_id, signed_at=None)
    return list(
        readable_notes(viewer)
        .filter(mine | awaiting(viewer))
        .select_related("patient", "session", "author")
        .defer(*WORDS)
        .order_by("happened_at", "pk")[:SHOWN_AT_ONCE]
    )


def _to_begin(viewer: Viewer) -> list[ToBegin]:
    begun = Note.objects.filter(
        program_id=OuterRef("program_id"),
        session_id=OuterRef("session_id"),
        patient_id=OuterRef("patient_id"),
        deleted_at=None,
    )
    places = (
        Attendance.objects.visible_to(as_reader(viewer))
        .on_roster()
        .attended()
        .filter(
            Q(session__leader_id=viewer.staff_id)
            | Q(session__co_leader_id=viewer.staff_id),
            session__cancelled_at=None,
            session__ends_at__lte=viewer.at,
            starts_at__gte=viewer.at - LOOKS_BACK,
        )
        .exclude(Exists(begun))
        .select_related("patient", "session")
        .order_by("starts_at", "patient__legal_last_name", "pk")
    )
    return [
        ToBegin(
            session_id=place.session_id,
            patient_id=place.patient_id,
            patient_name=place.patient.display_name,
            title=place.session.title,
            starts_at=place.starts_at,
            age=Age.of(place.session.ends_at, viewer),
        )
        for place in places[:SHOWN_AT_ONCE]
    ]
