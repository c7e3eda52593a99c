"""Read the clients of an instance document: a life, a dose, and a week as it is now."""

from collections.abc import Iterable

from daybridge.rules.week_fit.cursor import Cursor
from daybridge.rules.week_fit.instance import (
    OF_INDIVIDUAL,
    Arrangement,
    Avoid,
    Bounds,
    Client,
    Dose,
    Enrolled,
    Individual,
    Modality,
)
from daybridge.rules.week_fit.references import References

CLIENT: tuple[Iterable[str], Iterable[str]] = (
    ["id", "dose"],
    [
        "weight",
        "busy",
        "avoid",
        "tags",
        "travel_minutes",
        "telehealth",
        "individual",
        "current",
    ],
)
DOSE = [
    "min_minutes",
    "max_minutes",
    "min_days",
    "max_days",
    "min_day_minutes",
    "max_day_minutes",
    "modalities",
    "max_gap_minutes",
]


def read_client(at: Cursor, known: References, offerings: frozenset[str]) -> Client:
    """One client; `offerings` are the ids that `current` may name."""
    individual = at.maybe("individual", lambda found: _individual(found, known), {})
    return Client(
        id=at.at("id").text(),
        dose=_dose(at.at("dose")),
        weight=at.maybe("weight", lambda found: found.whole(1), 1),
        busy=at.maybe("busy", lambda found: found.windows(known.grid), ()),
        avoid=at.maybe("avoid", lambda found: _avoid(found, known), ()),
        tags=at.maybe("tags", Cursor.words, frozenset()),
        travel_minutes=at.maybe(
            "travel_minutes", lambda found: found.minutes(known.grid), 0
        ),
        telehealth=at.maybe("telehealth", Cursor.boolean, False),
        individual=tuple(individual.values()),
        current=at.maybe(
            "current", lambda found: _current(found, known, offerings, individual), None
        ),
    )


def _avoid(at: Cursor, known: References) -> tuple[Avoid, ...]:
    found = []
    for item in at.items():
        if item.fields(["window", "cost_per_15"]):
            window = item.at("window").window(known.grid)
            found.append(Avoid(window, item.at("cost_per_15").whole()))
    return tuple(found)


def _dose(at: Cursor) -> Dose:
    at.fields([], DOSE)

    def bounds(least: str, most: str) -> Bounds:
        return _bounds(at, least, most)

    return Dose(
        minutes=bounds("min_minutes", "max_minutes"),
        days=bounds("min_days", "max_days"),
        day_minutes=bounds("min_day_minutes", "max_day_minutes"),
        modalities=at.maybe("modalities", _modalities, {}),
        max_gap_minutes=at.maybe("max_gap_minutes", Cursor.whole, None),
    )


def _bounds(at: Cursor, least: str, most: str) -> Bounds:
    return Bounds(
        at.maybe(least, Cursor.whole, None), at.maybe(most, Cursor.whole, None)
    )


def _modalities(at: Cursor) -> dict[Modality, Bounds]:
    if not at.fields([], [each.value for each in Modality]):
        return {}
    found = {}
    for modality in Modality:
        if at.has(modality):
            item = at.at(modality)
            item.fields([], ["min_minutes", "max_minutes"])
            found[modality] = _bounds(item, "min_minutes", "max_minutes")
    return found


def _individual(at: Cursor, known: References) -> dict[str, Individual]:
    found: dict[str, Individual] = {}
    for item in at.items():
        if not item.fields(
            ["id", "modality", "minutes", "leaders", "rooms"], ["with_windows"]
        ):
            continue
        session = Individual(
            id=item.at("id").text(),
            modality=item.at("modality").choice(OF_INDIVIDUAL),
            minutes=item.at("minutes").minutes(known.grid, least=1),
            leaders=item.at("leaders").known_ids(known.staff, "a member of staff"),
            rooms=item.at("rooms").known_ids(known.rooms, "a room"),
            with_windows=item.maybe(
                "with_windows", lambda each: each.windows(known.grid), None
            ),
        )
        if session.id and session.id in found:
            item.at("id").refuse("an id that is not given twice")
        found[session.id] = session
    return found


def _current(
    at: Cursor,
    known: References,
    offerings: frozenset[str],
    individual: dict[str, Individual],
) -> Enrolled:
    at.fields(["offerings", "individual"])
    placed: dict[str, Arrangement] = {}
    for item in at.at("individual").items():
        if not item.fields(["id", "start", "leader", "room"]):
            continue
        session = item.at("id").known(individual, "an individual session of the client")
        if session and session in placed:
            item.at("id").refuse("an id that is not given twice")
        minutes = individual[session].minutes if session else 0
        placed[session] = known.arranged(item, minutes)
    return Enrolled(at.at("offerings").known_ids(offerings, "an offering"), placed)
