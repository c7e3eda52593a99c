"""Django's own command, which makes a new database whole before it looks for steps."""

from typing import Any

from django.core.management.base import no_translations
from django.core.management.commands import migrate
from django.db import connections

from daybridge.databases.whole import make_whole

AS_DJANGO_DOES = ("app_label", "fake", "fake_initial", "plan", "prune")


class Command(migrate.Command):
    """`step_by_step=True`, in code only, runs every step as an old database does."""

    stealth_options = ("step_by_step",)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        is_asked_apart = any(options[name] for name in AS_DJANGO_DOES)
        if not (
            is_asked_apart or options["check_unapplied"] or options.get("step_by_step")
        ):
            make_whole(connections[options["database"]])
        super().handle(*args, **options)
