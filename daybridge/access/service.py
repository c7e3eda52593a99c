"""`@service`: a write that a person would name, in one transaction, in its own room."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from daybridge.rehearsals import rehearsal, worked_out

P = ParamSpec("P")
R = TypeVar("R")

_room: ContextVar[str] = ContextVar("room_of_the_running_service", default="")


EVERY_ROOM = "*"


def writing_in() -> str:
    """The room whose service is running, `EVERY_ROOM`, or an empty string."""
    return _room.get()


def service(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function as one transaction that may write its own room's tables.

    A service called by a service joins its transaction: all of it holds, or none.
    """
    return _service(function, is_rehearsed=False)


def rehearsed_service(function: Callable[P, R]) -> Callable[P, R]:
    """A service worked out before its turn where writers wait for one (`rehearsals`).

    It may run twice, so it changes nothing but rows and what it made itself.
    """
    return _service(function, is_rehearsed=True)


def _service(function: Callable[P, R], *, is_rehearsed: bool) -> Callable[P, R]:
    room = function.__module__.split(".")[1]

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__qualname__} takes keyword arguments only")
        act: Callable[[], R] = partial(function, **kwargs)
        joins = bool(_room.get())
        token = _room.set(room)
        try:
            going_on = rehearsal()
            if going_on is not None:
                with going_on.part():
                    return act()
            ahead = worked_out(act) if is_rehearsed and not joins else None
            with transaction.atomic(savepoint=not joins):
                if ahead is None or not ahead.holds():
                    return act()
                ahead.write()
                return ahead.answer
        finally:
            _room.reset(token)

    return run


@contextmanager
def loading(*, because: str) -> Iterator[None]:
    """Open every room to one bulk loader, in one transaction; say why.

    Only `daybridge demo` and `daybridge import` load, and both leave their own audit.
    """
    if not because:
        raise ValueError("say why rows are loaded")
    token = _room.set(EVERY_ROOM)
    try:
        with transaction.atomic():
            yield
    finally:
        _room.reset(token)
