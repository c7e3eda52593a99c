"""The `daybridge` command: everything an operator does, each with its own --help.

A refusal is a sentence with the fix in it and exit status 1; a traceback is a defect.
"""

import os
import sys
from collections.abc import Sequence

from daybridge.cli.output import Refusal, complain
from daybridge.cli.parser import PASSED_ON, make_parser
from daybridge.cli.placing import place
from daybridge.cli.weeks import week

WITHOUT_DATA = {"place": place, "week": week}  # they ask for no settings, no database


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except Refusal as refusal:
        complain(str(refusal))
        return refusal.status
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130


def _run(given: list[str]) -> int:
    if given and given[0] in PASSED_ON:
        start_django()
        from daybridge.cli.passing import pass_on

        return pass_on(PASSED_ON[given[0]], given[0], given[1:])
    options = make_parser().parse_args(given)
    if options.command in WITHOUT_DATA:
        return WITHOUT_DATA[options.command](options)
    start_django()
    from daybridge.cli.commands import COMMANDS

    return COMMANDS[options.command](options)


def start_django() -> None:
    """Read the settings; a wrong one ends the program with the fix in its message."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.config.settings")
    import django

    django.setup()
