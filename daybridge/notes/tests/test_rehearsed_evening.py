"""An evening is worked out before its turn; in the turn it is checked and written."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daybridge.attendance.errors import StaleAttendance
from daybridge.attendance.models import Attendance, FollowUp, Mark
from daybridge.attendance.services import AttendanceChange
from daybridge.audit.models import AuditEvent
from daybridge.bulk_statements import Statement
from daybridge.notes.cards import CardChange, FieldChange, mark
from daybridge.notes.models import Note, Summary
from daybridge.notes.services import drafts
from daybridge.notes.services.evening import save_evening
from daybridge.people.middleware import viewer_of
from tests.cast import admit, hire, hold_group, join_team, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="elsewhere writers do not wait in one line"
)


@pytest.fixture
def clinic(on_disk):
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    for first in ("Ada", "Bo"):
        admit(clinic, first, "Whitfield", len(clinic.patients))
    join_team(clinic, clinic.staff["ruth"], *clinic.patients)
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


def places(clinic):
    return Attendance.objects.in_program(clinic.program).order_by("pk")


def notes(clinic):
    return Note.objects.in_program(clinic.program)


def save(clinic, word, *, base="", version=1, how=Mark.EXCUSED):
    by = viewer_of(clinic.staff["ruth"], at=timezone.now())
    return save_evening(
        session=clinic.session,
        places=[
            AttendanceChange(place.pk, version, how, absence_reason=word)
            for place in places(clinic)
        ],
        cards=[
            CardChange(patient.pk, (FieldChange("sentence", word, mark(base)),))
            for patient in clinic.patients
        ],
        summary=[FieldChange("text", word, mark(base))],
        by=by,
        at=by.at,
    )


@contextmanager
def in_the_turn():
    """The statements between the begin and the commit of the one transaction inside."""
    inside = []
    with CaptureQueriesContext(connection) as asked:
        yield inside
    said = [query["sql"] for query in asked]
    first, last = (
        next(n for n, sql in enumerate(said) if sql.startswith(word))
        for word in ("BEGIN", "COMMIT")
    )
    inside += said[first + 1 : last]


@on_sqlite
def test_what_is_done_in_the_turn_is_checking_and_writing(clinic, monkeypatch):
    save(clinic, "first")
    calls = []
    take = drafts.apply
    monkeypatch.setattr(
        drafts, "apply", lambda *all_, **more: calls.append(0) or take(*all_, **more)
    )

    with in_the_turn() as said:
        save(clinic, "second", base="first", version=2)

    assert len(calls) == 3  # two cards and the summary, once
    words = [sql.split()[0] for sql in said]  # "2 times: …" for each of two rows
    assert words == ["SELECT"] * 4 + ["2"] * 4 + ["1"]
    assert {note.sentence for note in notes(clinic)} == {"second"}
    assert {place.absence_reason for place in places(clinic)} == {"second"}
    assert Summary.objects.in_program(clinic.program).get().text == "second"
    acts = AuditEvent.objects.filter(action="attendance.saved")
    assert acts.count() == 4


def test_who_saves_from_an_older_page_is_told_and_nothing_is_stored(clinic):
    save(clinic, "first")

    with pytest.raises(StaleAttendance) as refused:
        save(clinic, "second", base="first", version=1)

    assert len(refused.value.rows) == 2
    assert {note.sentence for note in notes(clinic)} == {"first"}
    assert AuditEvent.objects.filter(action="attendance.saved").count() == 2


def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(clinic):
    keys = [place.pk for place in places(clinic)]

    def job(name, nth):
        by = viewer_of(clinic.staff["ruth"], at=timezone.now())
        reason = f"{name} {nth}"
        return lambda: save_evening(
            session=clinic.session, cards=[], summary=[], by=by, at=by.at,
            places=[
                AttendanceChange(key, nth + 1, Mark.EXCUSED, absence_reason=reason)
                for key in keys
            ],
        )  # fmt: skip

    jobs = [[job(name, nth) for nth in range(25)] for name in ("Ruth", "Ben")]
    rounds = race(jobs, (StaleAttendance,))

    assert {tuple(sorted(each)) for each in rounds} == {("StaleAttendance", "won")}
    last = "Ruth 24" if rounds[-1][0] == "won" else "Ben 24"
    stored = [(place.version, place.absence_reason) for place in places(clinic)]
    assert stored == [(26, last)] * 2


def test_what_asks_otherwise_is_done_in_its_turn(clinic):
    save(clinic, "", how=Mark.NO_SHOW)

    assert FollowUp.objects.in_program(clinic.program).count() == 2
    assert {place.version for place in places(clinic)} == {2}
    assert connection.execute_wrappers == []


def test_what_fails_while_it_is_written_leaves_nothing_behind(clinic, monkeypatch):
    save(clinic, "first")

    def broken(*_all, **_more):
        raise DatabaseError("the disk is full")

    # By the third of five some rows are in; PostgreSQL writes all in one statement.
    nth = 3 if connection.vendor == "sqlite" else 1
    breaks = _breaks_at(nth, broken)
    monkeypatch.setattr("daybridge.bulk_statements.Statement.run", breaks)
    with pytest.raises(DatabaseError, match="full"):
        save(clinic, "second", base="first", version=2)
    monkeypatch.undo()

    assert {note.sentence for note in notes(clinic)} == {"first"}
    assert {place.version for place in places(clinic)} == {2}
    assert save(clinic, "second", base="first", version=2).summary_clashes == ()


def _breaks_at(nth, broken):
    """Statements run up to this one, which is broken."""
    run, ran = Statement.run, []

    def until_then(statement):
        ran.append(statement)
        return run(statement) if len(ran) < nth else broken()

    return until_then
