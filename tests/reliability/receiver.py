"""A gateway for text messages, as real ones are: it shows each key once."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """What a gateway was given, and what it showed."""

    def __init__(self) -> None:
        self.given: list[tuple[str, dict[str, Any]]] = []  # each time, with its key
        self.shown: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.answers: list[int] = []  # the next ones; then 202
        self.url = ""

    def take(self, key: str, token: str, body: dict[str, Any]) -> int:
        self.tokens.add(token)
        status = self.answers.pop(0) if self.answers else 202
        if status == 202:
            self.given.append((key, body))
            self.shown.setdefault(key, body)
        return status


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that answers on a port of this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = self.headers
            status = receiver.take(
                headers["Idempotency-Key"], headers["Authorization"] or "", body
            )
            self.send_response(status)
            if status in (301, 302, 307, 308):
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *about: Any) -> None:
            """Say nothing: what is received is in the receiver."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/send?from=office"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
