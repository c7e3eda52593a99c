"""What someone types at the door, and whether it is what they are called."""

import pytest

from daybridge.rules.called import is_called


@pytest.mark.parametrize(
    "typed",
    ["Dana", "dana", " DANA ", "Dána", "Dana W", "dana w.", "Dana Whitfield", "danaw"],
)
def test_a_name_is_forgiven_its_spelling(typed):
    assert is_called(typed, called="Dana", last_name="Whitfield")


@pytest.mark.parametrize(
    "typed", ["", " ", "Dan", "Danaa", "Dana X", "Whitfield", "W", "Dana Wh", "%", "D*"]
)
def test_another_name_is_not_theirs(typed):
    assert not is_called(typed, called="Dana", last_name="Whitfield")


@pytest.mark.parametrize("typed", ["mary ann", "Mary-Ann", "MaryAnn", "mary ann o"])
def test_a_double_name_is_one_name(typed):
    assert is_called(typed, called="Mary-Ann", last_name="O’Brien")


def test_a_name_without_letters_is_compared_as_it_is_written():
    assert is_called("★ 7", called="★7", last_name="Whitfield")
    assert not is_called("★", called="★7", last_name="Whitfield")
    assert not is_called("", called="", last_name="")


def test_a_name_in_another_script_is_theirs():
    assert is_called("мария", called="Мария", last_name="Иванова")
    assert is_called("Мария И", called="Мария", last_name="Иванова")
