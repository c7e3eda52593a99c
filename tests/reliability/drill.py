"""Installations of their own for drills: a home, a database, and the command."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installation:
    """One home and one database; `run` is the daybridge command in it."""

    home: Path
    database_url: str = ""  # empty: SQLite in the home

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYBRIDGE_")}
        kept.pop("PORT", None)
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        own = {"DAYBRIDGE_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        if self.database_url:
            own["DAYBRIDGE_DATABASE_URL"] = self.database_url
        return {**kept, **own, **more}

    def run(
        self, *arguments: object, **more: str
    ) -> "subprocess.CompletedProcess[str]":
        return self.python("-m", "daybridge", *arguments, **more)

    def python(
        self, *arguments: object, **more: str
    ) -> "subprocess.CompletedProcess[str]":
        """The interpreter of the suite, in the environment of this installation."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=self.environment(**more), cwd=self.home.parent, timeout=600,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def must(self, *arguments: object, **more: str) -> str:
        """Run it and give its output; a refusal fails the drill."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def json(self, *arguments: object) -> Any:
        return json.loads(self.must(*arguments, "--json"))

    @property
    def backup_key(self) -> bytes:
        return bytes.fromhex((self.home / "keys" / "backup").read_text())


def on_sqlite(folder: Path) -> Installation:
    home = folder / f"home-{uuid4().hex[:8]}"
    home.mkdir(parents=True)
    return Installation(home)


def on_postgres(folder: Path) -> Installation:
    """A database of its own in the suite's PostgreSQL server."""
    server = os.environ["DAYBRIDGE_TEST_POSTGRES"]
    name = f"drill_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return Installation(on_sqlite(folder).home, f"{server.rsplit('/', 1)[0]}/{name}")


def drop(installation: Installation) -> None:
    if installation.database_url:
        server = os.environ["DAYBRIDGE_TEST_POSTGRES"]
        name = installation.database_url.rsplit("/", 1)[1]
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
