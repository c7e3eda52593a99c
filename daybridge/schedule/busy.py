"""When members of staff lead sessions, for rooms that plan something else with them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.schedule.models import Session

Span = tuple[datetime, datetime, str]  # from, until, what it is


def busy_times(
    *, program: Any, staff_ids: Collection[UUID], start: datetime, end: datetime
) -> dict[UUID, list[Span]]:
    """The sessions each of them leads between two moments, in one query."""
    wanted = set(staff_ids)
    leads = Q(leader__in=wanted) | Q(co_leader__in=wanted)
    sessions = Session.objects.in_program(program).held().filter(
        leads, starts_at__lt=end, ends_at__gt=start
    )  # fmt: skip
    busy: dict[UUID, list[Span]] = defaultdict(list)
    for session in sessions.order_by("starts_at").only(
        "starts_at", "ends_at", "title", "leader_id", "co_leader_id"
    ):
        leaders = {session.leader_id, session.co_leader_id}
        for who in wanted & leaders:
            busy[who].append((session.starts_at, session.ends_at, session.title))
    return dict(busy)
