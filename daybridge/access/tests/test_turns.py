"""Requests take turns, and nobody keeps a turn that they do not use."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import connection, connections, transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from daybridge.access.turns import in_turns, let_go

SOON = 10.0  # seconds; what a test waits for comes at once


@pytest.fixture
def people():
    """Threads, as the server has them; each thread runs one request after another."""
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def one():
    """A single thread, as the one that sends an answer; ours has connections."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda act, *given: thread.submit(act, *given).result(SOON)


def in_one_turn(view):
    """The application of a view, of which one request at a time computes."""
    return in_turns(lambda environ, start_response: view(environ), count=1)


def ask(application, **environ) -> bytes:
    """What a server sends: every piece, and then it closes."""
    answer = application(environ, lambda *said: None)
    try:
        return b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def test_a_turn_is_given_back_when_a_view_fails(people):
    def view(environ):
        if environ.get("fails"):
            raise RuntimeError("as a view may")
        return HttpResponse("well")

    application = in_one_turn(view)

    with pytest.raises(RuntimeError):
        people.submit(ask, application, fails=True).result(SOON)
    assert people.submit(ask, application).result(SOON) == b"well"


def test_a_turn_is_given_back_when_closing_an_answer_fails(people):
    class Torn(HttpResponse):
        def close(self):
            raise RuntimeError("as a receiver of request_finished may")

    answers = iter([Torn("torn"), HttpResponse("well")])
    application = in_one_turn(lambda environ: next(answers))

    with pytest.raises(RuntimeError):
        people.submit(ask, application).result(SOON)
    assert people.submit(ask, application).result(SOON) == b"well"


def test_one_computes_while_the_others_wait(people):
    computing, most = [], []

    def view(environ):
        computing.append(1)
        most.append(len(computing))
        threading.Event().wait(0.01)
        computing.pop()
        return HttpResponse()

    application = in_one_turn(view)

    for done in [people.submit(ask, application) for _ in range(12)]:
        done.result(SOON)
    assert max(most) == 1


def test_of_those_who_write_one_computes_and_who_reads_goes_on(people):
    def view(environ):
        if "until" in environ:
            environ["inside"].set()
            environ["until"].wait(SOON)
        return HttpResponse("well")

    application = in_turns(
        lambda environ, start_response: view(environ), count=2, writers=1
    )
    writer, until = waiting_with(application, people, REQUEST_METHOD="POST")
    other = people.submit(ask, application, REQUEST_METHOD="POST")
    with pytest.raises(TimeoutError):
        other.result(0.2)

    read = people.submit(ask, application, REQUEST_METHOD="GET")
    assert read.result(SOON) == b"well"
    until.set()
    assert {writer.result(SOON), other.result(SOON)} == {b"well"}


def test_who_writes_and_only_waits_lets_another_write(people):
    application = in_turns(
        lambda environ, start_response: letting_go(environ), count=2, writers=1
    )
    waiter, until = waiting_with(application, people, REQUEST_METHOD="POST")

    for _ in range(2):
        other = people.submit(ask, application, REQUEST_METHOD="POST")
        assert other.result(SOON) == b"well"
    until.set()
    assert waiter.result(SOON) == b"well"


def letting_go(environ):
    """A view in which whoever is to wait lets go of the turn."""
    if "until" in environ:
        with let_go():
            environ["inside"].set()
            environ["until"].wait(SOON)
    return HttpResponse("well")


def waiting_with(application, people, **more) -> tuple[Future[bytes], threading.Event]:
    """Someone who waits within a request, until the event."""
    inside, until = threading.Event(), threading.Event()
    waiter = people.submit(ask, application, inside=inside, until=until, **more)
    assert inside.wait(SOON)
    return waiter, until


def test_who_only_waits_lets_another_compute(people):
    application = in_one_turn(letting_go)
    waiter, until = waiting_with(application, people)

    assert people.submit(ask, application).result(SOON) == b"well"
    until.set()
    assert waiter.result(SOON) == b"well"


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_nobody_lets_go(people):
    def view(environ):
        if "until" in environ:
            with transaction.atomic(), let_go():
                environ["inside"].set()
                environ["until"].wait(SOON)
            connection.close()
        return HttpResponse("well")

    application = in_one_turn(view)
    waiter, until = waiting_with(application, people)

    other = people.submit(ask, application)
    with pytest.raises(TimeoutError):
        other.result(0.2)
    until.set()
    assert waiter.result(SOON) == other.result(SOON) == b"well"


@pytest.mark.django_db(transaction=True)
def test_the_connection_comes_with_the_turn(people):
    together = threading.Barrier(4)

    def view(environ):
        connection.ensure_connection()
        with let_go():
            together.wait(SOON)  # four threads are within a request at once
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return HttpResponse(str(id(connection.connection)))

    def close(environ):
        connection.close()
        return HttpResponse()

    views = iter([view] * 4 + [close])
    application = in_one_turn(lambda environ: next(views)(environ))

    used = [people.submit(ask, application) for _ in range(4)]
    assert len({done.result(SOON) for done in used}) == 1
    ask(application)


@pytest.mark.django_db
def test_outside_a_request_letting_go_changes_nothing():
    ours = connections["default"]

    with let_go():
        assert connections["default"] is ours


def test_a_streamed_answer_keeps_its_turn_until_it_is_closed(people, one):
    def view(environ):
        if environ.get("streams"):
            return StreamingHttpResponse(iter([b"one", b"two"]))
        return HttpResponse("well")

    application = in_one_turn(view)
    streamed = one(application, {"streams": True}, lambda *said: None)
    other = people.submit(ask, application)

    assert one(list, streamed) == [b"one", b"two"]
    with pytest.raises(TimeoutError):
        other.result(0.2)
    one(streamed.close)
    assert other.result(SOON) == b"well"


def test_a_file_is_sent_without_a_turn(people, one):
    def view(environ):
        if environ.get("file"):
            return FileResponse(BytesIO(b"letters"))
        return HttpResponse("well")

    application = in_one_turn(view)
    slow_line = one(application, {"file": True}, lambda *said: None)

    assert people.submit(ask, application).result(SOON) == b"well"
    assert b"".join(slow_line) == b"letters"
    one(slow_line.close)


def test_a_form_on_a_slow_line_takes_no_turn(people):
    class SlowLine:
        def __init__(self):
            self.asked, self.comes = threading.Event(), threading.Event()

        def read(self, size):
            self.asked.set()
            self.comes.wait(SOON)
            return b"words"[:size]

    def view(environ):
        body = environ.get("wsgi.input")
        return HttpResponse(body.read(99) if body else b"well")

    application, line = in_one_turn(view), SlowLine()
    sent = {"CONTENT_LENGTH": "5", "wsgi.input": line}
    slow = people.submit(ask, application, **sent)
    assert line.asked.wait(SOON)

    assert people.submit(ask, application).result(SOON) == b"well"
    line.comes.set()
    assert slow.result(SOON) == b"words"


def test_half_a_form_is_not_carried_out():
    done, said = [], []
    application = in_one_turn(lambda environ: HttpResponse(done.append(environ)))
    broken = {"CONTENT_LENGTH": "50", "wsgi.input": BytesIO(b"note=Named two mom")}

    assert application(broken, lambda *told: said.append(told)) == [b""]
    assert said == [("400 Bad Request", [("Content-Length", "0")])]
    assert done == []
