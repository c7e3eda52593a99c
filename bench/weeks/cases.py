"""The instances: invented clinics, and the same clinics on an ordinary morning.

Every clinic comes from `generate`, whose seats are 1.05 for each place that is
prescribed: demand is 95 % of the seats even when every group runs.
"""

from dataclasses import replace

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Enrolled, Instance, Mode
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.standing import kept
from daybridge.rules.week_fit.reading import read_instance

SEED = 1


def free(clients: int, seed: int = SEED) -> Instance:
    """Everything is to be decided."""
    return read_instance(generate(clients=clients, seed=seed))


def given(clients: int, seed: int = SEED) -> Instance:
    """The timetable is given: the coordinator's, with start, leader and room fixed.

    Groups that the coordinator leaves closed are not offered.
    """
    instance = free(clients, seed)
    runs = greedy(instance).runs
    offerings = {
        id: replace(instance.offerings[id], fixed=held) for id, held in runs.items()
    }
    return replace(instance, offerings=offerings)


def standing(instance: Instance, board: Board, mode: Mode) -> Instance:
    """The same clinic with a week that runs today."""
    return replace(
        instance,
        mode=mode,
        offerings={
            id: replace(offering, current=board.runs.get(id))
            for id, offering in instance.offerings.items()
        },
        clients={
            id: replace(client, current=_enrolled(board, id))
            for id, client in instance.clients.items()
        },
    )


def settled(instance: Instance, board: Board) -> Board:
    """A week in which nobody who waits could simply be given a better one."""
    while True:
        again = kept(standing(instance, board, Mode.REPAIR))
        if again.weeks == board.weeks:
            return board
        board = again


def absences(instance: Instance, count: int) -> list[tuple[str, int]]:
    """Leaders and days, those with most sessions first; each leader once."""
    led: dict[tuple[str, int], int] = {}
    held = [o.current for o in instance.offerings.values() if o.current]
    for client in instance.clients.values():
        held += client.current.individual.values() if client.current else ()
    for each in held:
        day = (each.leader, each.start // DAY)
        led[day] = led.get(day, 0) + 1
    found = dict(sorted(led, key=lambda day: (led[day], day)))
    return sorted(found.items(), key=lambda day: (-led[day], day))[:count]


def without(instance: Instance, leader: str, day: int) -> Instance:
    """The morning on which a leader calls in sick."""
    sick = instance.staff[leader]
    shifts = tuple(window for window in sick.shifts if window.start // DAY != day)
    staff = {**instance.staff, leader: replace(sick, shifts=shifts)}
    return replace(instance, staff=staff)


def _enrolled(board: Board, client: str) -> Enrolled | None:
    """What they attend; whoever waits has no week yet."""
    week = board.weeks.get(client)
    if week is None or not (week.offerings or week.individual):
        return None
    return Enrolled(tuple(sorted(week.offerings)), dict(week.individual))
