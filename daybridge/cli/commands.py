"""Which function does which subcommand."""

from argparse import Namespace
from collections.abc import Callable

from django.utils import timezone

from daybridge.cli import database
from daybridge.cli.createprogram import createprogram
from daybridge.cli.keeping import backup, restore
from daybridge.cli.output import say, say_json
from daybridge.cli.serving import serve
from daybridge.cli.status import status


def worker(options: Namespace) -> int:
    from daybridge.upkeep.worker import work, work_on_tasks

    database.check_database()
    database.check_migrated()
    if options.tasks or options.tasks_of:
        work_on_tasks(options.tasks_of)
    else:
        work(once=options.once)
    return 0


def migrate(options: Namespace) -> int:
    database.check_database()
    steps = database.migrate()
    say(f"{steps} steps run." if steps else "The database is of this version already.")
    return 0


def purge(options: Namespace) -> int:
    from daybridge.upkeep.running import run
    from daybridge.upkeep.table import CLEANING, JOBS

    database.check_database()
    database.check_migrated()
    wanted = [job for job in JOBS if job.name in CLEANING]
    went_well = {job.name: run(job, timezone.now()) for job in wanted}
    if options.json:
        say_json(went_well)
    else:
        for name, well in went_well.items():
            say(f"{name}: {'done' if well else 'did not go well; see above'}")
    return 0 if all(went_well.values()) else 1


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "serve": serve,
    "worker": worker,
    "migrate": migrate,
    "createprogram": createprogram,
    "backup": backup,
    "restore": restore,
    "purge": purge,
    "status": status,
}
