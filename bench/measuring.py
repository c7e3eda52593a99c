"""What is measured: bare pages and clinics of some size, each behind its own server."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Figures, Request, Servers, measure, run_once
from bench.pairs import Paired, paired
from daybridge.cli.serving import server_command
from tests import postgres
from tests.postgres import PostgresServer, make_server
from tests.reliability.drill import ROOT, Installation

PORT, BARE_PORT = 8460, 8461
WORKERS = 2
BARE = ("page", "page36", "signed", "logged", "insert12")
LARGE_BUFFERS = "-c shared_buffers=1GB"


@dataclass(frozen=True, slots=True)
class Database:
    """A durable PostgreSQL server for one run."""

    server: PostgresServer

    def address(self, name: str) -> str:
        return self.server.url.rsplit("/", 1)[0] + f"/{name}"

    def make(self, name: str) -> None:
        self.server._run("createdb", "-h", "127.0.0.1", "-p", str(self.server.port),
                         "-U", "daybridge", name)  # fmt: skip

    @property
    def pid(self) -> int:
        return int((self.server.folder / "data/postmaster.pid").read_text().split()[0])


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """A fresh server, or the one kept in the folder from a run before."""
    kept = folder / "postgres.json"
    if kept.exists():
        known = json.loads(kept.read_text())
        binaries = postgres.find_binaries()
        assert binaries is not None
        server = PostgresServer(
            Path(known["folder"]), known["port"], binaries, known["settings"]
        )
        server.start()
    else:
        postgres.SETTINGS = f"{postgres.SETTINGS} {LARGE_BUFFERS}"
        server = make_server(durable=True)
    try:
        yield Database(server)
    finally:
        if folder.name.startswith("daybridge-pages-"):
            server.remove()
        else:
            server.stop()
            kept.write_text(
                json.dumps(
                    {"folder": str(server.folder), "port": server.port,
                     "settings": server.settings}
                )
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BareStack:
    """The bare pages of bench/bare.py, open beside what is measured, and idle."""

    cookie: str
    servers: Servers

    def calibrate(self, seconds: int = 1) -> dict[str, Figures]:
        """How quick each bare page is now, at 16 connections."""
        return {
            page: run_once(
                BARE_PORT, [Request(f"/{page}/", f"sessionid={self.cookie}")],
                self.servers, 16, seconds,
            )
            for page in BARE
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clinic:
    """A running server over a filled database."""

    installation: Installation
    servers: Servers

    def measured(self, target: str, *, connections: int) -> Figures:
        """Measure one of bench.targets."""
        asked = self._asked(target, self.targets(target))
        return measure(PORT, asked, self.servers, connections=connections)

    def beside(self, target: str, bare: BareStack, *, connections: int) -> Paired:
        """Measure one of bench.targets with bare pages before and after each run."""
        once = self.targets(target)

        def run(requests: Sequence[Request], seconds: int = 3) -> Figures:
            return run_once(PORT, requests, self.servers, connections, seconds)

        # Long enough that each thing has been written once.
        run(once, 8 if _writes(once) else 2)
        return paired(self._asked(target, once), run, bare.calibrate)

    def _asked(
        self, target: str, once: Sequence[Request]
    ) -> Callable[[], Sequence[Request]]:
        """What to send in each run: reads again, writes asked for anew."""
        return (lambda: self.targets(target)) if _writes(once) else (lambda: once)

    def targets(self, name: str) -> Sequence[Request]:
        found = subprocess.run(
            [sys.executable, "-m", "bench.targets", name],
            env=self.installation.environment(
                DJANGO_SETTINGS_MODULE="daybridge.config.settings"
            ),
            cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        return [Request(*json.loads(line)) for line in found.stdout.splitlines()]


def _writes(requests: Sequence[Request]) -> bool:
    return requests[0].method == "POST"


@contextmanager
def clinic(folder: Path, server: Database | None, *, patients: int) -> Iterator[Clinic]:
    """A demo clinic of some size behind `daybridge serve`'s server; None: on SQLite."""
    name = f"{'pg' if server else 'lite'}{patients}"
    url = server.address(name) if server else ""
    installation = Installation(folder / name, url)
    if not installation.home.exists():
        installation.home.mkdir()
        if server:
            server.make(name)
        print(f"Building a clinic of {patients:,} …", file=sys.stderr, flush=True)
        _daybridge(installation, "migrate")
        size = ("--patients", str(patients), "--long-chart", "2000")
        _daybridge(installation, "demo", *size)
        if server:
            _analyze(server, name)
    _daybridge(installation, "migrate")  # data kept from a run before
    _gather_static(installation)
    database_pids = [server.pid] if server else []
    command = server_command("127.0.0.1", PORT, WORKERS)
    with _serving(command, installation.environment(), PORT, "/sign-in/") as process:
        yield Clinic(installation, Servers([process.pid], database_pids))


@contextmanager
def bare_stack(server: Database) -> Iterator[BareStack]:
    """The bare pages behind a server of their own."""
    name = f"bare{int(time.time())}"
    server.make(name)
    environment = {"BENCH_DATABASE_URL": server.address(name), "PATH": "/usr/bin:/bin"}
    cookie = subprocess.run(
        [sys.executable, "-m", "bench.bare"], env=environment, cwd=ROOT,
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    command = [
        sys.executable, "-m", "granian", "bench.bare:application", "--interface",
        "wsgi", "--host", "127.0.0.1", "--port", str(BARE_PORT), "--workers",
        str(WORKERS), "--blocking-threads", "1", "--no-ws", "--http", "1",
        "--log-level", "warning",
    ]  # fmt: skip
    with _serving(command, environment, BARE_PORT, "/page/") as process:
        stack = BareStack(cookie, Servers([process.pid], [server.pid]))
        stack.calibrate()  # the first requests of a process cost more
        yield stack


@contextmanager
def _serving(
    command: list[str], environment: dict[str, str], port: int, path: str
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait_until_open(port, path, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_open(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit(f"The server ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not open its port in 30 s.")


def _daybridge(installation: Installation, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "daybridge", *arguments],
        env=installation.environment(), cwd=ROOT, check=True,
        stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _gather_static(installation: Installation) -> None:
    """Put the files of the pages where the server finds them, as `serve` does."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(
        command, env=installation.environment(), cwd=ROOT, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _analyze(server: Database, name: str) -> None:
    server.server._run("psql", "-h", "127.0.0.1", "-p", str(server.server.port), "-U",
                       "daybridge", "-d", name, "-qc", "VACUUM ANALYZE")  # fmt: skip
