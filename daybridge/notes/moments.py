"""The moments of a chart as markup, written by functions (docs/adr/0013).

As templates they were 40 % of a chart. Each text that a person wrote, or is called by,
passes through `escape` here and nowhere else; what is not escaped is ours.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from functools import cache
from html import escape
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from daybridge.notes.queries.story import NoteInStory
from daybridge.notes.queries.telling import Moment
from daybridge.notes.sections import sections_of
from daybridge.ui import leaves
from daybridge.ui.templatetags.leaves import around_row
from daybridge.ui.templatetags.ui import DAY, WEEKDAY, clock, day_in_words, iso

WORDS_OF_A_DRAFT = 24


class Place(NamedTuple):
    """Where the page is read: how it writes days, times and addresses of notes."""

    zone: tzinfo
    language: str
    around_note: tuple[str, str]

    def note(self, note_id: UUID) -> str:
        before, after = self.around_note
        return f"{before}{note_id}{after}"

    def day(self, moment: datetime) -> str:
        """Nov 24, 2026."""
        return day_in_words(moment.astimezone(self.zone).date(), DAY, self.language)

    def weekday(self, day: date) -> str:
        """Tue, Nov 24, 2026."""
        return day_in_words(day, WEEKDAY, self.language)


def written(moments: Iterable[Moment]) -> SafeString:
    """The list items of a story, in the order given, with times of the program."""
    place = Place(
        timezone.get_current_timezone(), get_language() or "", around_row("notes:note")
    )
    return SafeString("".join([_moment(moment, place) for moment in moments]))


def _moment(moment: Moment, place: Place) -> str:
    who = f" · {escape(moment.who)}" if moment.who else ""
    return (
        f'<li class="event moment" data-tone="{moment.tone}" id="moment-{moment.key}">'
        f'<span class="event-mark">{_icon(moment.icon)}</span><div class="event-body">'
        f'<div class="event-head"><h2 class="event-title">{escape(moment.title)}</h2> '
        f'<span class="event-when">{_when(moment, place)}{who}</span></div>'
        f"{_how(moment)}{_words(moment)}{_added_to(moment, place)}"
        f"{_note(moment.note, place) if moment.note else ''}</div></li>\n"
    )


def _when(moment: Moment, place: Place) -> str:
    """The moment with its time of day, or the day alone."""
    if moment.at is None:
        return _on(moment.on, place) if moment.on else ""
    at = moment.at.astimezone(place.zone)
    said = f"{place.weekday(at.date())}, {clock(at.time())}"
    return f'<time datetime="{iso(at)}">{said}</time>'


def _on(day: date, place: Place) -> str:
    return f'<time datetime="{day.isoformat()}">{place.weekday(day)}</time>'


def _how(moment: Moment) -> str:
    """How a session was attended, and what is worth saying about it."""
    if not moment.state and not moment.detail:
        return ""
    state = _state(moment.tone, moment.icon, moment.state) if moment.state else ""
    detail = f"<span>{escape(moment.detail)}</span>" if moment.detail else ""
    return f'<p class="row small">{state}{detail}</p>'


def _words(moment: Moment) -> str:
    if not moment.words:
        return ""
    tone = " soft" if moment.state else ""
    return f'<p class="pre-line{tone}">{escape(moment.words)}</p>'


def _added_to(moment: Moment, place: Place) -> str:
    if moment.note_id is None:
        return ""
    address = place.note(moment.note_id)
    return f'<p class="small"><a href="{address}">The note it adds to</a></p>'


def _note(note: NoteInStory, place: Place) -> str:
    """A note inside its moment: the words, the signature, the way to the whole."""
    parts = [
        f'<h3 class="note-part">{escape(section.title)}</h3>'
        f'<p class="pre-line">{escape(section.text)}</p>'
        for section in sections_of(note)
        if section.title != "Session"
    ]
    signed_at = note.signed_at
    foot = _signature(note, signed_at, place) if signed_at else _draft(note)
    return (
        f'<article class="note-in-story" aria-label="Note by {escape(note.author)}">'
        f'{"".join(parts)}{foot}<p class="small no-print">'
        f'<a href="{place.note(note.pk)}">Open the note'
        f'<span class="visually-hidden"> of {place.day(note.happened_at)}'
        "</span></a></p></article>"
    )


def _signature(note: NoteInStory, signed_at: datetime, place: Place) -> str:
    at = signed_at.astimezone(place.zone)
    co_signed = waits = ""
    if note.co_signed_at:
        co_signed = f" · co-signed by {escape(note.co_signed_as)}"
    elif note.co_signature_needed:
        waits = f"<p>{_state('needs', 'hourglass', 'Waits for a co-signature')}</p>"
    return (
        f'<p class="small soft">{_icon("signature")} {escape(note.signed_as)}, '
        f"{place.day(at)} {clock(at.time())}{co_signed}</p>{waits}"
    )


def _draft(note: NoteInStory) -> str:
    begun = Truncator(note.sentence).words(WORDS_OF_A_DRAFT, truncate=" …")
    shown = f'<span class="soft">{escape(begun)}</span>' if note.sentence else ""
    state = _state("needs", "file-pen-line", "Draft, not signed")
    return f'<p class="row">{state}{shown}</p>'


@cache
def _icon(name: str) -> str:
    """An icon; a chart has a dozen different ones."""
    return leaves.icon(name=name)


@cache
def _state(tone: str, icon: str, words: str) -> str:
    """A state in our own words, of which there are few."""
    return leaves.state(tone=tone, icon=icon, slot=escape(words))
