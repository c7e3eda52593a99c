"""What a draft changes for whom: names only for who may read them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from daybridge.access.matrix import Matter
from daybridge.access.viewer import Viewer
from daybridge.intake.models import Wait
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.rules.week_fit.plan import Plan, State, Week
from daybridge.rules.wording import listed
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.timetable import (
    Fate,
    fate,
    group_names,
    when_words,
)
from daybridge.schedule.drafting.waiting import PREFIX
from daybridge.schedule.fitting.individual import kind_of
from daybridge.ui.sending import key_or_none

STAYS = "finds no hour for {name}, which stays on {when}"
LOST = "finds no hour for {name}, until now on {when}"
NAMED = 6  # beside a question; all stand under *What changes for whom*

WORDS = {
    State.SERVED: "Full dose",
    State.PARTLY: "A part of the dose",
    State.WAITING: "No place",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise for somebody."""

    id: str  # in the draft
    name: str
    patient_id: UUID | None  # of somebody in care
    before: str
    after: str
    is_served: bool
    words: str  # “Leaves Monday evening; joins New group 1.”


@dataclass(frozen=True, slots=True)
class Changes:
    """Those whom the viewer may see, and how many more there are."""

    shown: list[Change]
    unseen: int


def changes(found: Found, viewer: Viewer) -> Changes:
    """Everyone whose week is otherwise, or whose dose is not met; three queries."""
    groups = group_names(found.draft)
    moved = {
        id
        for id, held in found.week.offerings.items()
        if held.arrangement
        and fate(found.instance.offerings[id], held.arrangement) is Fate.MOVED
    }
    lines: dict[str, tuple[Week, Week, str]] = {}
    for id, after in found.week.clients.items():
        before = found.today.clients[id]
        words = _words(
            _of_groups(before.offerings, after.offerings, moved, groups)
            + _of_hours(before.individual, after.individual)
        )
        if words or after.state is not State.SERVED:
            lines[id] = (before, after, words)
    people = people_of(viewer, lines)
    shown = [
        Change(
            id,
            *people[id],
            WORDS[before.state],
            WORDS[after.state],
            after.state is State.SERVED,
            words,
        )
        for id, (before, after, words) in lines.items()
        if id in people
    ]
    shown.sort(key=lambda each: (each.is_served, each.name))
    return Changes(shown, len(lines) - len(shown))


def hours_moved(found: Found, after: Plan, viewer: Viewer) -> list[str]:
    """Whose individual or family session has another hour in a changed week, or none.

    A sentence for each, with the name if this viewer reads it; none says nothing.
    """
    said = {}
    for id, week in found.week.clients.items():
        hours = after.clients[id].individual
        kept = {each: hours[each] for each in week.individual if each in hours}
        if moved := "; ".join(_of_hours(week.individual, kept, LOST)):
            said[id] = moved
    people = people_of(viewer, said)
    known = sorted((people[id][0], said[id]) for id in said if id in people)
    sentences = [f"{name}: {moved}." for name, moved in known[:NAMED]]
    if more := len(said) - len(sentences):
        other = "other person" if more == 1 else "other people"
        sentences.append(f"Hours of {more} {other} move too.")
    return sentences


def _words(said: Iterable[str]) -> str:
    words = "; ".join(said)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _of_groups(
    before: Collection[str],
    after: Collection[str],
    moved: Collection[str],
    groups: Mapping[str, str],
) -> list[str]:
    ways = (
        ("leaves", [id for id in before if id not in after]),
        ("joins", [id for id in after if id not in before]),
        ("goes with", [id for id in after if id in before and id in moved]),
    )
    return [
        f"{how} {listed(sorted({groups[id] for id in ids}))}"
        for how, ids in ways
        if ids
    ]


def _of_hours(
    before: Mapping[str, Arrangement],
    after: Mapping[str, Arrangement],
    lost: str = STAYS,
) -> list[str]:
    """What becomes of individual and family sessions; another room is no news."""
    said = []
    for id in sorted({*before, *after}):
        name, then, now = kind_of(id).label.lower(), before.get(id), after.get(id)
        if now is None:
            said.append(lost.format(name=name, when=when_words(before[id].start)))
        elif then is None:
            said.append(f"has {name} on {when_words(now.start)}")
        elif then.start != now.start:
            said.append(
                f"{name} moves from {when_words(then.start)} to {when_words(now.start)}"
            )
        elif then.leader != now.leader:
            said.append(f"{name} is led by somebody else")
    return said


def people_of(
    viewer: Viewer, ids: Collection[str]
) -> dict[str, tuple[str, UUID | None]]:  # fmt: skip
    """Names by id: of patients and of people who wait, as this viewer reads them."""
    keys = _keys(id for id in ids if not id.startswith(PREFIX))
    waiting = _keys(id.removeprefix(PREFIX) for id in ids if id.startswith(PREFIX))
    patients = Patient.objects.visible_to(viewer, Matter.ROSTER).filter(pk__in=keys)
    waits = Wait.objects.visible_to(viewer).filter(pk__in=waiting)
    known: dict[str, tuple[str, UUID | None]] = {
        str(row.pk): (as_read_by(viewer, row).display_name, row.pk) for row in patients
    }
    return known | {
        f"{PREFIX}{row.pk}": (f"{row.inquiry.display_name}, who waits", None)
        for row in waits.select_related("inquiry")
    }


def _keys(written: Iterable[str]) -> list[UUID]:
    return [key for each in written if (key := key_or_none(each)) is not None]
