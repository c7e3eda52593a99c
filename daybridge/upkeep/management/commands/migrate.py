"""Django's own command, which makes a new database whole before it looks for steps."""

from typing import Any

from django.core.management.base import no_translations
from django.core.management.commands import migrate
from django.db import connections

from daybridge.databases.whole import make_whole

AS_DJANGO_DOES = (  # whatever asks for one of these
    "app_label", "check_unapplied", "fake", "fake_initial", "plan", "prune",
    "step_by_step",
)  # fmt: skip


class Command(migrate.Command):
    """`step_by_step=True`, in code only, runs every step as an old database does."""

    stealth_options = ("step_by_step",)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if not any(map(options.get, AS_DJANGO_DOES)):
            make_whole(connections[options["database"]])
        super().handle(*args, **options)
