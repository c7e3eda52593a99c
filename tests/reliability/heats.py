"""Races for one thing that two people want at the same moment, each with its judge.

A heat is many races of one kind: two lists of jobs that start in pairs, who may be told
no, and a look at the database afterwards that says what is not as the answers claim.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from daybridge.access.viewer import Viewer
from daybridge.attendance import services as attendance
from daybridge.attendance.errors import StaleAttendance
from daybridge.attendance.models import Attendance, Mark
from daybridge.audit.models import AuditEvent
from daybridge.notes.cards import CardChange, FieldChange, mark
from daybridge.notes.composing import compose
from daybridge.notes.errors import NoteAlreadySigned, NotYours, TextChangedSinceShown
from daybridge.notes.models import Note
from daybridge.notes.services.binning import restore
from daybridge.notes.services.drafts import save_cards
from daybridge.notes.services.signing import co_sign, sign_notes
from daybridge.people.middleware import viewer_of
from daybridge.schedule.errors import SeatTaken
from daybridge.schedule.models import Session
from tests.cast import Clinic, admit, hire, hold_group, join_team, make_program
from tests.races import Job, race

BEFORE = "Came early and set the chairs."
COMPLETE = {
    "goal": "Get home without stopping", "participation": "active", "affect": "calm",
    "response": "applied", "sentence": BEFORE, "next_step": "Walk the other street",
}  # fmt: skip
Answers = Sequence[tuple[str, ...]]


class OtherText(Exception):
    """The save was answered with the text somebody else had written meanwhile."""


class ClosedMeanwhile(Exception):
    """The save was answered with: this note is signed."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Races of one kind, ready to start."""

    jobs: tuple[list[Job], list[Job]]
    told: tuple[type[Exception], ...]  # what the loser may hear
    look: Callable[[int, int], str]  # (race, winner) -> what is wrong, or nothing

    def run(self) -> tuple[Answers, list[str]]:
        """Run every race; give the answers, and a sentence for each that is wrong."""
        answers = race(self.jobs, self.told)
        return answers, list(self._findings(answers))

    def _findings(self, answers: Answers) -> Iterator[str]:
        for number, pair in enumerate(answers):
            if Counter(pair)["won"] != 1 or any("broken" in word for word in pair):
                yield f"race {number}: {' and '.join(pair)}"
            elif wrong := self.look(number, pair.index("won")):
                yield f"race {number}: {wrong}"


@dataclass
class Track:
    """A program with two leaders, two supervisors, a desk and two patients."""

    clinic: Clinic = field(default_factory=make_program)
    at: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        clinic = self.clinic
        for first, last, role in (
            ("Ruth", "Abelson", "counselor"), ("Ben", "Castillo", "counselor"),
            ("Sylvia", "Marchetti", "supervisor"), ("Paul", "Reyes", "supervisor"),
            ("Faye", "Nguyen", "front_desk"),
        ):  # fmt: skip
            hire(clinic, first, last, role)
        for number, (first, last) in enumerate((("Dana", "Whitfield"), ("Mei", "Ito"))):
            admit(clinic, first, last, number + 1)
        for name in ("ruth", "ben"):
            join_team(clinic, clinic.staff[name], *clinic.patients)
        hold_group(clinic, clinic.staff["ruth"])

    def by(self, name: str) -> Viewer:
        return viewer_of(self.clinic.staff[name], at=self.at)

    def sessions(self, count: int) -> list[Session]:
        """Sessions of past days with one seat, led by Ruth and Ben."""
        clinic, start = self.clinic, self.clinic.session.starts_at
        made = [
            Session(
                program=clinic.program, title=f"Race {number}", track=clinic.track,
                modality="group", leader=clinic.staff["ruth"], capacity=1,
                co_leader=clinic.staff["ben"], starts_at=start - timedelta(days=number),
                ends_at=start - timedelta(days=number, hours=-1),
            )
            for number in range(1, count + 1)
        ]  # fmt: skip
        for session in made:
            session.save(force_insert=True)
        return made

    def places(self, count: int, **more: Any) -> list[Attendance]:
        """Dana's place in as many sessions."""
        places = [
            Attendance(
                program=self.clinic.program, patient=self.clinic.patients[0],
                session=session, starts_at=session.starts_at, **more,
            )
            for session in self.sessions(count)
        ]  # fmt: skip
        for place in places:
            if place.mark == Mark.ATTENDED:
                place.arrived_at, place.minutes = place.starts_at, 60
            place.save(force_insert=True)
        return places

    def note(self, place: Attendance, **fields: Any) -> Note:
        """Dana's complete card of that session, by Ruth."""
        note: Note = Note.objects.create(
            program=self.clinic.program, session=place.session, patient=place.patient,
            author=self.clinic.staff["ruth"], happened_at=place.starts_at,
            edited_by=self.clinic.staff["ruth"], edited_at=self.at,
            **{**COMPLETE, **fields},
        )  # fmt: skip
        return note

    def again(self, note: Note) -> Note:
        found: Note = Note.objects.in_program(self.clinic.program).get(pk=note.pk)
        return found

    def save(self, place: Attendance, text: str, *, base: str, name: str) -> None:
        change = CardChange(
            place.patient_id, (FieldChange("sentence", text, mark(base)),)
        )
        [saved] = save_cards(
            session=place.session, changes=[change], by=self.by(name), at=self.at
        )
        if saved.is_closed:
            raise ClosedMeanwhile
        if saved.clashes:
            [clash] = saved.clashes
            assert clash.mine == text, "the loser's own words are not in the answer"
            raise OtherText

    def sign(self, place: Attendance, digest: str, name: str) -> None:
        signing = sign_notes(
            session=place.session, shown={place.patient_id: digest}, by=self.by(name),
            at=self.at,
        )  # fmt: skip
        for refusal in signing.refused.values():
            raise refusal

    def digest(self, place: Attendance, note: Note) -> str:
        program = self.clinic.program
        return compose(
            attendance=place, note=note, summary=None, session=place.session,
            style=program.note_format, zone=program.zone,
        ).digest  # fmt: skip


