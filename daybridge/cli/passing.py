"""Hand a command over to the room that brings it: demo, import, audit."""

from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from daybridge.cli.database import check_database, check_migrated
from daybridge.cli.output import Refusal

DJANGO_ONLY = (
    "version", "verbosity", "settings", "pythonpath", "traceback", "no_color",
    "force_color", "skip_checks",
)  # fmt: skip


def is_here(name: str) -> bool:
    return name in get_commands()


def pass_on(name: str, shown: str, arguments: list[str]) -> int:
    """Run a room's command as `daybridge shown …`; its errors are sentences."""
    if not is_here(name):
        raise Refusal(f"`daybridge {shown}` is not part of this copy of Daybridge.")
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("daybridge", shown)
    parser.prog = f"daybridge {shown}"
    _hide_django_options(parser)
    options = vars(parser.parse_args(arguments))
    check_database()
    check_migrated()
    args = options.pop("args", ())
    try:
        command.execute(*args, **options)
    except CommandError as error:
        raise Refusal(str(error), status=error.returncode) from None
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def _hide_django_options(parser: object) -> None:
    import argparse

    for action in parser._actions:  # type: ignore[attr-defined]
        if action.dest in DJANGO_ONLY:
            action.help = argparse.SUPPRESS
