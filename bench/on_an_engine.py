"""A part of a bench in a process of its own, on a fresh database of one engine.

SQLite lies in a file that is synced at each commit; PostgreSQL runs with fsync.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.postgres import make_server
from tests.reliability.drill import Installation, on_sqlite

ENGINES = ("sqlite", "postgres")


def on_an_engine(engine: str, module: str, *arguments: str) -> Any:
    """What `python -m module arguments` prints as JSON, there."""
    server = make_server() if engine == "postgres" else None
    try:
        with tempfile.TemporaryDirectory(prefix="daybridge-bench-") as folder:
            home = on_sqlite(Path(folder)).home
            installation = Installation(home, server.url if server else "")
            installation.must("migrate")
            done = subprocess.run(
                [sys.executable, "-m", module, *arguments],
                env=installation.environment(
                    DJANGO_SETTINGS_MODULE="daybridge.config.settings"
                ),
                capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(done.stderr)
            return json.loads(done.stdout)
    finally:
        if server is not None:
            server.remove()