def same_note_saved(track: Track, count: int) -> Heat:
    """Two leaders write the same field; half of the notes are not begun yet."""
    places = track.places(count)
    bases = [BEFORE if number % 2 else "" for number in range(count)]
    for place, base in zip(places, bases, strict=True):
        if base:
            track.note(place)
    texts = [("Ruth's words about tonight.", "Ben's view of tonight.")] * count

    def job(number: int, who: int) -> Job:
        return lambda: track.save(
            places[number], texts[number][who], base=bases[number],
            name=("ruth", "ben")[who],
        )  # fmt: skip

    def look(number: int, winner: int) -> str:
        notes = Note.objects.in_program(track.clinic.program)
        [note] = notes.filter(session=places[number].session_id)
        if note.sentence != texts[number][winner]:
            return f"the winner's text is not there: {note.sentence!r}"
        return ""

    return Heat(_both(job, count), (OtherText,), look)


def same_note_signed(track: Track, count: int) -> Heat:
    """Leader and co-leader sign the same note."""
    places = track.places(count, mark=Mark.ATTENDED)
    notes = [track.note(place) for place in places]
    digests = [track.digest(p, n) for p, n in zip(places, notes, strict=True)]
    names = ("ruth", "ben")

    def job(number: int, who: int) -> Job:
        return lambda: track.sign(places[number], digests[number], names[who])

    def look(number: int, winner: int) -> str:
        note = track.again(notes[number])
        if note.signed_by_id != track.clinic.staff[names[winner]].pk:
            return "somebody else's signature is under it"
        return _audited("notes.signed", note, digest=digests[number])

    return Heat(_both(job, count), (NoteAlreadySigned,), look)


def note_signed_while_edited(track: Track, count: int) -> Heat:
    """Ruth signs what was on her screen while Ben goes on writing."""
    places = track.places(count, mark=Mark.ATTENDED)
    notes = [track.note(place) for place in places]
    digests = [track.digest(p, n) for p, n in zip(places, notes, strict=True)]
    more = f"{BEFORE} Then spoke about the weekend."

    def job(number: int, who: int) -> Job:
        place = places[number]
        if who == 0:
            return lambda: track.sign(place, digests[number], "ruth")
        return lambda: track.save(place, more, base=BEFORE, name="ben")

    def look(number: int, winner: int) -> str:
        note = track.again(notes[number])
        expected = (BEFORE, digests[number]) if winner == 0 else (more, "")
        if (note.sentence, note.signed_digest) != expected:
            return "the text and its signature do not belong together"
        return ""

    return Heat(_both(job, count), (TextChangedSinceShown, ClosedMeanwhile), look)


