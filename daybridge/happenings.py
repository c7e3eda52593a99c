"""Announce what happened, or ask what would; `wiring.py` says which rooms answer."""

from importlib import import_module
from typing import Any


def happened(what: str, **about: Any) -> list[Any]:
    """Run everything that follows `what`, in the transaction of the act.

    Gives what each consequence answered, in the order of the table.
    """
    follows = import_module("daybridge.wiring").consequences(what)
    return [follow(**about) for follow in follows]


def ask(what: str, **about: Any) -> Any:
    """What the later room that knows answers to a question; nothing is written."""
    return import_module("daybridge.wiring").answerer(what)(**about)
