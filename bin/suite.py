"""Run the suite on both engines, after setting up what it needs. Standard library only.

    bin/test                          everything, on SQLite and then on PostgreSQL
    bin/test daybridge/notes -k sign  just that, on SQLite (arguments go to pytest)
    DB=postgres bin/test …            on PostgreSQL
    BROWSER=skip bin/test             without the journeys in a browser

What is missing (Chromium, PostgreSQL) is installed when this is root on a machine with
apt-get. Otherwise the rest of the suite runs, and the end says what did not and why.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "The browser tests did not run: there is no Chromium.\n"
    "    sudo apt-get install -y chromium fonts-liberation\n"
    "or name one with CHROMIUM=/path, or leave them out with BROWSER=skip."
)
NO_POSTGRES = (
    "The suite did not run on PostgreSQL: it is not installed.\n"
    "    sudo apt-get install -y postgresql\n"
    "or run it on SQLite only, with DB=sqlite."
)


def main(arguments: list[str]) -> int:
    engines = _engines(arguments)
    missing = _set_up(engines)
    started, failed = time.monotonic(), []
    for engine in engines:
        if _pytest(engine, arguments):
            failed.append(engine)
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    for sentence in missing:
        print(f"\n{sentence}", file=sys.stderr)
    print(f"\nTests on {' and '.join(engines)}: {minutes} min {seconds} s", end="")
    print(f"; failed on {' and '.join(failed)}." if failed else "; all passed.")
    return 1 if failed or missing else 0


def _engines(arguments: list[str]) -> list[str]:
    """Both, unless one is named or only a part is asked for."""
    named = os.environ.get("DB")
    if named in ("sqlite", "postgres"):
        return [named]
    if named:
        sys.exit(f"DB={named}: expected sqlite or postgres.")
    return ["sqlite"] if arguments else ["sqlite", "postgres"]


def _set_up(engines: list[str]) -> list[str]:
    """Install or find what the suite needs; gives a sentence for what is missing."""
    missing = []
    skips_browser = os.environ.get("BROWSER") == "skip"
    wants_postgres = "postgres" in engines
    packages = []
    if not (skips_browser or _browser()):
        packages += ["chromium", "fonts-liberation"]
    if wants_postgres and not _has_postgres():
        packages.append("postgresql")
    _install(packages)
    browser = None if skips_browser else _browser()
    os.environ["CHROMIUM"] = browser or ""
    if not (browser or skips_browser):
        missing.append(NO_BROWSER)
    if wants_postgres and not _has_postgres():
        engines.remove("postgres")
        missing.append(NO_POSTGRES)
    return missing


def _browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _has_postgres() -> bool:
    servers = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return any(servers) or shutil.which("initdb") is not None


def _install(packages: list[str]) -> None:
    """Only root on Debian or Ubuntu installs; anyone else is told at the end."""
    if not packages or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {', '.join(packages)} with apt-get …", file=sys.stderr)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(
            command, env=quietly, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )


def _pytest(engine: str, arguments: list[str]) -> int:
    """The whole suite on every core; a part of it as pytest would run it."""
    chosen = list(arguments)
    if not any(a.startswith(("-n", "--numprocesses", "-p")) for a in arguments):
        chosen += ["-n", str(min(os.cpu_count() or 2, 4)), "--dist", "worksteal"]
    chosen += _left_out(engine, arguments)
    if not arguments:
        chosen += ["-q"]
    command = [str(PYTHON), "-m", "pytest", *chosen]
    environment = {**os.environ, "DB": engine, "PYTHONPATH": str(ROOT)}
    # Workers, drills and commands are processes that else compile every module anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    print(f"\nTests on {engine}", file=sys.stderr, flush=True)
    code = subprocess.run(command, env=environment, cwd=ROOT).returncode
    return 0 if code == 5 and arguments else code  # 5: nothing was chosen


def _left_out(engine: str, arguments: list[str]) -> list[str]:
    """Journeys need a browser; of both engines, what is slow and the same runs once."""
    if "-m" in arguments:
        return []
    if engine == "postgres" and not arguments and not os.environ.get("DB"):
        return ["--with-database", "-m", "not journey and not own_installation"]
    return [] if os.environ.get("CHROMIUM") else ["-m", "not journey"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
