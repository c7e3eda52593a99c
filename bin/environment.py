"""Make .venv and put into it exactly what the lock names. Standard library only.

    python3 bin/environment.py         what Daybridge needs to run
    python3 bin/environment.py --dev   and what its tests and checks need

Nothing happens when the lock has not changed since the last time. uv is used where it
is on the PATH (always told which interpreter), otherwise pip; both check every hash.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "daybridge-lock"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
QUIET_PIP = ("--disable-pip-version-check", "--quiet", "--progress-bar", "off")


def main(arguments: list[str]) -> int:
    wanted = "dev" if "--dev" in arguments else "run"
    if PYTHON.exists() and _stamped() in _stamps_that_do(wanted):
        return 0
    uv = shutil.which("uv")
    count = LOCKS[wanted].read_text().count("==")
    try:
        _make_venv(uv)
        with _telling(f"Installing {count} libraries from {LOCKS[wanted].name}"):
            _run(_install_command(uv, LOCKS[wanted]))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    STAMP.write_text(_stamp(wanted))
    return 0


class Refused(Exception):
    """What went wrong and what to do about it, in plain words."""


def _stamp(kind: str) -> str:
    return f"{kind} {hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()}"


def _stamps_that_do(wanted: str) -> set[str]:
    """An environment for tests has everything that running needs."""
    return {_stamp("dev")} if wanted == "dev" else {_stamp("run"), _stamp("dev")}


def _stamped() -> str:
    try:
        return STAMP.read_text()
    except OSError:
        return ""


def _make_venv(uv: str | None) -> None:
    if _works():
        return
    with _telling("Making the environment in .venv"):
        if uv:
            _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
        elif importlib.util.find_spec("ensurepip") is None:
            raise Refused(
                "This Python cannot make environments yet. On Debian or Ubuntu:\n"
                "    sudo apt-get install -y python3-venv"
            )
        else:
            _run([sys.executable, "-m", "venv", "--clear", VENV])


def _works() -> bool:
    """Whether .venv holds a Python that starts (and is not half-made)."""
    if not PYTHON.exists():
        return False
    check = [PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, capture_output=True).returncode == 0


def _install_command(uv: str | None, lock: Path) -> list[object]:
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", PYTHON]
    else:
        command = [PYTHON, "-m", "pip", "install", *QUIET_PIP, "--no-deps"]
    return [*command, "--require-hashes", "-r", lock]


def _run(command: list[object]) -> None:
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise Refused(
            f"{last}\n\nThat did not work. The libraries come over the network once: "
            "check that this machine reaches its package index, then run it again."
        )


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """Say what is going on, with the seconds; on a terminal they count up."""
    started, over = time.monotonic(), threading.Event()
    live = sys.stderr.isatty()
    if live:
        threading.Thread(target=_count, args=(what, started, over), daemon=True).start()
    else:
        print(f"{what} …", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        over.set()
        print(file=sys.stderr)
        raise
    over.set()
    took = f"{what}: {time.monotonic() - started:.0f} s"
    print(f"\r{took}   " if live else took, file=sys.stderr, flush=True)


def _count(what: str, started: float, over: threading.Event) -> None:
    while not over.wait(0.5):
        seconds = time.monotonic() - started
        print(f"\r{what} … {seconds:.0f} s", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
