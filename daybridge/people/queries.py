"""Find patients: page by page, or by a name however it is spelled."""

from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Q, UUIDField

from daybridge.access.limits import OWN_WORDS_ONLY
from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.prepared import Place, PreparedForViewer, instances
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer
from daybridge.people.models import NameWord, Patient
from daybridge.rules.folding import folded_words

ROWS = 14
MOST_WORDS = 4
MOST_CANDIDATES = 5000
BEST_WORDS = 20
LONGEST_QUESTION = 100
MOST_MERGES = 10  # one after the other, of one person
LAST = "\uffff"  # sorts after every letter
IN_LIST = (
    "id", "legal_first_name", "legal_last_name", "preferred_name", "pronouns",
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


def record_now(viewer: Viewer, patient_id: UUID) -> UUID | None:
    """The record that stands for a merged one today, if this viewer may see it."""
    merged = Patient.objects.in_program(viewer.program_id).exclude(merged_into=None)
    key = patient_id
    for _ in range(MOST_MERGES):
        into = merged.filter(pk=key).values_list("merged_into", flat=True).first()
        if into is None:
            break
        key = into
    seen = Patient.objects.visible_to(viewer).filter(pk=key)
    return seen.values_list("pk", flat=True).first()


def page_of_patients(viewer: Viewer, after: UUID | None = None) -> Page:
    """One page by name, and the patient after whom the next page starts."""
    last = _names_of(viewer, after) if after else None
    found = NEXT_PAGE.rows(viewer, **last) if last else FIRST_PAGE.rows(viewer)
    rows = instances(Patient, IN_LIST, found)
    return Page(rows[:ROWS], rows[ROWS - 1].pk if len(rows) > ROWS else None)


def _names_of(viewer: Viewer, patient_id: UUID) -> dict[str, Any] | None:
    """What a page by name may start after, if this viewer may see whose it is."""
    seen = Patient.objects.visible_to(viewer).filter(pk=patient_id)
    names = seen.values_list(*BY_NAME).first()
    return dict(zip(AFTER, names, strict=True)) if names else None


def _page(viewer: Viewer, **last: Any) -> Any:
    """One row more than a page of people by name, after the last of the page before."""
    patients = _listed(viewer)
    return patients.filter(_after(**last) if last else Q())[: ROWS + 1]


def _listed(viewer: Viewer) -> Any:
    """People by name, with what a list shows of them."""
    patients = Patient.objects.visible_to(viewer).order_by(*BY_NAME)
    return patients.values_list(*IN_LIST)


def _after(last_name: str, first_name: str, key: UUID) -> Q:
    same_last = Q(legal_last_name=last_name)
    same_first = same_last & Q(legal_first_name=first_name)
    return Q(legal_last_name__gte=last_name) & (
        Q(legal_last_name__gt=last_name)
        | same_last & Q(legal_first_name__gt=first_name)
        | same_first & Q(pk__gt=key)
    )


AFTER: dict[str, Place] = {
    "last_name": (CharField(), "a last name"),
    "first_name": (CharField(), "a first name"),
    "key": (UUIDField(), UUID(int=1)),
}  # in the order of BY_NAME
FIRST_PAGE = PreparedForViewer(_page)
NEXT_PAGE = PreparedForViewer(_page, AFTER)


def search(viewer: Viewer, question: str) -> list[Patient]:
    """At most a page of the people meant: number, birth date, or words of a name."""
    question = question.replace("\0", "").strip()[:LONGEST_QUESTION]
    if not question:
        return []
    if not reads_identity(viewer):
        return _called(viewer, question)
    born_on = _date(question)
    if born_on:
        born = Patient.objects.visible_to(viewer).filter(born_on=born_on)
        return list(born.order_by(*BY_NAME).only(*IN_LIST)[:ROWS])
    if any(letter.isdigit() for letter in question):
        return _with_number(viewer, question) or _named(viewer, question)
    return _named(viewer, question) or _with_number(viewer, question)


def _with_number(viewer: Viewer, question: str) -> list[Patient]:
    found = NUMBERED.rows(viewer, asked=question, upper=question.upper())
    return instances(Patient, IN_LIST, found)


def _numbered(viewer: Viewer, asked: str, upper: str) -> Any:
    return _listed(viewer).filter(record_number__in=(asked, upper))[:ROWS]


NUMBERED = PreparedForViewer(
    _numbered, {"asked": (CharField(), "a number"), "upper": (CharField(), "A NUMBER")}
)


def _called(viewer: Viewer, question: str) -> list[Patient]:
    """Among one's own people, by nothing but the name they go by."""
    patients = Patient.objects.visible_to(viewer).order_by(*BY_NAME).only(*IN_LIST)
    asked = folded_words(question)
    found = [
        row
        for row in patients[:MOST_CANDIDATES]
        if asked and all(_begins(row.called, word) for word in asked)
    ]
    return found[:ROWS]


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in folded_words(name))


def _named(viewer: Viewer, question: str) -> list[Patient]:
    words = list(dict.fromkeys(folded_words(question)))[:MOST_WORDS]
    if not words:
        return []
    rows = _beginning(viewer, words) or _spelled_like(viewer, words)
    asked = set(words)
    return sorted(
        rows, key=lambda row: not asked <= set(folded_words(f"{row.legal_name} {row}"))
    )


def _beginning(viewer: Viewer, words: list[str]) -> list[Patient]:
    """Those of whom a name begins with each of the words."""
    ends = {f"end{n}": word + LAST for n, word in enumerate(words)}
    starts = {f"start{n}": word for n, word in enumerate(words)}
    found = BEGINNING[len(words)].rows(viewer, **starts, **ends)
    return instances(Patient, IN_LIST, found)


def _spelled_like(viewer: Viewer, words: list[str]) -> list[Patient]:
    """The same, where a word that no name begins with may also be inside, or nearly."""
    patients = Patient.objects.visible_to(viewer).order_by(*BY_NAME).only(*IN_LIST)
    known = NameWord.objects.visible_to(viewer)
    for word in words:
        begins = known.filter(_from(word, word + LAST))
        if not begins.exists():
            begins = known.filter(word__in=_near(known, word))
        patients = patients.filter(pk__in=begins.values("patient_id"))
    return list(patients[:ROWS])


def _from(start: str, end: str) -> Q:
    return Q(word__gte=start, word__lt=end)


def _with_names(viewer: Viewer, **words: str) -> Any:
    patients = _listed(viewer)
    for n in range(len(words) // 2):
        known = NameWord.objects.visible_to(viewer)
        begins = known.filter(_from(words[f"start{n}"], words[f"end{n}"]))
        patients = patients.filter(pk__in=begins.values("patient_id"))
    return patients[:ROWS]


def _ends(count: int) -> dict[str, Place]:
    """The two ends of the range of each word."""
    return {
        f"{end}{n}": (CharField(), f"the {end} of word {n}")
        for n in range(count)
        for end in ("start", "end")
    }


BEGINNING = {
    count: PreparedForViewer(_with_names, _ends(count))
    for count in range(1, MOST_WORDS + 1)
}


def _near(known: Any, word: str) -> list[str]:
    """The words that hold this one, or are spelled almost like it; best first."""
    distinct = known.order_by("word").values_list("word", flat=True).distinct()
    inside = list(distinct.filter(word__contains=word)[:BEST_WORDS])
    if inside or len(word) < 3:
        return inside
    starts = _from(word[0], word[0] + LAST) | _from(word[1], word[1] + LAST)
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
