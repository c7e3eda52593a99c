"""The few words that stand in calendars: they name nobody and say nothing of care."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from daybridge.calendars.models import CalendarWords
from daybridge.ui.languages import ENGLISH

SPANISH = "es"


def spoken(language: str) -> str:
    """The language of a calendar: the person's own if we speak it, else English."""
    return language if language in dict(settings.LANGUAGES) else ENGLISH


def own_words(program: Any) -> CalendarWords:
    """What the program chose to call an appointment; empty where it chose nothing."""
    rows = CalendarWords.objects.in_program(program)
    return rows.first() or CalendarWords(program=program)


def appointment(program: Any, language: str) -> str:
    """What an appointment is called in a language."""
    chosen = own_words(program)
    said = chosen.spanish if language == SPANISH else chosen.english
    with translation.override(language):
        return said or _("Appointment")


def calendar_name(language: str) -> str:
    """What a whole calendar is called in the list of somebody's calendars."""
    with translation.override(language):
        return _("Appointments")


def by_video(language: str) -> str:
    """That nobody needs to come; where to click is told otherwise."""
    with translation.override(language):
        return _("By video.")