def same_note_co_signed(track: Track, count: int) -> Heat:
    """Two supervisors press Co-sign."""
    names = ("sylvia", "paul")
    ruth = track.clinic.staff["ruth"]
    notes = [
        track.note(
            place, signed_at=track.at, signed_by=ruth, signed_digest="d",
            signed_text="Data\nWords", co_signature_needed=True,
        )
        for place in track.places(count)
    ]  # fmt: skip

    def job(number: int, who: int) -> Job:
        return lambda: co_sign(
            note=notes[number], digest="d", by=track.by(names[who]), at=track.at
        )

    def look(number: int, winner: int) -> str:
        note = track.again(notes[number])
        if note.co_signed_by_id != track.clinic.staff[names[winner]].pk:
            return "somebody else's co-signature is under it"
        return _audited("notes.co_signed", note)

    return Heat(_both(job, count), (NoteAlreadySigned,), look)


def same_draft_taken_back(track: Track, count: int) -> Heat:
    """Ruth takes the same draft out of her bin in two windows."""
    ruth = track.clinic.staff["ruth"]
    notes = [
        track.note(place, deleted_at=track.at, deleted_by=ruth)
        for place in track.places(count)
    ]

    def job(number: int, who: int) -> Job:
        return lambda: restore(
            kind="note", row_id=notes[number].pk, by=track.by("ruth"), at=track.at
        )

    def look(number: int, winner: int) -> str:
        note = track.again(notes[number])
        if note.deleted_at is not None or note.sentence != BEFORE:
            return "the draft did not come back as it was"
        return _audited("notes.restored", note)

    return Heat(_both(job, count), (NotYours,), look)


def same_place_marked(track: Track, count: int) -> Heat:
    """Two leaders save another time of arrival for the same person."""
    places = track.places(count)

    def job(number: int, who: int) -> Job:
        place = places[number]
        change = attendance.AttendanceChange(
            place.pk, 1, Mark.ATTENDED,
            arrived_at=place.starts_at + timedelta(minutes=who + 1),
        )  # fmt: skip
        return lambda: attendance.save_attendance(
            session=place.session, changes=[change], by=track.by("ruth"), at=track.at
        )

    def look(number: int, winner: int) -> str:
        rows = Attendance.objects.in_program(track.clinic.program)
        row = rows.get(pk=places[number].pk)
        arrived_at = places[number].starts_at + timedelta(minutes=winner + 1)
        if (row.version, row.arrived_at) != (2, arrived_at):
            return f"version {row.version}, arrived at {row.arrived_at}"
        return _audited("attendance.saved", row)

    return Heat(_both(job, count), (StaleAttendance,), look)


def last_seat(track: Track, count: int) -> Heat:
    """Two people at two desks after the one seat of a session."""
    sessions = track.sessions(count)
    patients = track.clinic.patients

    def job(number: int, who: int) -> Job:
        return lambda: attendance.add_to_session(
            session=sessions[number], patient=patients[who], at=track.at,
            by=track.by("faye"),
        )  # fmt: skip

    def look(number: int, winner: int) -> str:
        rows = Attendance.objects.in_program(track.clinic.program)
        taken = [row.patient_id for row in rows.filter(session=sessions[number])]
        if taken != [patients[winner].pk]:
            return f"{len(taken)} people have the one seat"
        return ""

    return Heat(_both(job, count), (SeatTaken,), look)


HEATS: dict[str, Callable[[Track, int], Heat]] = {
    "one note saved by two": same_note_saved,
    "one note signed by two": same_note_signed,
    "one note signed while another writes in it": note_signed_while_edited,
    "one note co-signed by two": same_note_co_signed,
    "one draft taken back from the bin twice": same_draft_taken_back,
    "one attendance row saved by two": same_place_marked,
    "the last seat": last_seat,
}


def _both(job: Callable[[int, int], Job], count: int) -> tuple[list[Job], list[Job]]:
    first, second = ([job(n, who) for n in range(count)] for who in (0, 1))
    return first, second


def _audited(action: str, row: Any, **detail: str) -> str:
    """Nothing, if the audit has this act of this row exactly once."""
    events = list(AuditEvent.objects.filter(action=action, target_id=row.pk))
    if len(events) != 1:
        return f"{action} is in the audit {len(events)} times"
    return "" if events[0].detail.items() >= detail.items() else "another text"
