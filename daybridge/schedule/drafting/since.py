"""What is otherwise in the clinic since a draft was made: people, doses and weeks.

None of it refuses the draft. A person who came since keeps their place and moves with
the group; a dose or a week that changed may want another place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from daybridge.access.matrix import Matter
from daybridge.access.viewer import Viewer
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.rules.week_fit.clock import Window
from daybridge.rules.week_fit.instance import Arrangement, Client
from daybridge.schedule.drafting.publishing import Steps
from daybridge.schedule.drafting.waiting import PREFIX


@dataclass(frozen=True, slots=True)
class Since:
    """Names for whoever may read them, by what is otherwise."""

    came: list[str]
    left: int  # not in care any more: their places have ended
    other_dose: list[str]
    other_places: list[str]
    cannot_come: list[str]  # to what the draft gives them, by their week as it is now

    def __bool__(self) -> bool:
        return any(
            (self.came, self.left, self.other_dose, self.other_places, self.cannot_come)
        )


def since(steps: Steps, viewer: Viewer) -> Since:
    """Compare the people of a draft with those of today; one statement for names."""
    then = {
        id: client
        for id, client in steps.found.instance.clients.items()
        if not id.startswith(PREFIX)
    }
    now = steps.clinic.instance.clients
    ordered = {str(key) for key in steps.clinic.facts.orders}
    both = {id: (then[id], now[id]) for id in then if id in now}
    kinds = {
        "came": ordered - then.keys(),
        "other_dose": {id for id, (a, b) in both.items() if a.dose != b.dose},
        "other_places": {id for id, (a, b) in both.items() if _held(a) != _held(b)},
        "cannot_come": {id for id in both if _cannot_come(steps, id, now[id])},
    }
    names = _names(viewer, set().union(*kinds.values()))
    return Since(
        left=sum(UUID(id) not in steps.in_care for id in then),
        **{
            kind: sorted(names[id] for id in ids if id in names)
            for kind, ids in kinds.items()
        },
    )


def _held(client: Client) -> tuple[frozenset[str], dict[str, Arrangement]]:
    """Their places, and their individual and family sessions."""
    current = client.current
    if current is None:
        return frozenset(), {}
    return frozenset(current.offerings), dict(current.individual)


def _cannot_come(steps: Steps, id: str, client: Client) -> bool:
    """Whether something they are given meets a time at which they are busy now."""
    found = steps.found
    way = client.travel_minutes
    return any(
        Window(window.start - way, window.end + way).meets(busy)
        for offering in found.week.clients[id].offerings
        if (run := found.week.offerings[offering].arrangement) is not None
        for window in [run.window(found.instance.offerings[offering].minutes)]
        for busy in client.busy
    )


def _names(viewer: Viewer, ids: Collection[str]) -> dict[str, str]:
    patients = Patient.objects.visible_to(viewer, Matter.ROSTER).filter(pk__in=ids)
    return {str(row.pk): as_read_by(viewer, row).display_name for row in patients}
