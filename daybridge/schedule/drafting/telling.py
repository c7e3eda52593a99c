"""Everyone whose week is another one hears of it, once; and when it is taken back."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from daybridge.access.viewer import Viewer
from daybridge.outbox.queries import in_their_language
from daybridge.outbox.services import take_back, tell_patient, tell_staff
from daybridge.people.models import Patient, Staff
from daybridge.schedule.drafting import words
from daybridge.schedule.drafting.other_weeks import ByPerson
from daybridge.schedule.models import Publication
from daybridge.schedule.occurrences import instant

KIND = "schedule.publication"
STILL_NEWS = timedelta(days=14)  # after its first day nobody needs to hear of it


def tell(
    publication: Publication, people: ByPerson, leaders: ByPerson, *, at: datetime,
    by: Viewer, is_back: bool = False,
) -> None:  # fmt: skip
    """Tell people and leaders their times from that day on."""
    say_patient = words.for_patient_back if is_back else words.for_patient
    say_leader = words.for_leader_back if is_back else words.for_leader
    day, step = publication.starts_on, "back" if is_back else "done"
    ends = instant(day + STILL_NEWS, time(), by.program.zone)
    about: dict[str, Any] = {"kind": KIND, "at": at, "by": by, "ends": ends}
    for patient in _rows(Patient.objects, people, by):
        said = in_their_language(
            patient, say_patient, people[patient.pk], day, by.program
        )
        key = _key(publication, patient.pk, step)
        tell_patient(patient=patient, words=said, key=key, **about)
    for staff in _rows(Staff.objects, leaders, by):
        tell_staff(
            staff=staff, words=say_leader(leaders[staff.pk], day),
            key=_key(publication, staff.pk, step), where=reverse("schedule:groups"),
            **about,
        )  # fmt: skip


def take_back_unsent(
    publication: Publication, whom: Iterable[UUID], *, at: datetime, by: Viewer
) -> None:
    """What nobody has read yet is not sent any more."""
    keys = [_key(publication, each, "done") for each in whom]
    take_back(keys=keys, at=at, by=by)


def _rows(kind: Any, times: ByPerson, by: Viewer) -> Any:
    return kind.in_program(by.program_id).filter(pk__in=list(times)).order_by("pk")


def _key(publication: Publication, whom: UUID, step: str) -> str:
    return f"{KIND}:{publication.pk}:{whom}:{step}"
