"""Bring files into a program: check everything, then write all of it or nothing.

1. Every row is read and checked; each bad cell is a `Problem`.
2. With problems and without `skip_bad`, nothing is written.
3. One transaction writes the rows, remembers their keys and leaves its audit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from daybridge.access.service import loading
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import event, record, record_many
from daybridge.exchange.attended import plan_attendance
from daybridge.exchange.checking import GoodRow, check_file
from daybridge.exchange.ledger import Ledger
from daybridge.exchange.mapping import Mapping
from daybridge.exchange.plan import Plan, Planner
from daybridge.exchange.problems import Problem
from daybridge.exchange.roster import plan_roster
from daybridge.exchange.timetable import plan_schedule
from daybridge.people.models import Patient

PLANNERS: dict[str, Planner] = {
    "roster": plan_roster,
    "schedule": plan_schedule,
    "attendance": plan_attendance,
}
Progress = Callable[[str, int], None]  # told of a stage and of rows done in it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do."""

    written: bool
    rows: int  # rows of the file that were looked at
    new: dict[str, int]
    unchanged: int
    problems: Sequence[Problem]
    changed_since: Sequence[Problem]
    notes: Sequence[str] = ()


def import_file(
    path: Path,
    *,
    mapping: Mapping,
    viewer: Viewer,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress = lambda stage, done: None,
) -> Outcome:
    """Import one file by its mapping."""
    good: list[GoodRow] = []
    problems: list[Problem] = []
    rows = 0
    for checked in check_file(path, mapping, lambda n: progress("Reading", n)):
        rows += 1
        if isinstance(checked, GoodRow):
            good.append(checked)
        else:
            problems += checked
    plan = Plan(viewer, Ledger.of(viewer.program, mapping.source))
    PLANNERS[mapping.kind](good, plan)
    plan.problems = sorted(
        [*problems, *plan.problems], key=lambda problem: problem.line
    )
    write = not dry_run and (skip_bad or not plan.problems)
    return carry_out(
        plan, about=f"{mapping.kind} from {mapping.source}", rows=rows, write=write,
        progress=progress,
    )  # fmt: skip


def carry_out(
    plan: Plan,
    *,
    about: str,
    rows: int,
    write: bool,
    progress: Progress,
    notes: Iterable[str] = (),
) -> Outcome:
    """Write a plan, if it is to be written, and say what came of it."""
    new = dict(plan.counts)
    if write and plan.ledger.adding:
        with loading(because=f"import: {about}"):
            plan.write(lambda n: progress("Writing", n))
            _leave_audit(plan, about, new)
    return Outcome(
        write, rows, new, plan.unchanged, plan.problems, plan.changed_since,
        tuple(notes),
    )  # fmt: skip


def _leave_audit(plan: Plan, about: str, new: dict[str, int]) -> None:
    """One row for the import, and one in the history of each new patient."""
    viewer = plan.viewer
    record("exchange.imported", by=viewer.actor, reason=about, at=viewer.at, detail=new)
    record_many(
        event(
            "exchange.patient_imported",
            by=viewer.actor,
            target=patient,
            patient_id=patient.pk,
            at=viewer.at,
        )
        for patient in plan.rows.get(Patient, ())
    )
