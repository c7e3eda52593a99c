"""Say what happened, propose what becomes of each session, and choose by hand."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.schedule.errors import NothingAffected, StepDecided
from daybridge.schedule.models import Repair, RepairStep
from daybridge.schedule.repairing.proposing import Proposal, proposals
from daybridge.schedule.values import RepairValues

State, Found = RepairStep.State, RepairStep.Found


@service
def make_repair(*, values: RepairValues, at: datetime, by: Viewer) -> Repair:
    """Keep what happened, with a proposal for each session; nothing changes by it.

    Raises NothingAffected when no session ahead needs what is away or closed.
    """
    repair = Repair(program=by.program, made_by_id=by.staff_key)
    for field in fields(values):
        setattr(repair, field.name, getattr(values, field.name))
    found = proposals(repair, at=at)
    if not found:
        raise NothingAffected("Nothing that is still ahead is touched by this.")
    repair.save(force_insert=True)
    RepairStep.objects.bulk_create(new_step(repair, each) for each in found)
    record("schedule.repair_made", by=by.actor, target=repair, at=at)
    ask_engine(repair, at)
    return repair


@service
def look_again(*, repair: Repair, at: datetime, by: Viewer) -> None:
    """Propose anew what is not decided, as the week is now."""
    held: Any = Repair.objects.in_program(by.program_id).select_for_update()
    repair = held.get(pk=repair.pk)
    steps = {row.session_id: row for row in hold_steps(repair).open()}
    for found in proposals(repair, at=at):
        step = steps.pop(found.session.pk, None)
        if step is not None:
            put(step, found, Found.AT_ONCE)
        elif not repair.steps.filter(session=found.session).exists():
            new_step(repair, found).save(force_insert=True)
    for step in steps.values():  # nothing is wrong with it any more
        decide(step, State.REFUSED, at=at, by=by)
    record("schedule.repair_looked_again", by=by.actor, target=repair, at=at)
    ask_engine(repair, at)


@service
def choose_way(
    *, step: RepairStep, proposal: Proposal, base_version: int, at: datetime, by: Viewer
) -> None:
    """Put what somebody chose by hand in the place of the proposal."""
    row = hold_open_step(step, base_version)
    put(row, proposal, Found.BY_HAND)
    record("schedule.repair_changed", by=by.actor, target=row.session, at=at)


@service
def refuse_steps(
    *, repair: Repair, seen: Mapping[UUID, int], at: datetime, by: Viewer
) -> int:
    """Leave sessions as they are, all or none."""
    steps = steps_seen(repair, seen)
    for row in steps:
        refuse_unless_as_seen(row, seen[row.pk])
        decide(row, State.REFUSED, at=at, by=by)
        record("schedule.repair_refused", by=by.actor, target=row.session, at=at)
    return len(steps)


def ask_engine(repair: Repair, at: datetime) -> None:
    """Let the worker look at all sessions together, where there is a choice."""
    from daybridge.schedule.repairing.task import find_smallest_change

    if repair.wish != Repair.Wish.FIT:
        return
    repair.search, repair.asked_at = Repair.Search.RUNNING, at
    repair.heard_at = repair.at_least = repair.stop_asked_at = None
    repair.so_far = {}
    repair.save()
    find_smallest_change.enqueue(str(repair.program_id), str(repair.pk))


def hold_steps(repair: Repair) -> Any:
    """The sessions of a repair, kept from others' decisions, in one order."""
    return (
        RepairStep.objects.in_program(repair.program_id)
        .filter(repair=repair)
        .select_related("session", "leader", "room", "repair__staff", "repair__program")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def hold_open_step(step: RepairStep, base_version: int) -> RepairStep:
    """A step as it was seen and not decided yet."""
    row: RepairStep = hold_steps(step.repair).get(pk=step.pk)
    refuse_unless_as_seen(row, base_version)
    return row


def steps_seen(repair: Repair, seen: Mapping[UUID, int]) -> list[RepairStep]:
    """The steps that somebody saw, kept from others' decisions; all are there."""
    steps = [row for row in hold_steps(repair) if row.pk in seen]
    if len(steps) != len(seen):
        raise StepDecided("This repair has changed. Look at what is there now.")
    return steps


def refuse_unless_as_seen(step: RepairStep, base_version: int) -> None:
    if step.state != State.OPEN or step.version != base_version:
        raise StepDecided(
            f"{step.session.title}: someone decided about it, or another change is "
            "proposed now. Look at what is there and try again."
        )


def new_step(repair: Repair, found: Proposal) -> RepairStep:
    """What is proposed for one session, not written yet."""
    step = RepairStep(
        program_id=repair.program_id, repair=repair, session=found.session, version=0
    )
    _propose(step, found, Found.AT_ONCE)
    return step


def put(step: RepairStep, found: Proposal, how: str) -> None:
    """Propose this for a session from now on."""
    _propose(step, found, how)
    step.save()


def _propose(step: RepairStep, found: Proposal, how: str) -> None:
    held = found.held
    step.base_version = found.session.version
    step.is_held = held is not None
    step.leader_id = held.leader_id if held else None
    step.room_id = held.room_id if held else None
    step.starts_at = held.starts_at if held else None
    step.ends_at = held.ends_at if held else None
    step.lost = [str(key) for key in found.lost]
    step.found = how
    step.version += 1


def decide(step: RepairStep, state: str, *, at: datetime, by: Viewer) -> None:
    """Settle what becomes of a session."""
    step.state, step.decided_at, step.decided_by_id = state, at, by.staff_key
    step.version += 1
    step.save()
