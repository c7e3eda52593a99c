"""`daybridge status`: what an operator asks first, in ten lines or as JSON."""

from argparse import Namespace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from daybridge import __version__
from daybridge.audit.chain import unsealed
from daybridge.audit.models import AuditEvent, AuditSeal
from daybridge.cli.database import check_database, pending_migrations, where
from daybridge.cli.output import say, say_json
from daybridge.upkeep.models import DueJob

WAITS_TOO_LONG_SECONDS = 600


def status(options: Namespace) -> int:
    check_database()
    found = facts(timezone.now())
    if options.json:
        say_json(found)
    else:
        for name, value in found.items():
            say(f"{name.replace('_', ' '):<22} {_readable(value)}")
    return 1 if found["needs_you"] else 0


def facts(now: datetime) -> dict[str, Any]:
    """Everything worth knowing; `needs_you` lists what is not as it should be."""
    found: dict[str, Any] = {
        "version": __version__,
        "home": str(settings.HOME),
        "database": connection.vendor,
        "database_at": where(),
        "migrations_pending": pending_migrations(),
    }
    if not found["migrations_pending"]:
        found |= _work(now)
    found["needs_you"] = _needs(found)
    return found


def _work(now: datetime) -> dict[str, Any]:
    ready = DBTaskResult.objects.ready().order_by("enqueued_at")
    oldest = ready.first()
    seal = AuditSeal.objects.order_by("-pk").first()
    jobs = DueJob.objects.order_by("name")
    return {
        "queue": ready.count(),
        "queue_age_seconds": (
            round((now - oldest.enqueued_at).total_seconds()) if oldest else 0
        ),
        "tasks_failed": DBTaskResult.objects.failed().count(),
        "last_backup": last_backup(),
        "last_seal": seal.sealed_at.isoformat() if seal else None,
        "rows_waiting_for_seal": unsealed().count(),
        "jobs_failing": [
            f"{job.name}: {job.last_error}" for job in jobs if job.failures
        ],
        "jobs_overdue": [
            job.name
            for job in jobs
            if (now - job.due_at).total_seconds() > WAITS_TOO_LONG_SECONDS
        ],
    }


def last_backup() -> str | None:
    """When the newest backup was made, by hand or by the worker."""
    made = AuditEvent.objects.filter(program_id=None, action="backup.made")
    newest = made.order_by("-at").first()
    return newest.at.isoformat(timespec="seconds") if newest else None


def _needs(found: dict[str, Any]) -> list[str]:
    needs = []
    if found["migrations_pending"]:
        needs.append("Run `daybridge migrate`.")
    if found.get("queue_age_seconds", 0) > WAITS_TOO_LONG_SECONDS:
        needs.append("Tasks wait too long: is `daybridge worker` running?")
    elif found.get("jobs_overdue"):
        needs.append("Periodic jobs are late: is `daybridge worker` running?")
    if found.get("jobs_failing"):
        needs.append("Periodic jobs fail: see the worker's log.")
    return needs


def _readable(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "never" if value is None else str(value)
