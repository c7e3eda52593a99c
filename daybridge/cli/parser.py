"""Every subcommand with its words and options."""

from argparse import (
    ArgumentParser,
    BooleanOptionalAction,
    RawDescriptionHelpFormatter,
    _SubParsersAction,
)
from pathlib import Path
from typing import TypeAlias

from daybridge import __version__
from daybridge.cli.week_parser import add_week

ABOUT = """Runs an intensive outpatient program.

Data live in DAYBRIDGE_HOME (./.daybridge) or, when DAYBRIDGE_DATABASE_URL is set, in
PostgreSQL. `daybridge COMMAND --help` explains each command with examples."""

PASSED_ON = {  # commands that a room brings along
    "demo": "demo",
    "import": "import_records",
    "audit": "audit",
    "timetable": "write_week",
}

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


def make_parser() -> ArgumentParser:
    """The parser of the whole command line."""
    parser = ArgumentParser(
        prog="daybridge", description=ABOUT, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--version", action="version", version=f"Daybridge {__version__}"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _serving(commands)
    _beginning(commands)
    _keeping(commands)
    _looking(commands)
    return parser


def _serving(commands: Commands) -> None:
    serve = _add(
        commands,
        "serve",
        "start the server and the worker",
        "daybridge serve\n  PORT=8001 daybridge serve --host 0.0.0.0",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (%(default)s)"
    )
    serve.add_argument("--port", type=int, help="port (PORT, or 8000)")
    serve.add_argument(
        "--workers", type=int, default=2, help="server processes (%(default)s)"
    )
    serve.add_argument(
        "--worker",
        action=BooleanOptionalAction,
        default=True,
        help="run the worker beside the server",
    )
    serve.add_argument(
        "--demo-if-empty",
        action="store_true",
        help="build the demo clinic when there is no data",
    )
    serve.add_argument(
        "--no-demo",
        action="store_false",
        dest="demo_if_empty",
        help="do not (the default)",
    )
    worker = _add(
        commands,
        "worker",
        "run queued tasks and periodic jobs",
        "daybridge worker\n  daybridge worker --once    # what is due now, then stop",
    )
    worker.add_argument("--once", action="store_true", help="do what is due and stop")
    worker.add_argument(
        "--tasks",
        action="store_true",
        help="only queued tasks, until there are none",
    )
    worker.add_argument(
        "--tasks-of",
        type=int,
        metavar="PID",
        help="the same, and end with that worker, which starts this itself",
    )


def _beginning(commands: Commands) -> None:
    commands.add_parser("demo", help="build a demo clinic of invented people")
    _add(
        commands,
        "migrate",
        "bring the database to this version",
        "daybridge migrate",
    )
    create = _add(
        commands,
        "createprogram",
        "make a program, its first site and its first director",
        'daybridge createprogram --name "Maple House IOP" --site "Main Street" \\\n'
        '      --director "Grace Okafor" --email grace@example.org',
    )
    create.add_argument("--name", help="name of the program, as on its license")
    create.add_argument("--site", help="name of the first site")
    create.add_argument("--director", help="first and last name of the director")
    create.add_argument("--email", help="the director signs in with it")
    create.add_argument("--time-zone", default="America/New_York", help="(%(default)s)")
    create.add_argument("--state", default="PA", help="two letters (%(default)s)")
    create.add_argument(
        "--curriculum",
        action="append",
        metavar="NAME",
        help="install a packaged curriculum, such as evening-16-weeks; may be repeated",
    )
    create.add_argument(
        "--ask-password",
        action="store_true",
        help="type the password here instead of making a one-use link",
    )
    create.add_argument("--json", action="store_true", help="say the result as JSON")
    commands.add_parser("import", help="bring records in from CSV or XLSX")


def _keeping(commands: Commands) -> None:
    backup = _add(
        commands,
        "backup",
        "write everything into one encrypted file",
        "daybridge backup /media/usb/daybridge.backup\n"
        "  daybridge backup FILE --passphrase-file ~/passphrase --with-keys",
    )
    backup.add_argument("file", type=Path, metavar="FILE")
    _passphrase(backup)
    backup.add_argument(
        "--with-keys",
        action="store_true",
        help="put this installation's keys in, too (needs a passphrase)",
    )
    restore = _add(
        commands,
        "restore",
        "check a backup whole, then put it back",
        "daybridge restore FILE --check    # only look\n"
        "  daybridge restore FILE --passphrase-file ~/passphrase",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    _passphrase(restore)
    restore.add_argument(
        "--replace", action="store_true", help="give up the data that is there now"
    )
    restore.add_argument("--check", action="store_true", help="verify, restore nothing")
    for command in (backup, restore):
        command.add_argument("--json", action="store_true", help="say it as JSON")
    purge = _add(
        commands,
        "purge",
        "empty what lay in bins for 30 days, and other leftovers, now",
        "daybridge purge",
    )
    purge.add_argument("--json", action="store_true", help="say the result as JSON")


def _looking(commands: Commands) -> None:
    commands.add_parser("audit", help="prove that the audit was not changed")
    commands.add_parser("timetable", help="write the program's week for `week`")
    status = _add(
        commands,
        "status",
        "how this installation is; exit status 1 when something needs you",
        "daybridge status\n  daybridge status --json",
    )
    status.add_argument("--json", action="store_true", help="say it as JSON")
    place = _add(
        commands,
        "place",
        "suggest a level of care for an assessment; no data are read or kept",
        "daybridge place FILE.json\n  daybridge place - --words < FILE.json",
    )
    place.add_argument("file", type=Path, metavar="FILE", help="JSON; - is the input")
    place.add_argument(
        "--words", action="store_true", help="say it in words instead of JSON"
    )
    add_week(
        _add(
            commands,
            "week",
            "fit a week to the lives of patients, check it, explain it",
            "daybridge week generate --clients 30 -o INSTANCE.json\n"
            "  daybridge week solve INSTANCE.json -o PLAN.json\n"
            "  daybridge week check INSTANCE.json PLAN.json --words",
        )
    )


def _passphrase(command: ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="PATH",
        help="first line is the passphrase; without it DAYBRIDGE_HOME/keys/backup",
    )


def _add(commands: Commands, name: str, what: str, examples: str) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"examples:\n  {examples}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    return parser
