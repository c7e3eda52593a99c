"""Dana's chart with one row of each kind a page could show; made once per module.

Ruth leads the group and wrote the notes; Nora is on Dana's team; Ben is nobody's.
What a module's tests change is undone after each of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tests.access.assessed import assess
from tests.access.chart_asking import make_asking
from tests.access.chart_calendars import make_calendars
from tests.access.chart_consents import make_consents
from tests.access.chart_coverage import consent_to_payment, make_covered
from tests.access.chart_drafts import make_by_hand, make_drafted
from tests.access.chart_outbox import make_outbox
from tests.access.chart_repairs import make_repair
from tests.access.chart_way_in import make_way_in
from tests.access.chart_weeks import make_week
from tests.cast import Clinic, hire, join_team, make_clinic, make_elsewhere, tonight

WORDS = "Walked past the old corner without stopping."
APART = "Kept apart: dreamed of the corner."


@dataclass
class Chart:
    """The clinic, and what of it is Dana's."""

    clinic: Clinic
    elsewhere: Clinic
    dana: Any
    place: Any  # tonight, attended
    note: Any  # tonight's, open, by Ruth
    draft: Any  # of an individual session, open, by Ruth
    signed: Any  # waits for a co-signature
    deleted: Any  # in Ruth's bin
    apart: Any  # a counseling note of Ruth's alone
    forwarded: Any  # one she put forward to Sylvia
    follow_up: Any
    enrollment: Any
    membership: Any  # of Theo
    opening: Any  # Ben's, of last week
    contact: Any
    episode: Any
    barrier: Any  # against someone who is no part of the tests
    cancelled: Any  # a session of today of which she was told
    seen_on: date  # a day on which she attended
    assessed: Any  # tests.access.assessed.Assessed
    covered: Any  # tests.access.chart_coverage.Covered
    consents: Any  # tests.access.chart_consents.OfConsents
    way_in: Any  # who sent her, her wait, her first days
    asking: Any  # tests.access.chart_asking.Asking
    drafted: Any  # a draft of the clinic's week
    draft_by_hand: Any  # made from it: her group does not run
    repair: Any  # of tonight, in which nothing is decided
    calendars: Any  # tests.access.chart_calendars.OfCalendars
    week: Any  # what she told of it
    outbox: Any  # tests.access.chart_outbox.OfOutbox

    @property
    def program(self) -> Any:
        return self.clinic.program

    def staff(self, name: str) -> Any:
        """One of the staff as stored now."""
        row = self.clinic.staff[name]
        return type(row).objects.in_program(row.program_id).get(pk=row.pk)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_chart() -> Chart:
    from daybridge.access.models import TeamMembership

    clinic, elsewhere = make_clinic(), make_elsewhere()
    dana = clinic.patients[0]
    by = clinic.staff
    team = TeamMembership.objects.in_program(clinic.program).filter(patient=dana)
    today = tonight()
    seen_on = today.date() - timedelta(days=8)
    _attend(clinic, dana, today - timedelta(days=8))
    missed = _session_of(clinic, today - timedelta(days=1))
    consent_to_payment(dana, by["faye"])
    way_in = make_way_in(clinic, dana)
    drafted = make_drafted(clinic)
    return Chart(
        clinic, elsewhere, dana,
        place=_arrive(clinic.session.attendances.get(patient=dana)),
        note=_note(dana, by["ruth"], session=clinic.session, happened_at=today),
        draft=_note(dana, by["ruth"], kind="individual", minutes=50),
        signed=_signed(dana, by["ruth"]),
        deleted=_note(
            dana, by["ruth"], kind="individual", deleted_at=timezone.now(),
            deleted_by=by["ruth"],
        ),
        apart=_apart(dana, by["ruth"]),
        forwarded=_apart(
            dana, by["ruth"], put_forward_to=by["sylvia"],
            put_forward_at=timezone.now(),
        ),
        follow_up=_missed(missed, dana, today.date() - timedelta(days=1)),
        enrollment=dana.enrollments.get(),
        membership=team.get(staff=by["theo"]),
        opening=_old_opening(dana, by["ben"]),
        contact=_contact(dana),
        episode=dana.episodes.get(),
        barrier=_barrier(dana, hire(clinic, "Pat", "Whitman", "counselor"), by),
        cancelled=_cancelled(clinic, dana, today - timedelta(hours=5)),
        seen_on=seen_on,
        assessed=assess(dana, dana.episodes.get(), by["ruth"]),
        covered=make_covered(dana),
        consents=make_consents(clinic.program, dana, by["faye"]),
        way_in=way_in,
        asking=make_asking(clinic, dana, way_in.inquiry),
        calendars=make_calendars(clinic, dana),
        drafted=drafted,
        draft_by_hand=make_by_hand(clinic, drafted),
        repair=make_repair(clinic, dana),
        week=make_week(clinic, dana),
        outbox=make_outbox(clinic, dana),
    )  # fmt: skip


