"""What of a consent's items a page, feed or document can carry, and its parts.

Counseling notes are in none of them, whatever a consent names: they are handed over by
their author, on a consent of their own.
"""

from dataclasses import dataclass
from typing import Any

from daybridge.rules.consent import Item

Rows = tuple[tuple[str, ...], ...]
TITLES = {  # in the order in which a recipient reads them
    Item.PRESENCE: "Being a patient here",
    Item.STATUS: "In treatment now",
    Item.DATES: "Start and end",
    Item.LEVEL: "Level of care",
    Item.ATTENDANCE: "Attendance",
    Item.DIAGNOSES: "Diagnoses",
    Item.ASSESSMENTS: "Assessments",
    Item.CARE_PLAN: "Goals of treatment",
    Item.PROGRESS: "Progress",
    Item.MEDICATIONS: "Medications and allergies",
    Item.BILLING: "How it is paid",
}
SHAREABLE = tuple(TITLES)
BY_HAND = {  # what a consent may name and is not kept here as data
    Item.CARE_PLAN: "the treatment plan as a document",
    Item.DRUG_TESTS: "results of drug tests",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is shared: a sentence, a table, or both."""

    item: Item
    text: str = ""
    head: tuple[str, ...] = ()
    rows: Rows = ()
    data: Any = None  # the same for a program that reads the feed
    part: str = ""  # names one of several parts of an item
    named: str = ""  # the title of such a part

    @property
    def title(self) -> str:
        return self.named or TITLES[self.item]

    @property
    def key(self) -> str:
        """What it is called in the feed."""
        return self.part or self.item.value

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows with the name of its column beside each cell."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def names(items: frozenset[Item], item: Item) -> bool:
    """Whether a consent names this itself, or as a part of the whole record."""
    is_apart = item is Item.COUNSELING_NOTES
    return item in items or (Item.WHOLE_RECORD in items and not is_apart)


def shareable(items: frozenset[Item]) -> list[Item]:
    """Of what a consent names, the part that a page or feed can show."""
    return [item for item in SHAREABLE if names(items, item)]


def by_hand(items: frozenset[Item]) -> list[str]:
    """Of what a consent names, what is not kept here and is handed over by itself."""
    return [words for item, words in BY_HAND.items() if names(items, item)]
