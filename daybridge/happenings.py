"""Announce what happened, so that later rooms can react; `wiring.py` says how."""

from importlib import import_module
from typing import Any


def happened(what: str, **about: Any) -> None:
    """Run everything that follows `what`, in the transaction of the act."""
    for follow in import_module("daybridge.wiring").consequences(what):
        follow(**about)
