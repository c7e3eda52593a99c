"""Turns of one process: a few requests compute at once, and who only waits lets go.

The server has more threads than a process can use at once (one interpreter, one lock),
so that a sign-in waiting for its password keeps no reader waiting. A request computes
in a turn. With the turn come the database connections of whoever had it before: there
are never more connections than turns, however many threads there are.

Only so many who send something compute at once, so that who is in the database need not
wait for the interpreter; the other turns are left to readers.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from queue import SimpleQueue
from threading import Lock, local
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import FileResponse, HttpResponseBase

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
Connections = dict[str, BaseDatabaseWrapper]
Thing = TypeVar("Thing")

READING = frozenset({"GET", "HEAD", "OPTIONS"})

_here = local()


class Line(Generic[Thing]):
    """A few things for many, first come, first served."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._free = list(things)
        self._waiting: deque[SimpleQueue[Thing]] = deque()
        self._lock = Lock()

    def take(self) -> Thing:
        """Wait for one."""
        place: SimpleQueue[Thing] = SimpleQueue()
        with self._lock:
            if self._free:
                place.put(self._free.pop())
            else:
                self._waiting.append(place)
        return place.get()

    def give(self, thing: Thing) -> None:
        """Let who waits longest have it."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().put(thing)
            else:
                self._free.append(thing)


class Turns:
    """As many turns as requests of this process compute at once.

    `writers` says how many of them may send something; None: all.
    """

    def __init__(self, count: int, writers: int | None = None) -> None:
        self._turns: Line[Connections] = Line({} for _ in range(count))
        self._pens = Line(range(count if writers is None else writers))

    def take(self, *, writes: bool) -> None:
        """Wait for a turn; its connections become ours."""
        pen = self._pens.take() if writes else None
        for alias, connection in self._turns.take().items():
            connections[alias] = connection
        _here.turns, _here.pen = self, pen

    def give(self) -> None:
        """Let others have the turn and the connections."""
        pen, _here.turns, _here.pen = _here.pen, None, None
        ours: Connections = {}
        try:
            for connection in connections.all(initialized_only=True):
                if not connection.allow_thread_sharing:
                    connection.inc_thread_sharing()
                del connections[connection.alias]
                ours[connection.alias] = connection
        finally:
            self._turns.give(ours)
            if pen is not None:
                self._pens.give(pen)


@contextmanager
def let_go() -> Iterator[None]:
    """Give this thread's turn, if it has one, for as long as it only waits.

    Not within a transaction: whoever took the turn could wait for a row we have locked,
    and we for the turn.
    """
    turns: Turns | None = getattr(_here, "turns", None)
    open_ones = connections.all(initialized_only=True)
    if turns is None or any(connection.in_atomic_block for connection in open_ones):
        yield
        return
    writes = _here.pen is not None
    turns.give()
    try:
        yield
    finally:
        turns.take(writes=writes)


def in_turns(
    application: Application, *, count: int, writers: int | None = None
) -> Application:
    """The application, of which only so many requests compute at once.

    Of those that send something, only so many as `writers` says, if it says so.
    """
    turns = Turns(count, writers)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not _has_come(environ):
            start_response("400 Bad Request", [("Content-Length", "0")])
            return [b""]
        turns.take(writes=environ.get("REQUEST_METHOD", "GET") not in READING)
        try:
            response = application(environ, start_response)
        except BaseException:
            turns.give()
            raise
        return _sent(response, turns)

    return answer


def _has_come(environ: dict[str, Any]) -> bool:
    """Have what is sent before a turn is taken: a slow line makes nobody wait.

    False when the line broke: half a form must not be carried out as if it were whole.
    What is longer than a form may be, Django refuses or reads piece by piece.
    """
    sent = environ.get("CONTENT_LENGTH") or "0"
    length = int(sent) if sent.isdecimal() else 0
    if not 0 < length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return True
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = BytesIO(body)
    return len(body) == length


def _sent(response: HttpResponseBase, turns: Turns) -> Iterable[bytes]:
    """What the server sends; the turn ends as soon as nothing is left to compute."""
    if isinstance(response, FileResponse):  # read from the disk as fast as it is sent
        turns.give()
        return response
    if response.streaming:
        return _Streamed(response, turns)
    try:
        whole = list(response)
        response.close()
    finally:
        turns.give()
    return whole


class _Streamed:
    """An answer that is computed while it is sent; its turn ends with it."""

    def __init__(self, response: HttpResponseBase, turns: Turns) -> None:
        self._pieces = iter(response)
        self._response, self._turns = response, turns

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        try:
            self._response.close()
        finally:
            self._turns.give()
