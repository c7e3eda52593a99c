"""Kill the server while people write; start it again; nothing promised may be missing.

One `Drill` is an installation with the demo clinic and five people who never pause: two
write cards, one the shared text, one the arrivals, one signs twelve notes after the
other. Each round kills with -9, starts again, and asks the database. What had no answer
is sent again, twice, and must have happened once.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from tests.postgres import PostgresServer, make_server
from tests.processes import wait_until
from tests.reliability.browser import Browser, Unanswered
from tests.reliability.drill import Installation, on_sqlite
from tests.reliability.serving import Serving
from tests.reliability.signer import Signer
from tests.reliability.stored import Stored, moment_of, read, uuid_of
from tests.reliability.writers import (
    ArrivalWriter,
    CardWriter,
    Evening,
    SummaryWriter,
    Writer,
)

UNWRITTEN = """
SELECT s.id AS session_id, s.leader_id, s.starts_at, a.id, a.patient_id
FROM schedule_session s JOIN attendance_attendance a ON a.session_id = s.id
WHERE s.cancelled_at IS NULL AND a.removed_at IS NULL
AND s.starts_at > '{first}' AND s.ends_at < '{now}'
ORDER BY s.starts_at, s.id, a.patient_id
"""
DAYS_BEHIND = 37  # the demo's "today"; the five weeks it plans from then on are over
FEW_SECONDS = 0.05
LONGEST_SECONDS = 600.0  # until there are enough writes, on a very busy machine


class Kill(StrEnum):
    """What is killed with -9."""

    SERVER = "server"
    BOTH = "server and database"
    DATABASE = "database"


@dataclass
class Round:
    """What one round found; the lists are empty when all is well."""

    kill: Kill
    acknowledged: int = 0
    unanswered: int = 0
    found_done: int = 0
    start_seconds: float = 0.0
    lost: list[str] = field(default_factory=list)
    half_signed: list[str] = field(default_factory=list)
    not_once: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)  # the audit, or the file itself

    @property
    def holds(self) -> bool:
        return not (self.lost or self.half_signed or self.not_once or self.damage)

    @property
    def findings(self) -> list[str]:
        return [*self.lost, *self.half_signed, *self.not_once, *self.damage]


class Drill:
    """One installation and the people who write in it, for as many rounds as asked."""

    def __init__(
        self, installation: Installation, database: PostgresServer | None,
        chance: random.Random,
    ):  # fmt: skip
        self.installation, self.database, self.chance = installation, database, chance
        self.serving = Serving(installation)
        self.writers: list[Writer] = []

    def open(self) -> None:
        """Start the server with a demo clinic of weeks ago; sign everybody in."""
        opened = datetime.now(UTC).date() - timedelta(days=DAYS_BEHIND)
        self.installation.must("migrate")
        self.installation.must("demo", "--today", opened)
        self.serving.start()
        evenings = unwritten_evenings(self.installation, opened)
        first, *others = evenings
        twelve = first.patients
        one, two, three, four = (self._browser(first.leader_id) for _ in range(4))
        leaders = {evening.leader_id for evening in others}
        self.signer = Signer(
            {leader: self._browser(leader) for leader in leaders}, others, self.chance
        )
        self.writers = [
            CardWriter(one, first, self.chance, twelve[:6]),
            CardWriter(two, first, self.chance, twelve[6:]),
            SummaryWriter(three, first, self.chance),
            ArrivalWriter(four, first, self.chance),
            self.signer,
        ]

    @property
    def acknowledged(self) -> int:
        return sum(writer.acknowledged for writer in self.writers)

    def round(
        self, kill: Kill, *, most: int, aimed: bool, verifies: bool = True
    ) -> Round:
        """Write, kill, start again, ask, send again, ask again.

        The kill comes after up to `most` acknowledged writes and some milliseconds; an
        aimed one waits for the next signature and falls about while it is carried out.
        What breaks a chain or a file stays broken: not every round must verify them.
        """
        found, before = Round(kill), self.acknowledged
        with self._writing():
            self._wait_for_the_moment(before + self.chance.randint(1, most), aimed)
            self._kill(kill)
        found.acknowledged = self.acknowledged - before
        found.start_seconds = self._start_again(kill)
        self._ask(found, found.lost, settled=False)
        self._send_again(found)
        self._ask(found, found.not_once, settled=True)
        found.damage += self._damage() if verifies else ()
        return found

    def close(self) -> None:
        for writer in self.writers:
            writer.browser.close()
        self.serving.stop()

    def _browser(self, staff_id: UUID) -> Browser:
        browser = Browser(self.serving.port)
        browser.sign_in(staff_id)
        return browser

    def _wait_for_the_moment(self, enough: int, aimed: bool) -> None:
        def is_enough() -> bool:
            stopped = all(writer.has_stopped for writer in self.writers)
            return stopped or self.acknowledged >= enough

        wait_until(is_enough, "writes", LONGEST_SECONDS)
        longest = FEW_SECONDS
        if aimed and not self.signer.is_done:
            self.signer.signs.clear()
            self.signer.signs.wait(LONGEST_SECONDS / 10)
            longest = self.signer.seconds * 1.2
        time.sleep(self.chance.uniform(0, longest))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Everybody writes; afterwards nobody does, and no surprise is kept quiet."""
        stop = threading.Event()
        threads = [
            threading.Thread(target=writer.work, args=(stop,))
            for writer in self.writers
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(LONGEST_SECONDS)
        for writer in self.writers:
            writer.browser.close()
            if writer.failure is not None:
                raise writer.failure

    def _kill(self, kill: Kill) -> None:
        if kill != Kill.DATABASE:
            self.serving.kill()
        if kill != Kill.SERVER:
            assert self.database is not None
            self.database.kill()

    def _start_again(self, kill: Kill) -> float:
        """Seconds until a page is there; a server that lived recovers by itself."""
        started = time.monotonic()
        if kill != Kill.SERVER and self.database is not None:
            self.database.start()
        if kill != Kill.DATABASE:
            self.serving.start()
        else:
            wait_until(self._answers, "the server to find its database", 120)
        return time.monotonic() - started

    def _answers(self) -> bool:
        browser = Browser(self.serving.port)
        try:
            return browser.get("/sign-in/").status == 200
        except Unanswered:
            return False
        finally:
            browser.close()

    def _ask(self, found: Round, losses: list[str], *, settled: bool) -> None:
        """Put what the database does not hold into `losses`."""
        stored = Stored(self.installation)
        for writer in self.writers:
            losses.extend(writer.losses(stored, settled=settled))
        found.half_signed.extend(stored.half_signed())

    def _send_again(self, found: Round) -> None:
        for writer in self.writers:
            found.unanswered += writer.unanswered is not None
            done = writer.found_done
            writer.send_again()
            found.found_done += writer.found_done - done

    def _damage(self) -> Iterator[str]:
        verified = self.installation.run("audit", "verify")
        if verified.returncode:
            yield f"the audit does not verify: {verified.stdout}{verified.stderr}"
        if self.database is None:
            [row] = read(self.installation, "PRAGMA integrity_check")
            if row != {"integrity_check": "ok"}:
                yield f"the file is damaged: {row}"


def unwritten_evenings(installation: Installation, opened: date) -> list[Evening]:
    """Sessions after the demo's today: over, and nothing is written about them yet."""
    [[now]] = [row.values() for row in read(installation, "SELECT CURRENT_TIMESTAMP")]
    evenings: dict[UUID, Evening] = {}
    asked = UNWRITTEN.format(first=opened + timedelta(days=2), now=now)
    for row in read(installation, asked):
        session_id = uuid_of(row["session_id"])
        evening = evenings.setdefault(
            session_id,
            Evening(
                session_id, uuid_of(row["leader_id"]), moment_of(row["starts_at"]), {}
            ),
        )
        evening.places[uuid_of(row["patient_id"])] = uuid_of(row["id"])
    return list(evenings.values())


@contextmanager
def drill(engine: str, folder: Path, *, chance: random.Random) -> Iterator[Drill]:
    """A drill on `sqlite` or `postgres`, opened, and cleared away whatever happens."""
    database = make_server() if engine == "postgres" else None
    home = on_sqlite(folder).home
    installation = Installation(home, database.url if database else "")
    running = Drill(installation, database, chance)
    try:
        running.open()
        yield running
    finally:
        running.close()
        if database is not None:
            database.remove()
