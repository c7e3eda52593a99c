"""A typist who writes twelve cards and keeps a ledger of every key and its moment."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]  # a patient's id and the field of their card
WORDS = (
    "named", "walked", "home", "by", "the", "river", "called", "a", "cousin", "urge",
    "passed", "after", "tea", "slept", "six", "hours", "court", "on", "Monday", "said",
    "no", "twice", "laughed", "read", "aloud", "stayed", "to", "end", "offered", "ride",
)  # fmt: skip
READ_PAGE = """() => {
  const found = [];
  for (const card of document.querySelectorAll("[data-card][data-save]")) {
    if (card.dataset.card === "summary") continue;
    for (const input of card.querySelectorAll("[data-field]")) {
      if (input.type === "radio" && !input.checked) continue;
      found.push([card.dataset.card, input.dataset.field, input.value]);
    }
  }
  return found;
}"""
RATINGS = ("participation", "affect", "response")


@dataclass(frozen=True, slots=True)
class State:
    """What one field said once a key was pressed."""

    at: float  # seconds, monotonic, just before the key went down
    key: Key
    text: str


@dataclass
class Ledger:
    """What stood on the page at first, and every change since."""

    before: dict[Key, str]
    states: list[State] = field(default_factory=list)

    def note(self, key: Key, text: str) -> None:
        self.states.append(State(time.monotonic(), key, text))

    def now(self) -> dict[Key, str]:
        """What every field should say after the last key."""
        return self.before | {state.key: state.text for state in self.states}

    def of(self, key: Key) -> list[State]:
        first = State(float("-inf"), key, self.before.get(key, ""))
        return [first, *(state for state in self.states if state.key == key)]


def read_page(page: Any) -> dict[Key, str]:
    """Every field of every card as it stands on the screen."""
    return {(card, name): value for card, name, value in page.evaluate(READ_PAGE)}


def write_cards(page: Any, ledger: Ledger, chance: random.Random) -> None:
    """Rate and write one card after another, until done or the browser is gone."""
    pause = chance.choice((6, 12, 25))  # milliseconds between keys; a person needs 100
    cards = sorted({card for card, _ in ledger.before})
    chance.shuffle(cards)
    for card in cards:
        _rate(page, ledger, card, chance)
        _write(page, ledger, (card, "sentence"), chance, pause)
        if chance.random() < 0.3:
            _write(page, ledger, (card, "next_step"), chance, pause)


def _rate(page: Any, ledger: Ledger, card: str, chance: random.Random) -> None:
    """The three one-key ratings; the page moves on by itself after each."""
    chosen = f"[data-card='{card}'] [data-rating='{{}}'] input"
    page.locator(chosen.format(RATINGS[0])).first.focus()
    for rating in RATINGS:
        inputs = page.locator(chosen.format(rating))
        number = chance.randint(1, min(inputs.count(), 3))
        ledger.note((card, rating), inputs.nth(number - 1).get_attribute("value"))
        page.keyboard.press(str(number))


def _write(
    page: Any, ledger: Ledger, key: Key, chance: random.Random, pause: int
) -> None:
    box = page.locator(f"[data-card='{key[0]}'] [data-field='{key[1]}']")
    box.evaluate(
        "(box) => { const more = box.closest('details'); if (more) more.open = true; }"
    )
    box.focus()
    text = ledger.now().get(key, "")
    if chance.random() < 0.5:
        page.keyboard.press("Control+A")
        text = ""
    else:
        page.keyboard.press("Control+End")
    for pressed in _keys(chance):
        text = text[:-1] if pressed == "Backspace" else text + pressed
        ledger.note(key, text)
        page.keyboard.press(pressed)
        page.wait_for_timeout(pause)


def _keys(chance: random.Random) -> Iterator[str]:
    """A sentence with a few slips taken back."""
    yield chance.choice("ABCDEFGHIKLMNOPRSTW")
    for word in chance.sample(WORDS, chance.randint(4, 12)):
        for letter in f"{word} ":
            yield letter
            if chance.random() < 0.03:
                yield chance.choice("aeiou")
                yield "Backspace"
