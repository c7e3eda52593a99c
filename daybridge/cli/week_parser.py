"""The options of `daybridge week`."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

ABOUT = """Fit treatment around a life: find the week in which most people get their
full dose, check one, explain every "no", or invent an instance to try it on.

The documents are described in docs/contracts/week-fit.md. Nothing is read from the
database, nothing is kept, and nothing is sent anywhere."""


def add_week(parser: ArgumentParser) -> None:
    """What `week` does, each with its options."""
    parser.description = ABOUT
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    _solve(acts)
    _check(acts)
    _explain(acts)
    _generate(acts)


def _solve(acts: Any) -> None:
    solve = _add(
        acts,
        "solve",
        "find the best plan for an instance",
        "daybridge week solve INSTANCE.json -o PLAN.json\n"
        "  daybridge week solve INSTANCE.json --mode place --client dana\n"
        "  daybridge week solve INSTANCE.json --mode repair --seconds 10\n\n"
        "exit status: 0 a plan, 1 a document that is refused, 3 no plan\n"
        "(infeasible, or no answer in the time given). Ctrl-C ends the search early\n"
        "and keeps the best plan so far.\n\n"
        "Reasons are given for everyone in a design, for those who are placed, and\n"
        "for those whose week a repair changes; `week explain` has those of all.",
    )
    _instance(solve)
    solve.add_argument(
        "--seconds",
        type=_seconds,
        default=60.0,
        help="how long to look for something better (%(default)s)",
    )
    solve.add_argument(
        "--no-explain",
        action="store_false",
        dest="explain",
        help="leave out why somebody is not served",
    )
    _output(solve)


def _check(acts: Any) -> None:
    check = _add(
        acts,
        "check",
        "list every rule that a plan breaks, and count its four levels anew",
        "daybridge week check INSTANCE.json PLAN.json\n"
        "  daybridge week check INSTANCE.json PLAN.json --words\n\n"
        "exit status: 0 every rule is kept, 1 a rule is broken or a document is\n"
        "refused.",
    )
    _instance(check)
    check.add_argument("plan", type=Path, metavar="PLAN.json")
    _words(check)


def _explain(acts: Any) -> None:
    explain = _add(
        acts,
        "explain",
        "say what would serve those whom a plan does not serve",
        "daybridge week explain INSTANCE.json PLAN.json\n"
        "  daybridge week explain INSTANCE.json PLAN.json --only dana --words",
    )
    _instance(explain)
    explain.add_argument("plan", type=Path, metavar="PLAN.json")
    explain.add_argument("--only", metavar="ID", help="explain this client only")
    _words(explain)


def _generate(acts: Any) -> None:
    generate = _add(
        acts,
        "generate",
        "invent an instance, shaped by published facts",
        "daybridge week generate --clients 30 --seed 1 -o INSTANCE.json",
    )
    generate.add_argument("--clients", type=int, required=True, metavar="N")
    generate.add_argument(
        "--seed", type=int, default=1, metavar="S", help="same seed, same instance"
    )
    _output(generate)


def _instance(act: ArgumentParser) -> None:
    act.add_argument("instance", type=Path, metavar="INSTANCE.json")
    act.add_argument(
        "--mode",
        choices=("design", "place", "repair"),
        help="instead of the mode that the instance names",
    )
    act.add_argument(
        "--client",
        action="append",
        metavar="ID",
        help="whom to place, instead of the instance's `place`; may be repeated",
    )


def _output(act: ArgumentParser) -> None:
    act.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="instead of the output"
    )


def _words(act: ArgumentParser) -> None:
    act.add_argument("--words", action="store_true", help="in words instead of JSON")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1_000_000:
        raise ValueError
    return seconds


def _add(acts: Any, name: str, what: str, examples: str) -> ArgumentParser:
    parser: ArgumentParser = acts.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"examples:\n  {examples}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    return parser