def _contact(patient: Any) -> Any:
    from daybridge.people.models import Contact, NameWord

    NameWord.objects.create(
        program=patient.program, patient=patient, word="dana", sort_name="Whitfield"
    )
    NameWord.objects.create(
        program=patient.program, patient=patient, word="whitfield",
        sort_name="Whitfield",
    )  # fmt: skip
    return Contact.objects.create(
        program=patient.program, patient=patient, name="Her brother Lou"
    )


def _barrier(patient: Any, staff: Any, by: dict[str, Any]) -> Any:
    from daybridge.access.models import Barrier

    return Barrier.objects.create(
        program=patient.program, patient=patient, staff=staff, reason="her cousin",
        set_at=timezone.now(), set_by=by["grace"],
    )  # fmt: skip


def _session_of(clinic: Clinic, start: datetime) -> Any:
    from daybridge.schedule.models import Session

    return Session.objects.create(
        program=clinic.program, title="Evening skills", track=clinic.track,
        modality="skills", starts_at=start, ends_at=start + timedelta(hours=3),
        leader=clinic.staff["ruth"], room=clinic.room, capacity=12,
    )  # fmt: skip


def _attend(clinic: Clinic, patient: Any, start: datetime) -> Any:
    from daybridge.attendance.models import Attendance

    return _arrive(
        Attendance.objects.create(
            program=clinic.program, session=_session_of(clinic, start),
            patient=patient, starts_at=start,
        )
    )  # fmt: skip


def _arrive(place: Any) -> Any:
    place.mark, place.arrived_at, place.minutes = "attended", place.starts_at, 180
    place.save()
    return place


def _cancelled(clinic: Clinic, patient: Any, start: datetime) -> Any:
    from daybridge.attendance.models import Attendance

    session = _session_of(clinic, start)
    session.cancelled_at, session.cancel_reason = timezone.now(), "weather"
    session.told = [
        {"who": f"patient:{patient.pk}", "name": str(patient), "how": "call"}
    ]
    session.save()
    Attendance.objects.create(
        program=clinic.program, session=session, patient=patient, starts_at=start,
        mark="excused",
    )  # fmt: skip
    return session


def _missed(session: Any, patient: Any, on: date) -> Any:
    from daybridge.attendance.models import Attendance, FollowUp

    place = Attendance.objects.create(
        program=session.program, session=session, patient=patient,
        starts_at=session.starts_at, mark="no_show",
    )  # fmt: skip
    return FollowUp.objects.create(program=session.program, attendance=place, due_on=on)


def _note(patient: Any, author: Any, **more: Any) -> Any:
    from daybridge.notes.models import Note

    now = timezone.now()
    fields = {
        "happened_at": now - timedelta(hours=1), "sentence": WORDS, "edited_at": now,
        "edited_by": author, **more,
    }  # fmt: skip
    return Note.objects.create(
        program=patient.program, patient=patient, author=author, **fields
    )


def _signed(patient: Any, author: Any) -> Any:
    last_week = timezone.now() - timedelta(days=7)
    return _note(
        patient, author, kind="individual", happened_at=last_week, minutes=50,
        signed_text=WORDS, signed_digest="a" * 64, signed_at=last_week,
        signed_by=author, signed_as="Ruth Abelson, LCSW", format="DAP",
        co_signature_needed=True,
    )  # fmt: skip


def _apart(patient: Any, author: Any, **more: Any) -> Any:
    from daybridge.notes.models import CounselingNote

    return CounselingNote.objects.create(
        program=patient.program, patient=patient, author=author, text=APART,
        edited_at=timezone.now(), **more,
    )  # fmt: skip


def _old_opening(patient: Any, staff: Any) -> Any:
    return open_for(patient, staff, at=timezone.now() - timedelta(days=7))


def open_for(patient: Any, staff: Any, *, at: datetime, kind: str = "emergency") -> Any:
    """A chart opened at a moment, for an hour."""
    from daybridge.access.models import ChartOpening

    return ChartOpening.objects.create(
        program=patient.program, patient=patient, staff=staff, kind=kind,
        reason="medical_emergency", explanation="Called from an emergency room",
        opened_at=at, expires_at=at + timedelta(minutes=60),
    )  # fmt: skip


def join_dana(chart: Chart, staff: Any) -> Any:
    """Put someone on Dana's team; the membership."""
    join_team(chart.clinic, staff, chart.dana)
    return staff.team_memberships.get(patient=chart.dana)
