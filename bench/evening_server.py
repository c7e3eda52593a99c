"""A demo clinic with its own server, one evening of it to write, and its plain rows."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import UUID

from bench.typist import Key
from tests.reliability.drill import on_sqlite

FIELDS = (
    "participation", "affect", "response", "risk", "goal", "sentence", "quote",
    "next_step", "risk_note",
)  # fmt: skip
AN_EVENING = """
    SELECT s.id, s.leader_id FROM schedule_session s
    JOIN attendance_attendance a ON a.session_id = s.id
    WHERE s.cancelled_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM notes_note n WHERE n.session_id = s.id)
    GROUP BY s.id
    ORDER BY count(*) DESC, abs(julianday(s.starts_at) - julianday('now')) LIMIT 1
"""


class EveningServer:
    """Started when entered; gone, with everything it wrote, when left."""

    def __init__(self, folder: Path, port: int = 8431) -> None:
        self.installation = on_sqlite(folder)
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "EveningServer":
        self.installation.must("migrate")
        self.installation.must("demo")
        [(self.session_id, leader)] = self.rows(AN_EVENING)
        self.leader = UUID(leader)
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_down()

    def open(self, page: Any) -> None:
        """The session page; a killed browser may have forgotten who signed in."""
        session = self._at(f"/sessions/{UUID(self.session_id)}/")
        page.goto(session)
        if page.locator("[data-evening]").count() == 0:
            self._sign_in(page)
            page.goto(session)

    def _sign_in(self, page: Any) -> None:
        """By one click in the showroom, as the session's leader."""
        page.goto(self._at("/demo/"))
        page.locator(f"form[action*='{self.leader}'] button").click()
        page.wait_for_url(self._at("/"))

    def stored(self) -> dict[Key, str]:
        """What the database says of every card of the evening."""
        rows = self.rows(
            f"SELECT patient_id, {', '.join(FIELDS)} FROM notes_note "
            "WHERE session_id = ? AND deleted_at IS NULL",
            self.session_id,
        )
        return {
            (str(UUID(patient)), field): text
            for patient, *texts in rows
            for field, text in zip(FIELDS, texts, strict=True)
        }

    def go_down(self) -> None:
        """Server and worker are killed at once, as by a power cut."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def come_back(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "daybridge", "serve", "--port", str(self.port),
             "--workers", "1", "--no-worker"],
            env=self.installation.environment(), cwd=self.installation.home.parent,
            start_new_session=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 240
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"no server at port {self.port}")
            time.sleep(0.1)

    def rows(self, query: str, *arguments: object) -> list[Any]:
        database = self.installation.home / "daybridge.sqlite3"
        uri = f"file:{database}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=20)) as connection:
            return connection.execute(query, arguments).fetchall()

    def _at(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def _answers(self) -> bool:
        try:
            with urlopen(self._at("/sign-in/"), timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
