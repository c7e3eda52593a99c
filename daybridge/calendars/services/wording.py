"""What the program calls an appointment, in calendars."""

from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.calendars.errors import StaleWords, WordsTell
from daybridge.calendars.models import CalendarWords
from daybridge.programs.services.holding import hold_program
from daybridge.rules.telling_words import telling_words
from daybridge.rules.wording import listed


@service
def change_words(
    *, english: str, spanish: str, base_version: int, at: datetime, by: Viewer
) -> CalendarWords:
    """Call an appointment something else, in every calendar from its next reading on.

    Raises WordsTell for words that say what it is for, StaleWords when they changed.
    """
    refuse_telling(f"{english} {spanish}")
    program = hold_program(by.program_id)
    rows: Any = CalendarWords.objects.in_program(program)
    row: CalendarWords = rows.first() or CalendarWords(program=program, version=0)
    if base_version != row.version:
        raise StaleWords("Somebody changed these words meanwhile. Look again.")
    row.english, row.spanish = english, spanish
    row.version += 1
    row.save()
    record("calendars.words_changed", by=by.actor, target=row, at=at)
    remember([row], fields=("english", "spanish"), by=by.actor, at=at)
    return row


def refuse_telling(words: str) -> None:
    """Refuse words that tell a bystander what an appointment is for."""
    telling = telling_words(words)
    if telling:
        raise WordsTell(
            f"Whoever sees “{listed(telling)}” in a calendar would understand what it "
            "is for. Choose words that could stand for anything."
        )
