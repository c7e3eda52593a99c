"""The table of what follows what is whole: nothing announced goes unheard."""

import inspect
import re
from pathlib import Path

from daybridge import wiring
from daybridge.happenings import happened

ROOT = Path(wiring.__file__).parent


def announced(word="happened"):
    """Every event that some module of the program announces (or asks about)."""
    found = set()
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(re.findall(rf'\b{word}\(\s*"([a-z_.]+)"', path.read_text()))
    return found


def test_everything_announced_has_a_row_and_every_row_is_announced():
    assert announced() == set(wiring.FOLLOWS)


def test_every_consequence_exists_and_takes_who_and_when():
    for what in wiring.FOLLOWS:
        for follow in wiring.consequences(what):
            parameters = inspect.signature(inspect.unwrap(follow)).parameters
            assert {"at", "by"} <= set(parameters), (what, follow)
            kinds = {parameter.kind for parameter in parameters.values()}
            assert kinds == {inspect.Parameter.KEYWORD_ONLY}, (what, follow)


def test_every_question_asked_has_someone_who_answers():
    assert announced("ask") == set(wiring.ANSWERS)
    assert all(callable(wiring.answerer(what)) for what in wiring.ANSWERS)


def test_what_nobody_waits_for_is_no_error():
    assert wiring.consequences("schedule.nothing_follows") == []
    happened("schedule.nothing_follows")
