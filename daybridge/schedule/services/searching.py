"""The worker looks for less change: it says how far it is, and hears of a stop."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.schedule.models import Repair, RepairStep
from daybridge.schedule.repairing.progress import SoFar
from daybridge.schedule.repairing.proposing import Proposal
from daybridge.schedule.services.repairs import hold_steps, put

Found, Search = RepairStep.Found, Repair.Search


@service
def begin_repair_search(
    *,
    repair_id: UUID,
    at: datetime,
    by: Viewer,
    tried_since: datetime | None = None,
) -> Repair | None:
    """Take a search in hand; of two workers, one gets it."""
    repairs = Repair.objects.in_program(by.program_id).filter(pk=repair_id)
    waiting = repairs.to_search(at, tried_since)
    if not waiting.update(heard_at=at):
        return None
    found: Repair = repairs.select_related("program").get()
    return found


@service
def settle_repair_search(
    *,
    repair: Repair,
    found: Iterable[Proposal] | None,
    at_least: int | None,
    at: datetime,
    by: Viewer,
) -> int:
    """Propose what changes less, where nobody decided or chose meanwhile.

    Without an answer (`found` is None) the proposals stand as they were.
    """
    better = {each.session.pk: each for each in found or ()}
    steps = hold_steps(repair).open().exclude(found=Found.BY_HAND)
    rows = [row for row in steps if row.session_id in better]
    is_current = all(
        row.base_version == better[row.session_id].session.version for row in rows
    )
    if is_current and len(rows) == len(better):  # the answer is one whole
        for row in rows:
            put(row, better[row.session_id], Found.TOGETHER)
    Repair.objects.in_program(by.program_id).filter(pk=repair.pk).update(
        search=Search.FAILED if found is None else Search.DONE, heard_at=at,
        at_least=at_least,
    )  # fmt: skip
    record("schedule.repair_searched", by=by.actor, target=repair, at=at)
    return len(rows)


@service
def note_repair_progress(
    *, repair: Repair, so_far: SoFar, at: datetime, by: Viewer
) -> bool:
    """Show the best so far; False when somebody asked to stop."""
    running = Repair.objects.in_program(by.program_id).filter(
        pk=repair.pk, search=Search.RUNNING
    )
    running.update(heard_at=at, so_far=so_far.as_document())
    return bool(running.filter(stop_asked_at=None).exists())


@service
def stop_repair_search(*, repair: Repair, at: datetime, by: Viewer) -> None:
    """Ask the search to end with the best it has; it hears of it in a moment."""
    running = Repair.objects.in_program(by.program_id).filter(
        pk=repair.pk, search=Search.RUNNING, stop_asked_at=None
    )
    if running.update(stop_asked_at=at):
        record("schedule.repair_stopped", by=by.actor, target=repair, at=at)
