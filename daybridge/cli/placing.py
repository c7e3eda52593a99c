"""`daybridge place`: the level of care that an assessment speaks for. No database."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from daybridge.cli.output import Refusal, say, say_json
from daybridge.rules.level_of_care.documents import UnreadableAssessment, answer, read

LARGEST = 1_000_000  # bytes; an assessment has a dozen codes


def place(options: Namespace) -> int:
    """Answer one document, as a document or in words."""
    try:
        found = answer(read(_document(options.file)))
    except UnreadableAssessment as refusal:
        problems = "\n".join(f"  {problem}" for problem in refusal.problems)
        raise Refusal(f"{options.file} is no assessment:\n{problems}") from None
    if options.words:
        say(_in_words(found))
    else:
        say_json(found)
    return 0


def _document(file: Path) -> object:
    try:
        stream = sys.stdin.buffer if str(file) == "-" else file.open("rb")
        with stream:
            text = stream.read(LARGEST + 1)
    except OSError as problem:
        raise Refusal(f"{file} cannot be read: {problem.strerror}.") from None
    if len(text) > LARGEST:
        raise Refusal(f"{file} is larger than {LARGEST:,} bytes: no assessment.")
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise Refusal(f"{file} is not JSON: {where}: {problem.msg}.") from None
    except (UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise Refusal(f"{file} is not JSON: {problem}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object each of whose names occurs once: else one rating would hide another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice[:40]}” is given twice")
    return found


def _in_words(found: dict[str, Any]) -> str:
    level = found["recommended"]
    lines = [f"{level['code']}, {level['name']}" if level else "No suggestion"]
    if level and level["recovery_residence"]:
        lines[0] += ", with a recovery residence"
    for reason in found["reasons"]:
        lines.append(f"- {reason['sentence']}")
        lines += [
            f"    {each['dimension']} {each['name']}: {each['code']} {each['means']}"
            for each in reason["because"]
        ]
    if found["evaluate"]:
        lines.append("Not final: evaluate " + ", ".join(found["evaluate"]) + " first.")
    return "\n".join([*lines, found["notice"]])
