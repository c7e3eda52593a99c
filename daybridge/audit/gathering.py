"""Versions and audit rows of one large act, each kind written in one statement.

Inside `gathered()` they wait until the act is whole, and are written in its
transaction; when it fails nothing is. Elsewhere each is written at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

from daybridge.bulk import insert

Waiting = dict[type[models.Model], list[Mapping[str, Any]]]
_waiting: ContextVar[Waiting | None] = ContextVar(
    "rows_of_the_running_act", default=None
)


@contextmanager
def gathered() -> Iterator[None]:
    """Write what is kept inside at the end, if the act comes to its end."""
    if _waiting.get() is not None:  # part of a larger act
        yield
        return
    rows: Waiting = {}
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    for model, waiting in rows.items():
        insert(model, waiting)


def keep(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows in one statement: now, or at the end of the act."""
    waiting = _waiting.get()
    if waiting is None:
        insert(model, rows)
    else:
        waiting.setdefault(model, []).extend(rows)
