"""Whose names must not stand in a shared text: everyone of the session and group."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from daybridge.attendance.models import Attendance
from daybridge.notes.models import Summary
from daybridge.people.models import Patient
from daybridge.rules.folding import folded_words
from daybridge.rules.name_index import NameIndex, PersonName, index_names
from daybridge.rules.names_in_text import Finding, find_names
from daybridge.schedule.models import Enrollment, Session


def people_of(session: Session) -> list[Patient]:
    """Everyone who has or had a place in the session, or is enrolled in its group."""
    places = Attendance.objects.filter(
        program_id=session.program_id, session=session
    ).values("patient_id")
    enrolled = Enrollment.objects.filter(
        program_id=session.program_id, group=session.group, ends_on=None
    ).values("patient_id")
    return list(
        Patient.objects.in_program(session.program_id).filter(
            Q(pk__in=places) | Q(pk__in=enrolled)
        )
    )


def index_of(people: Collection[Patient], *, but: UUID | None = None) -> NameIndex:
    """The names to look for; `but` leaves out the patient whose own chart it is."""
    return index_names(
        PersonName(
            person_id=str(person.pk),
            first=person.legal_first_name,
            last=person.legal_last_name,
            preferred=person.preferred_name,
        )
        for person in people
        if person.pk != but
    )


def open_findings(summary: Summary | None, index: NameIndex) -> list[Finding]:
    """Names in the shared text that nobody has judged not to be one, once each."""
    if summary is None:
        return []
    accepted = set(summary.names_accepted)
    found = find_names(f"{summary.text}\n{summary.next_step}", index)
    first_of_each = {
        as_accepted(finding.matched): finding for finding in reversed(found)
    }
    return [
        finding
        for word, finding in reversed(first_of_each.items())
        if word not in accepted
    ]


def as_accepted(matched: str) -> str:
    """How a judged word is remembered, however it was written."""
    return " ".join(folded_words(matched))
