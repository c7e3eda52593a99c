"""A PostgreSQL server of the suite's own, on a free port, gone when the suite ends."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.processes import children_of, free_port, wait_until

BINARIES = "/usr/lib/postgresql"
SETTINGS = (
    "-c shared_buffers=128MB -c fsync=on -c full_page_writes=on -c max_connections=60 "
    "-c listen_addresses=127.0.0.1"
)
NOT_DURABLE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `url` is what DAYBRIDGE_DATABASE_URL takes."""

    folder: Path
    port: int
    binaries: Path
    settings: str

    @property
    def url(self) -> str:
        return f"postgresql://daybridge@127.0.0.1:{self.port}/daybridge"

    def start(self) -> None:
        self._run(
            "pg_ctl", "start", "-w", "-D", str(self.folder / "data"),
            "-l", str(self.folder / "log"),
            "-o", f"-p {self.port} -k {self.folder} {self.settings}",
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-m", mode, "-D", str(self.folder / "data"))

    def kill(self) -> None:
        """Kill it and every process of its own with -9, as if the power had gone."""
        leader = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        killed = [leader, *children_of(leader)]
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(
            lambda: not any(Path(f"/proc/{pid}").exists() for pid in killed),
            "PostgreSQL to be gone (does the first process here bury orphans?)",
        )

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        said = subprocess.DEVNULL if program == "pg_ctl" else None  # its log has it
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=said, cwd="/"
        )


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, of the newest version installed."""
    versions = sorted(Path(BINARIES).glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def make_server(*, durable: bool = True) -> PostgresServer:
    """Make and start a fresh server with a `daybridge` database.

    The suite's own need not outlive a power cut; drills that kill servers take durable.
    """
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError(
            "PostgreSQL is not installed: sudo apt-get install -y postgresql"
        )
    folder = Path(tempfile.mkdtemp(prefix="daybridge-pg-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    settings = SETTINGS if durable else f"{SETTINGS} {NOT_DURABLE}"
    server = PostgresServer(folder, free_port(), binaries, settings)
    server._run(
        "initdb", "-D", str(folder / "data"), "-U", "daybridge", "-A", "trust",
        "-E", "UTF8", "--no-locale", "--data-checksums",
    )  # fmt: skip
    server.start()
    server._run(
        "createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", "daybridge",
        "daybridge",
    )  # fmt: skip
    return server
