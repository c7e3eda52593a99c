"""Seal audit rows into one keyed chain per program, in small batches.

Each seal's digest covers the row's mark, its place and the digest before it. Rows are
sealed a moment after they were written, so that writing takes no lock. Two workers may
seal at once: one of them waits.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from daybridge.audit import anchors
from daybridge.audit.anchors import Head
from daybridge.audit.marks import keyed
from daybridge.audit.models import AuditEvent, AuditSeal

INSTALLATION = "installation"
START = "0" * 64  # the digest before the first
BATCH = 2_000  # rows a transaction
LATE = timedelta(hours=1)  # how much later than its id a row may be committed
_LOCK = 0x44B_A0D17  # any number that is ours


def seal(*, at: datetime, everything: bool = False, batch: int = BATCH) -> int:
    """Seal what is not sealed yet and keep the heads outside; say how many rows.

    `everything` looks at the whole table instead of the last hour: once a day.
    """
    sealed = 0
    since = None if everything else _just_before_last()
    while True:
        heads, count = _seal_batch(at=at, since=since, size=batch)
        anchors.keep(heads, at=at)
        sealed += count
        if count < batch:
            return sealed


def chain_of(program_id: UUID | None) -> str:
    """The name of the chain that rows of a program are in."""
    return str(program_id) if program_id else INSTALLATION


def digest_of(
    *, chain: str, number: int, mark: str, event_id: UUID, at: datetime, before: str
) -> str:
    """The digest that a seal must carry."""
    moment = int(at.timestamp() * 1_000_000)
    return keyed(f"seal:{chain}:{number}:{event_id.hex}:{mark}:{moment}:{before}")


def unsealed() -> QuerySet[AuditEvent]:
    """Rows that have no place in a chain yet."""
    sealed = AuditSeal.objects.filter(event_id=OuterRef("pk"))
    return AuditEvent.objects.filter(~Exists(sealed))


@transaction.atomic
def _seal_batch(
    *, at: datetime, since: UUID | None, size: int
) -> tuple[list[Head], int]:
    _wait_for_other_sealers()
    waiting = unsealed()
    if since is not None:
        waiting = waiting.filter(pk__gte=since)
    events = list(waiting.only("id", "program_id", "mark").order_by("pk")[:size])
    heads = _heads({chain_of(event.program_id) for event in events})
    AuditSeal.objects.bulk_create(_seals(events, heads, at), batch_size=500)
    return list(heads.values()), len(events)


def _seals(
    events: Sequence[AuditEvent], heads: dict[str, Head], at: datetime
) -> Iterable[AuditSeal]:
    """Continue each chain by its events; `heads` moves on with it."""
    for event in events:
        head = heads[chain_of(event.program_id)]
        number = head.number + 1
        digest = digest_of(
            chain=head.chain,
            number=number,
            mark=event.mark,
            event_id=event.pk,
            at=at,
            before=head.digest,
        )
        heads[head.chain] = Head(head.chain, number, digest)
        yield AuditSeal(
            chain=head.chain,
            number=number,
            event_id=event.pk,
            digest=digest,
            sealed_at=at,
        )


def _heads(chains: Iterable[str]) -> dict[str, Head]:
    heads = {}
    for chain in chains:
        last = AuditSeal.objects.filter(chain=chain).order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, START)
        heads[chain] = Head(chain, number, digest)
    return heads


def _just_before_last() -> UUID | None:
    """The smallest id that a row committed late could have; None: look at all."""
    last = AuditSeal.objects.order_by("-pk").first()
    if last is None:
        return None
    late = int(LATE.total_seconds() * 1000)
    milliseconds = max((last.event_id.int >> 80) - late, 0)
    return UUID(int=milliseconds << 80)


def _wait_for_other_sealers() -> None:
    """SQLite lets one writer in at a time by itself; PostgreSQL is asked to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
