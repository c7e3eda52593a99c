"""`@service`: a write that a person would name, in one transaction, in its own room."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

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
    room = function.__module__.split(".")[1]

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__qualname__} takes keyword arguments only")
        joins = bool(_room.get())
        token = _room.set(room)
        try:
            with transaction.atomic(savepoint=not joins):
                return function(**kwargs)  # type: ignore[call-arg]
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
