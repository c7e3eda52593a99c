"""Kill the browser with -9 while twelve notes are typed, and count what is missing.

    python -m bench.browser_kills --rounds 50
    python -m bench.browser_kills --rounds 50 --seed 7 --json

In every third round the server is killed too, some time before the browser. A new
browser with the same profile then opens the session page: at most the last three
seconds of one field may be missing, nothing of any other field, nothing in another
patient's card; and the server ends up with what the page shows.
"""

import json
import random
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.processes import browser_of, kill
from bench.typist import Key, Ledger, read_page, write_cards

BEARABLE_SECONDS = 3.0
PATIENCE = 120.0  # seconds for a page and for the last save, on a busy machine
LONGEST_TYPING = 14.0  # seconds until the kill
ARGUMENTS = ["--no-sandbox", "--disable-quic"]
ASKS = "[data-clashes] .notice"


class Ground(Protocol):
    """Where the notes are written: a server, a session of it, and who writes."""

    def open(self, page: Any) -> None: ...  # the session page, signed in
    def stored(self) -> dict[Key, str]: ...
    def go_down(self) -> None: ...
    def come_back(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill did."""

    number: int
    server_down: bool
    keys: int  # pressed before the kill
    lost_keys: int
    lost_seconds: float  # age of the oldest lost key at the kill
    asked: int  # fields in which the page asked which text to keep
    problems: tuple[str, ...]  # anything that may not be


def run_round(
    ground: Ground,
    playwright: Any,
    profile: Path,
    number: int,
    seed: int,
    longest: float = LONGEST_TYPING,
) -> Round:
    """Type, kill, open again, compare."""
    chance = random.Random(f"{seed} round {number}")
    until_kill = chance.uniform(0.4, longest)
    down_after = chance.uniform(0, until_kill) if number % 3 == 2 else None
    with browser(playwright, profile) as page:
        ground.open(page)
        page.wait_for_selector("[data-ready]")
        ledger = Ledger(read_page(page))
        killed_at = type_until_killed(
            page, ledger, chance, profile, until_kill, down_after, ground
        )
    if down_after is not None:
        ground.come_back()
    with browser(playwright, profile) as page:
        ground.open(page)
        page.wait_for_selector("[data-ready]")
        shown, asked = read_page(page), page.locator(ASKS).count()
        problems, lost_keys, lost_seconds = compare(ledger, shown, killed_at)
        problems += settle(page, ground, shown)
        asked = max(asked, page.locator(ASKS).count())
    return Round(
        number, down_after is not None, len(ledger.states), lost_keys,
        round(lost_seconds, 2), asked, tuple(problems),
    )  # fmt: skip


@contextmanager
def browser(playwright: Any, profile: Path) -> Iterator[Any]:
    """A page of a browser whose storage stays in the profile."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=_chromium(), args=ARGUMENTS,
        viewport={"width": 1440, "height": 900},
    )  # fmt: skip
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context.pages[0] if context.pages else context.new_page()
    finally:
        with suppress(Exception):  # it may be dead, which is the point
            context.close()


def type_until_killed(
    page: Any,
    ledger: Ledger,
    chance: random.Random,
    profile: Path,
    until_kill: float,
    down_after: float | None,
    ground: Ground,
) -> float:
    """Write cards until the browser is gone; when that was."""
    moments: list[float] = []

    def strike() -> None:
        kill(browser_of(profile))
        moments.append(time.monotonic())

    timers = [threading.Timer(until_kill, strike)]
    if down_after is not None:
        timers.append(threading.Timer(down_after, ground.go_down))
    for timer in timers:
        timer.start()
    with suppress(Exception):  # the browser is killed under the typist's hands
        while True:
            write_cards(page, ledger, chance)
    for timer in timers:
        timer.join()
    return moments[0]


def compare(
    ledger: Ledger, shown: dict[Key, str], killed_at: float
) -> tuple[list[str], int, float]:
    """What may not be missing and is; keys lost of the last field, and their age."""
    expected = ledger.now()
    different = [key for key in expected if shown.get(key, "") != expected[key]]
    last = ledger.states[-1].key if ledger.states else None
    problems = [
        f"{key}: {expected[key]!r} became {shown.get(key, '')!r}"
        for key in different
        if key != last
    ]
    if last is None or last not in different:
        return problems, 0, 0.0
    states = ledger.of(last)
    found = [n for n, state in enumerate(states) if state.text == shown.get(last, "")]
    if not found:
        return [*problems, f"{last}: {shown.get(last)!r} was never typed"], 0, 0.0
    lost = states[found[-1] + 1 :]
    age = max(killed_at - lost[0].at, 0.0)
    if age > BEARABLE_SECONDS:
        problems.append(f"{last}: {len(lost)} keys lost, the oldest {age:.1f} s old")
    return problems, len(lost), age


def settle(page: Any, ground: Ground, shown: dict[Key, str]) -> list[str]:
    """Wait until the server has what the page shows; what it lacks after that."""
    deadline = time.monotonic() + PATIENCE
    while True:
        stored = ground.stored()
        missing = [
            key for key, text in shown.items()
            if key[1] != "goal" and stored.get(key, "") != text
        ]  # fmt: skip
        if not missing:
            return []
        if time.monotonic() > deadline:
            return [f"{key}: shown and not stored" for key in missing]
        for mine in page.get_by_role("button", name="Keep mine").all():
            mine.click()
        page.wait_for_timeout(300)


def _chromium() -> str:
    from tests.browsers import CHROMIUM

    return CHROMIUM


def main() -> int:
    parser = ArgumentParser(prog="python -m bench.browser_kills", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one line a round")
    options = parser.parse_args()
    rounds = [told(each, options.json) for each in run(options.rounds, options.seed)]
    print(summary(rounds))
    return 1 if any(each.problems for each in rounds) else 0


def run(rounds: int, seed: int) -> Iterator[Round]:
    """Rounds on a demo clinic of their own."""
    from playwright.sync_api import sync_playwright

    from bench.evening_server import EveningServer

    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        EveningServer(Path(folder)) as ground,
    ):
        for number in range(rounds):
            yield run_round(ground, playwright, Path(folder, "profile"), number, seed)


def told(done: Round, as_json: bool) -> Round:
    """Say how a round went as soon as it is over."""
    if as_json:
        print(json.dumps(asdict(done)), flush=True)
        return done
    print(
        f"round {done.number + 1}: {done.keys} keys, {done.lost_keys} lost "
        f"({done.lost_seconds} s){', server down' if done.server_down else ''}"
        f"{f', asked {done.asked}' if done.asked else ''}",
        *(f"\n    {problem}" for problem in done.problems),
        flush=True,
    )
    return done


def summary(rounds: list[Round]) -> str:
    def most(of: Callable[[Round], float]) -> float:
        return max(map(of, rounds), default=0)

    keys, age = most(lambda r: r.lost_keys), most(lambda r: r.lost_seconds)
    return (
        f"{len(rounds)} browsers killed ({sum(r.server_down for r in rounds)} with the "
        f"server down), {sum(r.keys for r in rounds):,} keys: "
        f"{sum(r.lost_keys for r in rounds)} keys lost in "
        f"{sum(bool(r.lost_keys) for r in rounds)} rounds, at most "
        f"{keys:.0f} keys and {age} s "
        f"of one field; asked {sum(r.asked for r in rounds)} times which text to keep; "
        f"{sum(len(r.problems) for r in rounds)} problems."
    )


if __name__ == "__main__":
    raise SystemExit(main())
