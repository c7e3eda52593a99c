"""Write the hashed lock files from uv.lock, or check that they are up to date.

.venv/bin/python bin/locks.py           after changing dependencies in pyproject.toml
.venv/bin/python bin/locks.py --check   exit status 1 when something is out of step
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXPORTS = {
    "requirements.lock": ["--no-dev"],
    "requirements-dev.lock": ["--group", "dev"],
}
FIX = "Run: .venv/bin/python bin/locks.py"


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        _uv("lock")
        for name, options in EXPORTS.items():
            (ROOT / name).write_text(_export(options))
        return 0
    try:
        _uv("lock", "--check", "--offline")
    except subprocess.CalledProcessError as problem:
        print(f"uv.lock is not what pyproject.toml asks for. {FIX}\n{problem.stderr}")
        return 1
    stale = [n for n, options in EXPORTS.items() if _export(options) != _read(n)]
    for name in stale:
        print(f"{name} is not what uv.lock says. {FIX}")
    return 1 if stale else 0


def _export(options: list[str]) -> str:
    return _uv(
        "export", "--frozen", "--offline", "--no-emit-project", "--no-header",
        "--format", "requirements-txt", *options,
    )  # fmt: skip


def _uv(*arguments: str) -> str:
    command = [sys.executable, "-m", "uv", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def _read(name: str) -> str:
    return (ROOT / name).read_text()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
