"""Find patients: page by page, or by a name however it is spelled."""

from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from daybridge.access.limits import OWN_WORDS_ONLY
from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import NameWord, Patient
from daybridge.rules.folding import folded_words

ROWS = 14
MOST_WORDS = 4
MOST_CANDIDATES = 5000
BEST_WORDS = 20
LONGEST_QUESTION = 100
LAST = "\uffff"  # sorts after every letter
IN_LIST = (
    "legal_last_name", "legal_first_name", "preferred_name", "pronouns",
    "record_number", "born_on",
)  # fmt: skip
BY_NAME = ("legal_last_name", "legal_first_name", "id")
READS_IDENTITY = frozenset(set(Role) - {Role.PEER, Role.ADMINISTRATOR})
READS_CONTACTS = READS_IDENTITY - {Role.BILLER}


class Page(NamedTuple):
    """Patients by name, and the one after whom the next page starts."""

    patients: list[Patient]
    after: UUID | None


def reads_identity(viewer: Viewer) -> bool:
    """Whether this viewer reads legal names, numbers and birth dates."""
    return bool(viewer.roles & READS_IDENTITY)


def as_read_by(viewer: Viewer, patient: Patient) -> Patient:
    """The patient as this viewer may read of them: whole, or only what they go by.

    The copy is for showing; it is never saved.
    """
    if reads_identity(viewer):
        return patient
    shown = copy(patient)
    shown.legal_first_name, shown.legal_last_name = patient.called, ""
    shown.record_number, shown.born_on = "", None
    return shown


def reads_contacts(viewer: Viewer) -> bool:
    """Whether this viewer reads how to reach a patient and their family."""
    return bool(viewer.roles & READS_CONTACTS)


def readable_care(viewer: Viewer) -> Any:
    """The patients whose episodes, levels and doses this viewer may read.

    A peer specialist reads none of it (the `*` of PS/SUD).
    """
    if not viewer.is_system:
        viewer = replace(viewer, roles=viewer.roles - OWN_WORDS_ONLY)
    return Patient.objects.visible_to(viewer, Matter.SUD_RECORD)


def amendable(viewer: Viewer) -> Any:
    """The patients whose record this viewer may change; a biller changes none here."""
    patients = Patient.objects.visible_to(viewer)
    reach = viewer.reach(Matter.DEMOGRAPHICS, Operation.AMEND)
    if reach < Reach.TEAM or not reads_contacts(viewer):
        return patients.none()
    if reach is Reach.TEAM:
        team = TeamMembership.objects.of(viewer).values("patient_id")
        patients = patients.filter(pk__in=team)
    return patients


def page_of_patients(viewer: Viewer, after: UUID | None = None) -> Page:
    """One page by name, and the patient after whom the next page starts."""
    patients = Patient.objects.visible_to(viewer).order_by(*BY_NAME)
    last = patients.filter(pk=after).first() if after else None
    if last is not None:
        patients = patients.filter(_after(last))
    rows = list(patients.only(*IN_LIST)[: ROWS + 1])
    return Page(rows[:ROWS], rows[ROWS - 1].pk if len(rows) > ROWS else None)


def _after(last: Patient) -> Q:
    same_last = Q(legal_last_name=last.legal_last_name)
    same_first = same_last & Q(legal_first_name=last.legal_first_name)
    return Q(legal_last_name__gte=last.legal_last_name) & (
        Q(legal_last_name__gt=last.legal_last_name)
        | same_last & Q(legal_first_name__gt=last.legal_first_name)
        | same_first & Q(pk__gt=last.pk)
    )


def search(viewer: Viewer, question: str) -> list[Patient]:
    """At most a page of the people meant: number, birth date, or words of a name."""
    question = question.replace("\0", "").strip()[:LONGEST_QUESTION]
    patients = Patient.objects.visible_to(viewer).order_by(*BY_NAME).only(*IN_LIST)
    if not question:
        return []
    if not reads_identity(viewer):
        return _called(patients, question)
    born_on = _date(question)
    if born_on:
        return list(patients.filter(born_on=born_on)[:ROWS])
    numbers = {question, question.upper()}
    found = list(patients.filter(record_number__in=numbers)[:ROWS])
    return found or _named(patients, viewer, question)


def _called(patients: Any, question: str) -> list[Patient]:
    """Among one's own people, by nothing but the name they go by."""
    asked = folded_words(question)
    found = [
        row
        for row in patients[:MOST_CANDIDATES]
        if asked and all(_begins(row.called, word) for word in asked)
    ]
    return found[:ROWS]


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in folded_words(name))


def _named(patients: Any, viewer: Viewer, question: str) -> list[Patient]:
    words = list(dict.fromkeys(folded_words(question)))[:MOST_WORDS]
    if not words:
        return []
    for word in words:
        known = NameWord.objects.visible_to(viewer)
        begins = known.filter(_from(word))
        if not begins.exists():
            begins = known.filter(word__in=_near(known, word))
        patients = patients.filter(pk__in=begins.values("patient_id"))
    asked = set(words)
    return sorted(
        patients[:ROWS],
        key=lambda row: not asked <= set(folded_words(f"{row.legal_name} {row}")),
    )


def _from(start: str) -> Q:
    return Q(word__gte=start, word__lt=start + LAST)


def _near(known: Any, word: str) -> list[str]:
    """The words that hold this one, or are spelled almost like it; best first."""
    distinct = known.order_by("word").values_list("word", flat=True).distinct()
    inside = list(distinct.filter(word__contains=word)[:BEST_WORDS])
    if inside or len(word) < 3:
        return inside
    starts = _from(word[0]) | _from(word[1])
    allowed = 1 if len(word) < 5 else 2
    ranked = sorted(
        (distance(word, other, allowed), other)
        for other in distinct.filter(starts)[:MOST_CANDIDATES]
    )
    return [other for steps, other in ranked if steps <= allowed][:BEST_WORDS]


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add or leave out; anything above `most` is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, target in enumerate(other, 1):
            changed = above[column - 1] + (letter != target)
            here.append(min(above[column] + 1, here[-1] + 1, changed))
        if min(here) > most:
            return most + 1
        above = here
    return min(above[-1], most + 1)


def _date(question: str) -> date | None:
    try:
        return datetime.strptime(question, "%m/%d/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
