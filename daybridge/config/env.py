"""The environment of this installation, read once, with the fix in every refusal.

| Variable                | Meaning                                              |
|-------------------------|------------------------------------------------------|
| DAYBRIDGE_HOME          | folder for data, keys and backups (./.daybridge)     |
| DAYBRIDGE_DATABASE_URL  | postgresql://user:password@host:5432/name (SQLite)   |
| PORT                    | port of the server, 1-65535 (8000)                   |
| DAYBRIDGE_HOSTS         | host names the server answers to, comma separated    |
| DAYBRIDGE_HTTPS         | 1 when people reach the server through HTTPS         |
| DAYBRIDGE_DAILY_BACKUPS | how many daily backups to keep in the home (0: none) |
| DAYBRIDGE_CLEARINGHOUSE | folder that takes questions to payers (none)          |
| DAYBRIDGE_EMAIL_URL     | smtp://user:password@host:587/?from=… (no e-mail)    |
| DAYBRIDGE_TEXT_GATEWAY  | folder or https address for text messages (none)     |
| DAYBRIDGE_TEXT_TOKEN    | what we show the https address of the gateway (none) |
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from daybridge.config.gateways import read_mail_server, read_text_gateway
from daybridge.config.refusing import SettingError, read_folder
from daybridge.outbox.gateways import MailServer, TextGateway

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
PREPARED_AFTER = 3  # runs of a `Prepared` statement until PostgreSQL keeps its plan
# Rows are in memory or on a disk without arms, so one by key costs hardly more than the
# next one; and a kept statement keeps one plan, whatever the values (docs/adr/0013).
POSTGRESQL_OPTIONS = "-c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan"
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; "
    "PRAGMA journal_size_limit=27103364; PRAGMA wal_autocheckpoint=6000;"
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the operator decided about this installation."""

    home: Path
    database: dict[str, Any]  # one entry of Django's DATABASES
    port: int
    hosts: tuple[str, ...]
    https: bool
    daily_backups: int  # 0: no daily backup
    clearinghouse: Path | None = None  # takes questions to payers
    mail: MailServer | None = None
    text_gateway: TextGateway | None = None

    @property
    def address(self) -> str:
        """Where people reach this server, as links in messages say it."""
        host = self.hosts[0]  # the first that the operator named
        return f"https://{host}" if self.https else f"http://{host}:{self.port}"


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read every variable of the table above, or stop with the fix in the message."""
    home = _home(variables.get("DAYBRIDGE_HOME", ""))
    return Environment(
        home=home,
        database=_database(variables.get("DAYBRIDGE_DATABASE_URL", ""), home),
        port=_port(variables.get("PORT", "") or "8000"),
        hosts=_hosts(variables.get("DAYBRIDGE_HOSTS", "")),
        https=_yes_or_no("DAYBRIDGE_HTTPS", variables.get("DAYBRIDGE_HTTPS", "")),
        daily_backups=_count(
            "DAYBRIDGE_DAILY_BACKUPS", variables.get("DAYBRIDGE_DAILY_BACKUPS", "")
        ),
        clearinghouse=read_folder(
            "DAYBRIDGE_CLEARINGHOUSE", variables.get("DAYBRIDGE_CLEARINGHOUSE", "")
        ),
        mail=read_mail_server(variables.get("DAYBRIDGE_EMAIL_URL", "")),
        text_gateway=read_text_gateway(
            variables.get("DAYBRIDGE_TEXT_GATEWAY", ""),
            variables.get("DAYBRIDGE_TEXT_TOKEN", ""),
        ),
    )


def _home(value: str) -> Path:
    home = Path(value).expanduser() if value else ROOT / ".daybridge"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingError(
            f"DAYBRIDGE_HOME={home}: the folder cannot be made ({problem.strerror}). "
            "Name a folder this user may write to."
        ) from None
    if not os.access(home, os.W_OK):
        raise SettingError(
            f"DAYBRIDGE_HOME={home}: this user may not write there. "
            f"Change its owner (chown {os.getuid()} {home}) or name another folder."
        )
    return home


def _database(url: str, home: Path) -> dict[str, Any]:
    if not url:
        return _sqlite(home / "daybridge.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise SettingError(
            "DAYBRIDGE_DATABASE_URL is not a PostgreSQL address. Expected "
            "postgresql://user:password@host:5432/name, or leave it unset for SQLite."
        )
    try:
        port = parts.port
    except ValueError:
        raise SettingError(
            "DAYBRIDGE_DATABASE_URL: the port is not a number from 1 to 65535."
        ) from None
    return {
        "ENGINE": "daybridge.databases.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "prepare_threshold": PREPARED_AFTER,
            "options": POSTGRESQL_OPTIONS,
        },
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "daybridge.databases.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise SettingError(
            f"PORT={value}: expected a number from 1 to 65535, for example PORT=8000."
        )
    return int(value)


def _hosts(value: str) -> tuple[str, ...]:
    named = tuple(host.strip() for host in value.split(",") if host.strip())
    for host in named:
        if "/" in host or host == "*":
            raise SettingError(
                f"DAYBRIDGE_HOSTS: {host!r} is not a host name. Write names only, "
                "for example DAYBRIDGE_HOSTS=daybridge.example.org"
            )
    return named + LOOPBACK_HOSTS


def _yes_or_no(name: str, value: str) -> bool:
    if value.lower() in ("1", "yes", "true"):
        return True
    if value.lower() in ("", "0", "no", "false"):
        return False
    raise SettingError(f"{name}={value}: expected 1 or 0.")


def _count(name: str, value: str) -> int:
    if value and not (value.isascii() and value.isdigit() and int(value) <= 1000):
        raise SettingError(f"{name}={value}: expected a number from 0 to 1000.")
    return int(value or 0)
