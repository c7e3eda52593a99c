"""Prove the audit: name the first row that was changed, removed, added or moved.

Reads the chains in order with bounded memory. `check_chain` works on any rows, so it
can be tried out without a database.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from daybridge.audit import anchors
from daybridge.audit.anchors import Head
from daybridge.audit.chain import START, chain_of, digest_of, unsealed
from daybridge.audit.marks import mark_of
from daybridge.audit.models import AuditEvent, AuditSeal

CHUNK = 1_000

Progress = Callable[[int], None]
Link = tuple[Any, Any | None]  # a seal, and its event if that is still there


class Wrong(StrEnum):
    """What can be wrong with a row, in words."""

    EDITED = "was changed after it was written"
    MISSING = "is gone"
    INSERTED = "was not written by Daybridge"
    REORDERED = "is not in its place"
    RECHAINED = "does not follow from the row before it"
    TRUNCATED = "and all later ones are gone, though they were sealed"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row of a chain that does not hold."""

    chain: str
    number: int | None  # its place; None for a row without a place
    event_id: UUID | None
    wrong: Wrong

    def __str__(self) -> str:
        place = f"Row {self.number}" if self.number else f"Row {self.event_id}"
        return f"{place} of chain {self.chain} {self.wrong.value}."


@dataclass(slots=True)
class Report:
    """What a verification saw."""

    rows: int = 0  # sealed rows that hold
    waiting: int = 0  # rows that wait for their seal
    findings: list[Finding] = field(default_factory=list)  # the first of each chain

    @property
    def holds(self) -> bool:
        return not self.findings


def verify(program: Any = None, *, progress: Progress | None = None) -> Report:
    """Check every chain (or one program's) and every row that waits for its seal."""
    report = Report()
    kept = anchors.latest()
    wanted = chain_of(getattr(program, "pk", program)) if program else None
    for chain in _chains(kept, wanted):
        counted = _Counted(_links(chain), report, progress)
        finding = check_chain(chain, counted, anchor=kept.get(chain))
        if finding:
            report.findings.append(finding)
    _check_waiting(report, wanted)
    return report


def check_chain(
    chain: str, links: Iterable[Link], *, anchor: Head | None = None
) -> Finding | None:
    """The first row of one chain that does not hold, or None. Links come in order."""
    before, number = START, 0
    reached = anchor is None
    pairs = _with_next(links)
    for (seal, event), following in pairs:
        number += 1
        wrong = _check_link(chain, number, seal, event, before, following)
        if wrong:
            row = event.pk if event is not None else seal.event_id
            return Finding(chain, number, row, wrong)
        before = seal.digest
        if anchor and number == anchor.number:
            if before != anchor.digest:
                return Finding(chain, number, seal.event_id, Wrong.RECHAINED)
            reached = True
    if not reached:
        return Finding(chain, number + 1, None, Wrong.TRUNCATED)
    return None


def _check_link(
    chain: str,
    number: int,
    seal: Any,
    event: Any | None,
    before: str,
    following: Link | None,
) -> Wrong | None:
    if seal.number > number:
        return Wrong.MISSING
    if event is None:
        return Wrong.MISSING
    if seal.number < number or seal.chain != chain:
        return Wrong.INSERTED
    if mark_of(event) != event.mark or chain_of(event.program_id) != chain:
        return Wrong.EDITED
    if _digest(chain, number, seal, event, before) == seal.digest:
        return None
    if following and _follows(chain, number + 1, following, seal.digest):
        return Wrong.EDITED  # the chain goes on from what the seal says
    if following and following[1] is not None:
        swapped = _digest(chain, number, following[0], following[1], before)
        if swapped == following[0].digest or swapped == seal.digest:
            return Wrong.REORDERED
    return Wrong.RECHAINED


def _follows(chain: str, number: int, link: Link, before: str) -> bool:
    seal, event = link
    if event is None:
        return False
    return bool(_digest(chain, number, seal, event, before) == seal.digest)


def _digest(chain: str, number: int, seal: Any, event: Any, before: str) -> str:
    return digest_of(
        chain=chain,
        number=number,
        mark=event.mark,
        event_id=event.pk,
        at=seal.sealed_at,
        before=before,
    )


def _with_next(links: Iterable[Link]) -> Iterator[tuple[Link, Link | None]]:
    """Each link with the one after it."""
    waiting: Link | None = None
    for link in links:
        if waiting is not None:
            yield waiting, link
        waiting = link
    if waiting is not None:
        yield waiting, None


@dataclass(slots=True)
class _Counted:
    """Counts links as they pass, and says so now and then."""

    links: Iterable[Link]
    report: Report
    progress: Progress | None

    def __iter__(self) -> Iterator[Link]:
        for link in self.links:
            self.report.rows += 1
            if self.progress and self.report.rows % CHUNK == 0:
                self.progress(self.report.rows)
            yield link
        if self.progress:
            self.progress(self.report.rows)


def _chains(kept: dict[str, Head], wanted: str | None) -> list[str]:
    """Every chain that is in the database or was ever anchored."""
    if wanted:
        return [wanted]
    stored = AuditSeal.objects.values_list("chain", flat=True).distinct()
    return sorted({*stored.order_by("chain"), *kept})


def _links(chain: str) -> Iterator[Link]:
    """The seals of a chain in order, each with its event, a chunk at a time."""
    after = 0
    while True:
        seals = list(
            AuditSeal.objects.filter(chain=chain, number__gt=after).order_by("number")[
                :CHUNK
            ]
        )
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            yield seal, events.get(seal.event_id)
        if len(seals) < CHUNK:
            return
        after = seals[-1].number


def _check_waiting(report: Report, wanted: str | None) -> None:
    """Rows without a seal must at least carry our mark."""
    for event in unsealed().order_by("pk").iterator(chunk_size=CHUNK):
        chain = chain_of(event.program_id)
        if wanted and chain != wanted:
            continue
        if mark_of(event) == event.mark:
            report.waiting += 1
        elif not any(finding.chain == chain for finding in report.findings):
            report.findings.append(Finding(chain, None, event.pk, Wrong.INSERTED))
