"""`daybridge week`: fit a week, check one, explain one, invent one. No database."""

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from daybridge.cli.documents import read_json
from daybridge.cli.output import Refusal, say, say_json
from daybridge.rules.week_fit.checking import Report, check
from daybridge.rules.week_fit.cursor import UnreadableWeek
from daybridge.rules.week_fit.generating import MOST_CLIENTS, generate
from daybridge.rules.week_fit.instance import Instance, Mode
from daybridge.rules.week_fit.plan import ANSWERED, Plan
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.reading_plan import read_plan
from daybridge.rules.week_fit.writing import plan_document, why_document

LARGEST = 100_000_000  # bytes; a thousand clients are about two million
SHOWN = 50  # problems of one document
BROKEN = 1  # exit status: the plan breaks a rule
NO_PLAN = 3  # exit status: infeasible, or no answer in the time given


def week(options: Namespace) -> int:
    """Run one of the four."""
    return ACTS[options.act](options)


def _solve(options: Namespace) -> int:
    from daybridge.week_solver.engine import solve

    instance = _asked(_instance(options.instance), options)
    plan = solve(instance, options.seconds)
    if options.explain:
        from daybridge.week_solver.explaining import asked_about, explained

        plan = explained(instance, plan, asked_about(instance, plan))
    _write(plan_document(plan), options.output)
    return 0 if plan.status in ANSWERED else NO_PLAN


def _check(options: Namespace) -> int:
    instance = _asked(_instance(options.instance), options)
    report = check(instance, _plan(options.plan, instance))
    if options.words:
        say(_in_words(report))
    else:
        say_json(
            {
                "valid": not report.broken,
                "broken": [
                    {"rule": each.rule.value, "text": each.text, "ids": list(each.ids)}
                    for each in report.broken
                ],
                "levels": [
                    {"name": name.value, "value": value}
                    for name, value in report.levels.items()
                ],
            }
        )
    return BROKEN if report.broken else 0


def _explain(options: Namespace) -> int:
    from daybridge.week_solver.explaining import explained

    instance = _asked(_instance(options.instance), options)
    only = options.only and {options.only}
    plan = explained(instance, _plan(options.plan, instance), only)
    weeks = [
        each
        for each in plan.clients.values()
        if each.why and (options.only is None or each.id == options.only)
    ]
    if options.words:
        for each in weeks:
            say("\n".join([each.id, *(f"- {reason.text}" for reason in each.why)]))
    else:
        say_json([{"id": each.id, "why": why_document(each)} for each in weeks])
    return 0


def _generate(options: Namespace) -> int:
    if not 1 <= options.clients <= MOST_CLIENTS:
        raise Refusal(f"--clients is a number from 1 to {MOST_CLIENTS:,}.")
    _write(generate(clients=options.clients, seed=options.seed), options.output)
    return 0


ACTS = {"solve": _solve, "check": _check, "explain": _explain, "generate": _generate}


def _instance(file: Path) -> Instance:
    document = read_json(file, largest=LARGEST, what="week")
    try:
        return read_instance(document)
    except UnreadableWeek as refusal:
        raise _refused(file, "instance", refusal) from None


def _plan(file: Path, instance: Instance) -> Plan:
    document = read_json(file, largest=LARGEST, what="plan")
    try:
        return read_plan(document, instance)
    except UnreadableWeek as refusal:
        raise _refused(file, "plan of this instance", refusal) from None


def _refused(file: Path, what: str, refusal: UnreadableWeek) -> Refusal:
    problems = [f"  {problem}" for problem in refusal.problems[:SHOWN]]
    if more := len(refusal.problems) - SHOWN:
        problems += [f"  and {more} more."] if more > 0 else []
    return Refusal("\n".join([f"{file} is no {what}:", *problems]))


def _asked(instance: Instance, options: Namespace) -> Instance:
    """The instance with the mode and the clients that the command line names."""
    if options.mode:
        instance = replace(instance, mode=Mode(options.mode))
    if not options.client:
        return instance
    for id in options.client:
        if id not in instance.clients:
            raise Refusal(f"--client {id}: no client of the instance has this id.")
    if instance.mode is not Mode.PLACE:
        raise Refusal("--client is for --mode place: it names who is to be placed.")
    return replace(instance, place=tuple(dict.fromkeys(options.client)))


def _write(document: dict[str, Any], file: Path | None) -> None:
    if file is None:
        say_json(document)
        return
    text = json.dumps(document, indent=2, ensure_ascii=False)
    try:
        file.write_text(f"{text}\n", encoding="utf-8")
    except OSError as problem:
        raise Refusal(f"{file} cannot be written: {problem.strerror}.") from None


def _in_words(report: Report) -> str:
    lines = [f"rule {each.rule.value}: {each.text}" for each in report.broken]
    lines.append("Every rule is kept." if not report.broken else "This is no plan.")
    lines += [f"{name.value}: {value}" for name, value in report.levels.items()]
    return "\n".join(lines)
