"""What a backup says about itself, before its rows and after them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from daybridge import __version__
from daybridge.audit.models import AuditSeal

FORMAT = 1


@dataclass(slots=True)
class Manifest:
    """Version, moment and migrations; rows and hashes of each table; chain heads."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    audit_heads: dict[str, list[Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    def opening(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": self.version,
            "made_at": self.made_at,
            "engine": self.engine,
            "migrations": self.migrations,
        }

    def closing(self) -> dict[str, Any]:
        return {
            "tables": self.tables,
            "audit_heads": self.audit_heads,
            "keys": self.keys,
        }


def begin_manifest(using: str, *, at: datetime) -> Manifest:
    return Manifest(
        version=__version__,
        made_at=at.isoformat(),
        engine=connections[using].vendor,
        migrations=migrations_of(using),
        audit_heads=audit_heads(using),
    )


def migrations_of(using: str) -> list[str]:
    """The steps this database has seen, of the apps that are installed."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def audit_heads(using: str) -> dict[str, list[Any]]:
    """The last number and digest of every audit chain."""
    seals = AuditSeal.objects.using(using)
    heads = {}
    for row in seals.values("chain").annotate(last=Max("number")).order_by("chain"):
        last = seals.get(chain=row["chain"], number=row["last"])
        heads[last.chain] = [last.number, last.digest]
    return heads
