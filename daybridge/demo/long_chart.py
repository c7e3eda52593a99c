"""One very long chart, for measuring: years of sessions, each with its note."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from daybridge.attendance.models import Attendance
from daybridge.demo.caseload import InCare
from daybridge.demo.charts import write_up
from daybridge.demo.clinic import ZONE, Clinic, Unit
from daybridge.demo.draw import Draw
from daybridge.demo.groups import Held
from daybridge.demo.place import Place
from daybridge.intake.models import Episode, Stay
from daybridge.schedule.models import Session

TITLE = "Individual counseling"
MINUTES = 50


def lengthen(
    clinic: Clinic, draw: Draw, unit: Unit, who: InCare, encounters: int
) -> None:
    """Give a patient that many earlier encounters, one a day before they came."""
    until = who.span.admitted_on - timedelta(days=30)
    first = until - timedelta(days=encounters)
    track_id = next(iter(unit.tracks.values()))
    _earlier_episode(clinic, draw, who, track_id, first, until)
    for number in range(encounters):
        held = _session(clinic, draw, who, track_id, first + timedelta(days=number))
        place = Place(draw.id(held.starts_at), who, held, mark="attended")
        place.arrived_at, place.left_at = held.starts_at, held.ends_at
        place.minutes = MINUTES
        clinic.bulk.add(
            Attendance, id=place.id, program_id=clinic.program_id,
            created_at=held.starts_at, session_id=held.id, patient_id=who.id,
            starts_at=held.starts_at, mark=place.mark, arrived_at=place.arrived_at,
            left_at=place.left_at, minutes=place.minutes,
        )  # fmt: skip
        write_up(clinic, draw, held, [place])


def _earlier_episode(
    clinic: Clinic, draw: Draw, who: InCare, track_id: UUID, first: date, until: date
) -> None:
    at = datetime.combine(first, time(8), ZONE).astimezone(UTC)
    shared = {"program_id": clinic.program_id, "created_at": at}
    episode_id = clinic.bulk.add(
        Episode, id=draw.id(at), patient_id=who.id, admitted_on=first,
        discharged_on=until, last_contact_on=until, discharge_reason="1", **shared,
    )  # fmt: skip
    clinic.bulk.add(
        Stay, id=draw.id(at), episode_id=episode_id, track_id=track_id,
        level_of_care="2.1", started_on=first, ended_on=until, **shared,
    )  # fmt: skip


def _session(
    clinic: Clinic, draw: Draw, who: InCare, track_id: UUID, day: date
) -> Held:
    starts_at = datetime.combine(day, time(13), ZONE).astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=MINUTES)
    topic = draw.one(clinic.topics)
    key = clinic.bulk.add(
        Session, id=draw.id(starts_at), program_id=clinic.program_id,
        created_at=starts_at, title=TITLE, track_id=track_id, modality="individual",
        starts_at=starts_at, ends_at=ends_at, leader_id=who.primary.id, capacity=1,
        topic_id=topic.id,
    )  # fmt: skip
    return Held(key, day, starts_at, ends_at, TITLE, topic.title, who.primary, None)
