"""Read a plan document beside its instance; a broken one is refused with its places.

Whether the plan keeps the rules is for `check` to say: here it only has to be readable.
"""

from collections.abc import Mapping

from daybridge.rules.week_fit.cursor import LARGEST, Cursor
from daybridge.rules.week_fit.instance import Arrangement, Client, Instance
from daybridge.rules.week_fit.plan import (
    ANSWERED,
    Code,
    Conflict,
    Held,
    Level,
    LevelName,
    Plan,
    Reason,
    State,
    Status,
    Week,
)
from daybridge.rules.week_fit.references import References
from daybridge.rules.week_fit.writing import FORMAT

LARGEST_SUM = 2**62  # of a level


def read_plan(document: object, instance: Instance) -> Plan:
    """The plan in a document; raises UnreadableWeek with all that is wrong in it."""
    top = Cursor(document)
    top.fields(
        ["format", "status", "levels", "offerings", "clients", "seconds"],
        ["conflicts"],
    )
    if top.has("format") and top.at("format").value != FORMAT:
        top.at("format").refuse(f"“{FORMAT}”")
    known = References(
        instance.grid_minutes, frozenset(instance.rooms), frozenset(instance.staff)
    )
    status = top.at("status").choice(Status)
    plan = Plan(
        status=status,
        levels=_levels(top.at("levels"), is_answered=status in ANSWERED),
        offerings=_offerings(top.at("offerings"), instance, known),
        clients=_clients(top.at("clients"), instance, known),
        seconds=_seconds(top.at("seconds")),
        conflicts=top.maybe("conflicts", _conflicts, ()),
    )
    _complete(top.at("offerings"), plan.offerings, instance.offerings, status)
    _complete(top.at("clients"), plan.clients, instance.clients, status)
    top.done()
    return plan


def _complete(
    at: Cursor, found: Mapping[str, object], known: Mapping[str, object], status: Status
) -> None:
    """Everything is there once; without an answer nothing is."""
    expected = set(known) if status in ANSWERED else set()
    for missing in [each for each in known if each in expected - set(found)][:10]:
        at.refuse(f"every id once, also “{missing[:40]}”")
    if found and not expected:
        at.refuse(f"an empty list, since the plan is {status.value}")


def _seconds(at: Cursor) -> float:
    value = at.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and 0 <= value <= LARGEST:
        return float(value)
    at.refuse("seconds, not negative")
    return 0.0


def _levels(at: Cursor, *, is_answered: bool) -> tuple[Level, ...]:
    found = []
    for item in at.items():
        if item.fields(["name", "value", "bound"]):
            name = item.at("name").choice(LevelName)
            found.append(
                Level(
                    name,
                    *(
                        item.at(each).whole(0, LARGEST_SUM)
                        for each in ("value", "bound")
                    ),
                )
            )
    if is_answered and [level.name for level in found] != list(LevelName):
        at.refuse(f"the levels {', '.join(LevelName)} in this order")
    return tuple(found)


def _offerings(at: Cursor, instance: Instance, known: References) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for item in at.items():
        if not item.fields(["id", "runs", "start", "leader", "room", "clients"]):
            continue
        id = item.at("id").known(instance.offerings, "an offering")
        if id and id in found:
            item.at("id").refuse("an id that is not given twice")
        minutes = instance.offerings[id].minutes if id else 0
        clients = item.at("clients").known_ids(instance.clients, "a client")
        found[id] = Held(id, _arrangement(item, known, minutes), clients)
    return found


def _arrangement(at: Cursor, known: References, minutes: int) -> Arrangement | None:
    """How it runs, or nulls when it does not."""
    if at.at("runs").boolean():
        return known.arranged(at, minutes)
    for name in ("start", "leader", "room"):
        if at.at(name).value is not None:
            at.at(name).refuse("null, since it does not run")
    return None


def _clients(at: Cursor, instance: Instance, known: References) -> dict[str, Week]:
    found: dict[str, Week] = {}
    for item in at.items():
        names = ["id", "state", "offerings", "individual", "minutes", "days", "why"]
        if not item.fields(names):
            continue
        id = item.at("id").known(instance.clients, "a client")
        if not id:
            continue
        if id in found:
            item.at("id").refuse("an id that is not given twice")
        found[id] = Week(
            id=id,
            state=item.at("state").choice(State),
            offerings=item.at("offerings").known_ids(instance.offerings, "an offering"),
            individual=_individual(item.at("individual"), instance.clients[id], known),
            minutes=item.at("minutes").whole(),
            days=item.at("days").whole(),
            why=_why(item.at("why")),
        )
    return found


def _individual(
    at: Cursor, client: Client, known: References
) -> dict[str, Arrangement]:
    sessions = {session.id: session for session in client.individual}
    found: dict[str, Arrangement] = {}
    for item in at.items():
        if not item.fields(["id", "start", "leader", "room"]):
            continue
        id = item.at("id").known(sessions, "an individual session of the client")
        if id and id in found:
            item.at("id").refuse("an id that is not given twice")
        found[id] = known.arranged(item, sessions[id].minutes if id else 0)
    return found


def _why(at: Cursor) -> tuple[Reason, ...]:
    found = []
    for item in at.items():
        if item.fields(["code", "text", "ids"]):
            code = item.at("code").choice(Code)
            found.append(Reason(code, item.at("text").text(), _texts(item.at("ids"))))
    return tuple(found)


def _conflicts(at: Cursor) -> tuple[Conflict, ...]:
    found = []
    for item in at.items():
        if item.fields(["rule", "text", "ids"]):
            rule = item.at("rule").text()
            text = item.at("text").text()
            found.append(Conflict(rule, text, _texts(item.at("ids"))))
    return tuple(found)


def _texts(at: Cursor) -> tuple[str, ...]:
    return tuple(item.text() for item in at.items())
