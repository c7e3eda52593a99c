"""Texts that have broken other programs, from the public list in the shared data."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DAYBRIDGE_SHARED", Path(__file__).parents[2] / "shared"))
LIST = SHARED / "data" / "security" / "big_list_of_naughty_strings.json"


def naughty_strings() -> list[str]:
    """Every text of the list; skips the test where the shared data is absent."""
    if not LIST.exists():
        pytest.skip(f"needs the public list of naughty strings at {LIST.name}")
    return [str(text) for text in json.loads(LIST.read_text())]


def batched(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    """The texts in lists of at most `size`."""
    rest = iter(texts)
    while chunk := list(islice(rest, size)):
        yield chunk
