"""`daybridge place`: the level of care that an assessment speaks for. No database."""

from argparse import Namespace
from typing import Any

from daybridge.cli.documents import read_json
from daybridge.cli.output import Refusal, say, say_json
from daybridge.rules.level_of_care.documents import UnreadableAssessment, answer, read

LARGEST = 1_000_000  # bytes; an assessment has a dozen codes


def place(options: Namespace) -> int:
    """Answer one document, as a document or in words."""
    document = read_json(options.file, largest=LARGEST, what="assessment")
    try:
        found = answer(read(document))
    except UnreadableAssessment as refusal:
        problems = "\n".join(f"  {problem}" for problem in refusal.problems)
        raise Refusal(f"{options.file} is no assessment:\n{problems}") from None
    if options.words:
        say(_in_words(found))
    else:
        say_json(found)
    return 0


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
