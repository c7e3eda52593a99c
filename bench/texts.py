"""How long the two readers of texts take: names in a summary, and likeness of notes.

    python -m bench.texts

Both run while someone writes, so each has a goal of its own on the machine named in
RESULTS.md: the names of twelve people in 5,000 characters in 5 ms, and twelve cards
compared with thirteen others in 10 ms.
"""

import time
from collections.abc import Callable

from daybridge.rules.likeness import fingerprint, score
from daybridge.rules.names_in_text import find_names
from daybridge.rules.tests.test_likeness import NOTES
from daybridge.rules.tests.test_names_in_text import GROUP

TOLD = (
    "Then Dana told the group about the drive home and Marai listened. "
    "It was a long and honest evening for nearly everyone. "
)
SUMMARY = (TOLD * 60)[:4995] + " Zoë."
CARDS = [*NOTES.values(), *(text[::-1] for text in NOTES.values())]


def names() -> None:
    find_names(SUMMARY, GROUP)


def likenesses() -> None:
    prints = [fingerprint(text) for text in CARDS]
    for card in prints[:12]:
        for other in prints[:13]:
            score(card, other)


def milliseconds(work: Callable[[], None], times: int = 25) -> float:
    """The quickest of many, which no other program has held up."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return 1000 * min(took)


def main() -> None:
    print(
        f"Names of twelve people in 5,000 characters: {milliseconds(names):.1f} ms (5)"
    )
    print(f"Twelve cards beside thirteen: {milliseconds(likenesses):.1f} ms (10)")


if __name__ == "__main__":
    main()
