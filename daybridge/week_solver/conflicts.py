"""Which of the things that are fixed or opened cannot be run together."""

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.checking.report import Rule
from daybridge.rules.week_fit.instance import Instance, Mode
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.standing import placed
from daybridge.rules.week_fit.model.units import Unit, placings, units_of
from daybridge.rules.week_fit.plan import Conflict
from daybridge.rules.wording import listed

SECONDS = 5.0  # to see whether some groups can run; they are few


def conflicts_of(instance: Instance) -> tuple[Conflict, ...]:
    """The rules that cannot be kept, each with what is in each other's way."""
    if instance.mode is Mode.PLACE:
        return _as_it_stands(instance)
    units = [unit for unit in units_of(instance) if unit.must_run]
    board = Board(instance)
    alone = [unit for unit in units if not any(placings(board, unit))]
    if alone:
        return tuple(_conflict(Rule.SESSION, [unit]) for unit in alone)
    return _together(instance, units)


def _as_it_stands(instance: Instance) -> tuple[Conflict, ...]:
    """What the week breaks in which somebody should be placed."""
    board = placed(instance)
    plan = plan_of(board)
    broken = check(instance, plan).broken
    return tuple(
        Conflict(each.rule.value, each.text, each.ids)
        for each in broken
        if each.rule is not Rule.ACCOUNT
    )


def _together(instance: Instance, units: list[Unit]) -> tuple[Conflict, ...]:
    """A set of units of which each could run if another did not."""
    needed = list(units)
    for unit in units:
        fewer = [each for each in needed if each is not unit]
        if not _can_run(instance, fewer):
            needed = fewer
    rules = [
        rule
        for rule, shared in (
            (Rule.LEADER, [set(o.leaders) for u in needed for o in u.offerings]),
            (Rule.ROOM, [set(o.rooms) for u in needed for o in u.offerings]),
        )
        if len(set().union(*shared)) < sum(len(each) for each in shared)
    ]
    return tuple(_conflict(rule, needed) for rule in rules or [Rule.SERIES])


def _can_run(instance: Instance, units: list[Unit]) -> bool:
    from daybridge.week_solver.cp_sat import CpSat

    formulation = Formulation(Board(instance), Free((), tuple(units)))
    return CpSat(formulation.program, workers=1).completed({}, SECONDS) is not None


def _conflict(rule: Rule, units: list[Unit]) -> Conflict:
    ids = tuple(offering.id for unit in units for offering in unit.offerings)
    return Conflict(rule.value, f"{listed(ids)} cannot be run as it must.", ids)
