"""JSON documents that somebody hands to a command."""

import json
import sys
from pathlib import Path
from typing import Any

from daybridge.cli.output import Refusal


def read_json(file: Path, *, largest: int, what: str) -> object:
    """The document in a file, or on the input for “-”; refused when it is none."""
    try:
        stream = sys.stdin.buffer if str(file) == "-" else file.open("rb")
        with stream:
            text = stream.read(largest + 1)
    except OSError as problem:
        raise Refusal(f"{file} cannot be read: {problem.strerror}.") from None
    if len(text) > largest:
        raise Refusal(f"{file} is larger than {largest:,} bytes: no {what}.")
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise Refusal(f"{file} is not JSON: {where}: {problem.msg}.") from None
    except (UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise Refusal(f"{file} is not JSON: {problem}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object each of whose names occurs once: else one value would hide another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice[:40]}” is given twice")
    return found
