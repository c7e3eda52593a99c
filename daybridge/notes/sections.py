"""A signed text taken apart into its sections again, for reading."""

from functools import cache
from typing import Protocol

from daybridge.rules.note_format import PLACES, NoteFormat, Section

FREELY = ("Session", "Attendance", "Plan")


class Signed(Protocol):
    """What is asked of a note: its format and its text, as they were signed."""

    @property
    def format(self) -> str: ...

    @property
    def signed_text(self) -> str: ...


def sections_of(note: Signed) -> tuple[Section, ...]:
    """The sections of a signed note as it was signed; none while it is open."""
    text = note.signed_text
    titles = FREELY if "\n\nAttendance\n" in text else _titles(note.format)
    return tuple(_taken_apart(text, titles))


@cache
def _titles(note_format: str) -> tuple[str, ...]:
    """The titles that stand in a note of this format, in their order."""
    if note_format not in set(NoteFormat):
        return FREELY
    return ("Session", *(title for title, _ in PLACES[NoteFormat(note_format)]))


def _taken_apart(text: str, titles: tuple[str, ...]) -> list[Section]:
    """Cut a text where each title stands alone on a line, in the order of the form."""
    sections: list[Section] = []
    rest = text
    for position, title in enumerate(titles):
        head = f"{title}\n"
        if not rest.startswith(head):
            break
        rest = rest.removeprefix(head)
        following = titles[position + 1] if position + 1 < len(titles) else None
        body, found, rest_of_it = (
            rest.partition(f"\n\n{following}\n") if following else (rest, "", "")
        )
        sections.append(Section(title, body))
        rest = f"{following}\n{rest_of_it}" if found else ""
    if not sections or rest:
        return [Section("Note", text)] if text else []
    return sections
