"""A signed text taken apart into its sections again, for reading."""

from daybridge.notes.models import Note
from daybridge.rules.note_format import PLACES, NoteFormat, Section

TITLES = frozenset(
    {"Session", "Attendance", "Plan"}
    | {title for places in PLACES.values() for title, _ in places}
)
FORMATS = frozenset(NoteFormat)


def sections_of(note: Note) -> tuple[Section, ...]:
    """The sections of a signed note as it was signed; none while it is open."""
    titles = ["Session", "Attendance", "Plan"]
    if note.format in FORMATS:
        formatted = [title for title, _ in PLACES[NoteFormat(note.format)]]
        titles = ["Session", *formatted]
        if "\n\nAttendance\n" in note.signed_text:
            titles = ["Session", "Attendance", "Plan"]
    return tuple(_taken_apart(note.signed_text, titles))


def _taken_apart(text: str, titles: list[str]) -> list[Section]:
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
